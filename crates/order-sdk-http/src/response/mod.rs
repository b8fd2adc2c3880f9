//! Responses: what their status means, what their body contains, and what an error says.
//!
//! The contract defines what a body means: `x-errors` names the members that report an error, `x-envelope` the member
//! that contains the records.

mod body;
mod content;
mod direct;
mod error_message;
mod raw_rows;
mod reader;
mod receive;
mod record;
mod rows;
mod status;

use std::{
    fmt,
    ops::{Deref, DerefMut},
};

use bytes::Bytes;
use reqwest::{
    StatusCode,
    header::{CONTENT_TYPE, HeaderMap},
};

pub use error_message::is_page;
pub use rows::UnreadableRow;

pub(crate) use body::Reading;
pub(crate) use error_message::cut;
pub(crate) use reader::Reader;
pub(crate) use receive::receive;
pub(crate) use record::identifier;

use crate::{ErrorKind, fault::Fault};

/// The result of a call, with the status and the headers of the response.
///
/// It dereferences to the result; [`into_inner`](Self::into_inner) returns it. `Debug` does not show headers.
#[derive(Clone)]
pub struct Response<T> {
    // Models are large, and a response is moved often.
    value: Box<T>,
    status: StatusCode,
    headers: HeaderMap,
}

impl<T> Response<T> {
    /// A response, for example for a test.
    pub fn new(value: T, status: StatusCode, headers: HeaderMap) -> Self {
        Self::boxed(Box::new(value), status, headers)
    }

    pub(crate) fn boxed(value: Box<T>, status: StatusCode, headers: HeaderMap) -> Self {
        Self {
            value,
            status,
            headers,
        }
    }

    pub(crate) fn map<U>(self, change: impl FnOnce(T) -> U) -> Response<U> {
        Response::new(change(*self.value), self.status, self.headers)
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers of the response.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The result, without status and headers.
    pub fn into_inner(self) -> T {
        *self.value
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Response<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Response")
            .field("status", &self.status.as_u16())
            .field("value", &self.value)
            .finish_non_exhaustive()
    }
}

/// A response as it was received, without a byte order mark.
#[derive(Debug)]
pub(crate) struct RawResponse {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// A successful response that does not have the form that the operation returns. `reason` says why.
pub(crate) fn unreadable(whole: RawResponse, reason: &str) -> Fault {
    let reason = match error_message::page_title(&whole.body) {
        Some(Some(title)) => format!("the response is an HTML page: {title}"),
        Some(None) => "the response is an HTML page without a title".to_owned(),
        None if is_blank(&whole.body) => "the response is empty".to_owned(),
        None => reason.to_owned(),
    };
    let fault = Fault {
        body: whole.body.clone(),
        ..Fault::new(ErrorKind::UnreadableResponse).because(reason)
    };
    status::about(fault, whole.status, &whole.headers)
}

pub(crate) fn is_blank(body: &[u8]) -> bool {
    body.trim_ascii().is_empty()
}

/// Whether a response is text by its content type. It may then be an error although its status is a success.
pub(crate) fn is_text(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    let kind = kind.unwrap_or_default().to_ascii_lowercase();
    ["json", "xml", "html"]
        .iter()
        .any(|text| kind.contains(text))
}
