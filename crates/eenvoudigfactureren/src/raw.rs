//! Requests that the contract does not describe.

use order_sdk_http::RawCall;
use reqwest::Method;

use crate::Client;

impl Client {
    /// Sends a request that the contract does not describe. `path` is appended to the base URL of the client.
    /// [`RawCall`] documents the differences from other calls.
    ///
    /// The path starts with `/`. The client percent-encodes only characters that a URL cannot contain, for example
    /// spaces. Percent-encode `%`, `?`, `#` and `/` in values yourself. Use [`query`](RawCall::query) for query
    /// parameters, and [`json`](RawCall::json) for a body.
    ///
    /// GET and HEAD are retried. POST, PUT, PATCH and DELETE are writes: a write that may have been sent is not
    /// repeated, except once after a 401 if the client fetches access tokens.
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
    /// As for any call. [`InvalidRequest`](crate::ErrorKind::InvalidRequest), and nothing is sent, if the method is
    /// none of these, or if the path does not start with exactly one `/`, has a segment `.` or `..`, or contains `?`,
    /// `#`, `\` or a control character.
    pub fn request(&self, method: Method, path: &str) -> RawCall<'_> {
        RawCall::new(&self.http, &method, path)
    }
}
