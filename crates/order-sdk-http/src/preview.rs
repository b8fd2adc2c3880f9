//! A request as it would be sent, for inspection.

use std::fmt;

use reqwest::{
    Method, Request, Url,
    header::{HeaderMap, HeaderValue},
};

use super::payload::Payload;

/// A request that was not sent. Secret headers are redacted; the URL and the body may contain personal data.
///
/// It does not have the headers that the HTTP library adds, for example `Host` and `User-Agent`, and hooks are not run.
/// `Display` prints it in the form of an HTTP message.
#[derive(Clone, Debug)]
pub struct Preview {
    method: Method,
    url: Url,
    headers: HeaderMap,
    body: Option<Vec<u8>>,
    is_stream: bool,
}

impl Preview {
    pub(super) fn new(head: Request, body: &Payload) -> Self {
        let headers = head.headers().iter().map(|(name, value)| {
            let shown = if value.is_sensitive() {
                HeaderValue::from_static("[redacted]")
            } else {
                value.clone()
            };
            (name.clone(), shown)
        });
        Self {
            method: head.method().clone(),
            url: head.url().clone(),
            headers: headers.collect(),
            body: body.bytes().map(<[u8]>::to_vec),
            is_stream: body.is_stream(),
        }
    }

    /// The HTTP method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The URL. Its host is `server.invalid` if the server depends on an access token that was not fetched yet.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// The headers. The value of a secret header is `[redacted]`.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body, if the request has one that is not a stream.
    pub fn body(&self) -> Option<&[u8]> {
        self.body.as_deref()
    }
}

impl fmt::Display for Preview {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{} {}", self.method, self.url)?;
        for (name, value) in &self.headers {
            writeln!(out, "{name}: {}", String::from_utf8_lossy(value.as_bytes()))?;
        }
        match self.body().map(std::str::from_utf8) {
            Some(Ok(text)) => write!(out, "\n{text}"),
            Some(Err(_)) => write!(out, "\n[{} bytes]", self.body().unwrap_or_default().len()),
            None if self.is_stream => out.write_str("\n[a stream]"),
            None => Ok(()),
        }
    }
}
