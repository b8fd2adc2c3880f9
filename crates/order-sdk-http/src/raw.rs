//! Requests that the contract does not describe.

use percent_encoding::percent_decode_str;
use reqwest::Method;
use serde::Serialize;
use serde_json::Value;

use super::{Http, Operation, Prepared};
use crate::call;

/// The operations of raw calls, one for each method that can be sent. All have the same route, because metrics need a
/// small number of routes.
static OPERATIONS: [Operation; 6] = [
    operation("GET"),
    operation("HEAD"),
    operation("POST"),
    operation("PUT"),
    operation("PATCH"),
    operation("DELETE"),
];

const fn operation(method: &'static str) -> Operation {
    Operation {
        id: "request",
        method,
        route: "/{path}",
        ..Operation::DEFAULT
    }
}

/// A call that `Client::request` returns: a request that the contract does not describe. Awaiting it sends the request
/// and returns the JSON of the response; [`send`](Self::send) also returns the status and the headers.
///
/// Server, credentials, limits, retries and kinds of errors are the same as for other calls. Query parameters and body
/// are not validated. The result is any JSON that does not report an error, or [`Value::Null`] if the response has no
/// body. Only the credentials of the client are redacted, not those in a response.
#[derive(Clone, Debug)]
#[must_use = "a call is sent when it is awaited"]
pub struct RawCall<'a>(Prepared<'a, Value>);

call!(RawCall -> Value);

impl<'a> RawCall<'a> {
    /// A call of a path below the base URL of the client.
    pub fn new(http: &'a Http, method: &Method, path: &str) -> Self {
        let mut problems = Vec::new();
        let known = OPERATIONS
            .iter()
            .find(|known| known.method == method.as_str());
        let operation = known.unwrap_or_else(|| {
            problems.push(format!(
                "method: {method} cannot be sent; use GET, HEAD, POST, PUT, PATCH or DELETE"
            ));
            &OPERATIONS[0]
        });
        problems.extend(problem(path).map(|problem| format!("path: {problem}")));
        // The URL parser removes spaces at the end, so they are encoded first. It encodes other characters itself.
        let path = path.replace(' ', "%20");
        Self(Prepared::raw(http, operation, path, problems))
    }

    /// Sets the body to JSON.
    pub fn json(mut self, body: &(impl Serialize + ?Sized)) -> Self {
        self.0.set_json_unchecked(&body);
        self
    }
}

/// Why a path cannot be sent as it is written; `None` if it can.
fn problem(path: &str) -> Option<&'static str> {
    let decoded: Vec<u8> = percent_decode_str(path).collect();
    let is_dots = |segment: &[u8]| matches!(segment, b"." | b"..");
    let mut segments = decoded.split(|byte| matches!(byte, b'/' | b'\\'));
    let problem = if !path.starts_with('/') {
        "it does not start with `/`; write the part of the URL after the base URL, for example `/orders`"
    } else if path.starts_with("//") {
        "it starts with `//`; write one `/`"
    } else if path.contains(['?', '#']) {
        "it contains `?` or `#`; set query parameters with `query`, or write `%3F` or `%23`"
    } else if path.contains('\\') {
        "it contains `\\`; write `/`, or `%5C`"
    } else if path.contains(char::is_control) {
        "it contains a control character; remove it"
    } else if segments.any(is_dots) {
        "it contains the segment `.` or `..`; write the path without it"
    } else {
        return None;
    };
    Some(problem)
}

#[cfg(test)]
mod tests;
