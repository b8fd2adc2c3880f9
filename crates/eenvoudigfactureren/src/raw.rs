//! Requests that the contract does not describe.

use order_sdk_runtime::http::RawCall;
use reqwest::Method;

use crate::Client;

impl Client {
    /// Sends a request that the contract does not describe. `path` is appended to the base URL of the client, as the paths of
    /// operations are. See [`RawCall`] for what is the same as in a call of an operation, and what is not.
    ///
    /// The path starts with `/` and is sent as it is written: percent-encode `%`, `?`, `#` and `/` in a value. Characters that
    /// a URL cannot contain, for example spaces, are encoded by the client. Use [`query`](RawCall::query) for query
    /// parameters, and [`json`](RawCall::json) for a body.
    ///
    /// GET and HEAD are retried. POST, PUT, PATCH and DELETE are treated as writes, which are never repeated if they may have
    /// been sent, except once after a 401 if the client fetches access tokens.
    ///
    /// ```no_run
    /// use eenvoudigfactureren::{Client, Error, reqwest::Method, serde_json::Value};
    ///
    /// async fn first_ten(client: &Client) -> Result<Value, Error> {
    ///     client.request(Method::GET, "/clients").query("take", "10").await
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// As for any call. An error of the kind [`InvalidRequest`](crate::ErrorKind::InvalidRequest), without anything being
    /// sent, for another method, and for a path that does not start with one `/`, that has a segment `.` or `..`, or that
    /// contains `?`, `#`, `\` or a control character.
    pub fn request(&self, method: Method, path: &str) -> RawCall<'_> {
        RawCall::new(&self.http, &method, path)
    }
}
