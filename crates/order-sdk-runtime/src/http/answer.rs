//! Reads answers to their end, and finds out whether they are errors.

use bytes::{Bytes, BytesMut};
use reqwest::{
    Response, StatusCode,
    header::{CONTENT_TYPE, HeaderMap, HeaderName, LOCATION},
};

use super::{ErrorKind, Errors, error::Fault, marked, message, retry, send::Inner};
use crate::{error_body::Reported, json::strip_bom};

/// How much of an answer is read whose status says that it is an error: longer ones are pages.
const LARGEST_ERROR: usize = 256 << 10;
/// The maximum number of JSON objects per allowed row, for example items, addresses and custom values: 3 bytes of JSON can
/// become a model of 2 KB.
const OBJECTS_PER_ROW: usize = 10;
/// The maximum number of JSON values per allowed row: an order has about 120 fields. 2 bytes of JSON can become 72.
const VALUES_PER_ROW: usize = 200;
/// Rows for which values and objects are counted at least, because a single record has parts as well.
const LEAST_ROWS: usize = 1000;

/// Names under which servers tell the key of a call.
const REQUEST_IDS: [&str; 4] = [
    "x-request-id",
    "request-id",
    "x-correlation-id",
    "x-amzn-requestid",
];

/// An answer that is no error as far as its status and body say.
#[derive(Debug)]
pub(super) struct Whole {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

/// Reads a response to its end, and finds out whether it is an error. `head` is what was already read of its body.
pub(super) async fn whole(head: Bytes, response: Response, http: &Inner) -> Result<Whole, Fault> {
    let (status, headers) = (response.status(), response.headers().clone());
    let base = response.url().clone();
    let mut largest = http.settings.max_response_bytes;
    if !status.is_success() {
        largest = largest.min(LARGEST_ERROR);
    }
    let (body, broken) = bounded(head, response, largest).await;
    if let Some(fault) = broken.filter(|_| status.is_success()) {
        let fault = Fault { body, ..fault };
        return Err(about(fault, status, &headers));
    }
    // Any other status says enough, even where the end of the body is lost.
    let whole = Whole {
        status,
        headers,
        body: body.slice_ref(strip_bom(&body)),
    };
    let rows = http.settings.max_rows.max(LEAST_ROWS);
    let whole = match has_too_many_parts(&whole.body, rows) {
        Some(reason) if status.is_success() => return Err(unreadable(whole, &reason)),
        Some(_) => Whole {
            body: Bytes::new(),
            ..whole
        },
        None => whole,
    };
    match refusal(&whole, &http.api.errors, &base) {
        Some(fault) => Err(fault),
        None => Ok(whole),
    }
}

/// Why a body must not be parsed: it has more JSON objects or values than it may have for so many rows.
fn has_too_many_parts(body: &[u8], rows: usize) -> Option<String> {
    let objects = rows.saturating_mul(OBJECTS_PER_ROW);
    let values = rows.saturating_mul(VALUES_PER_ROW);
    // The shortest object with its separator has 3 bytes, the shortest value 2.
    if body.len() / 3 < objects {
        return None;
    }
    let (mut opened, mut separated, mut in_string, mut escaped) = (0, 0, false, false);
    for byte in body {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = in_string,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' => opened += 1,
            b',' | b'[' => separated += 1,
            _ => {}
        }
        let (most, parts) = match () {
            () if opened > objects => (objects, "objects"),
            () if opened + separated > values => (values, "values"),
            () => continue,
        };
        return Some(format!(
            "the response has more than {most} {parts}; request smaller pages, or raise `max_rows` in the settings"
        ));
    }
    None
}

/// Reads at most `largest` bytes of a body that begins with `head`. Returns what was read, and why it is not complete.
async fn bounded(head: Bytes, mut response: Response, largest: usize) -> (Bytes, Option<Fault>) {
    if head.len() > largest {
        return (head.slice(..largest), Some(too_large(largest)));
    }
    let mut body = BytesMut::from(head);
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() > largest => {
                body.extend_from_slice(&chunk[..largest - body.len()]);
                return (body.freeze(), Some(too_large(largest)));
            }
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => return (body.freeze(), None),
            Err(error) => return (body.freeze(), Some(broken(error))),
        }
    }
}

/// A body that is larger than the settings allow.
pub(super) fn too_large(largest: usize) -> Fault {
    let reason = format!(
        "the response has more than {largest} bytes; raise `max_response_bytes` in the settings"
    );
    Fault::new(ErrorKind::UnreadableResponse).because(reason)
}

/// A body that breaks off, or is not encoded as its headers say.
pub(super) fn broken(error: reqwest::Error) -> Fault {
    let fault = match error {
        _ if error.is_timeout() => Fault::new(ErrorKind::Timeout)
            .because("the response was not complete within the time limit of an attempt"),
        _ if error.is_decode() && !is_cut(&error) => {
            let reason = "the body is not encoded as the content-encoding header says";
            return Fault::new(ErrorKind::UnreadableResponse)
                .because(reason)
                .caused_by(error.without_url());
        }
        _ => Fault::new(ErrorKind::Transport).because("the response broke off"),
    };
    let fault = Fault {
        retryable: true,
        ..fault
    };
    fault.caused_by(error.without_url())
}

/// Whether the connection closed too early, according to any source of the error.
fn is_cut(error: &reqwest::Error) -> bool {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionReset, UnexpectedEof};
    let mut next: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = next {
        let ended = error.downcast_ref::<std::io::Error>().is_some_and(|error| {
            let kind = error.kind();
            matches!(kind, ConnectionAborted | ConnectionReset | UnexpectedEof)
        });
        let text = error.to_string();
        if ended || text.contains("connection") || text.contains("end of file") {
            return true;
        }
        next = error.source();
    }
    false
}

/// The error that a response reports with its status or its body.
fn refusal(whole: &Whole, errors: &Errors, base: &reqwest::Url) -> Option<Fault> {
    let Whole {
        status,
        headers,
        body,
    } = whole;
    let (kind, reported) = match status.as_u16() {
        200..=299 => {
            let told = marked::marked(body, errors)?;
            (by_code(&told, errors), told)
        }
        status => (by_status(status), message::read(body, errors)),
    };
    let is_redirect = kind == ErrorKind::Redirect;
    let location = is_redirect.then(|| redirect(headers, base)).flatten();
    let reason = match kind {
        ErrorKind::Redirect if location.is_none() => {
            Some("the response has no location".to_owned())
        }
        ErrorKind::UnreadableResponse if !status.is_success() => {
            Some("a response with this status is not expected".to_owned())
        }
        _ => None,
    };
    let says = match status.is_success() {
        true => code(&reported).unwrap_or_default(),
        false => status.as_u16(),
    };
    let fault = Fault {
        // The body contains more than the error, which may be a new record.
        perhaps_done: status.is_success() && !reported.alone,
        message: reported.message,
        code: reported.code,
        redirect: location,
        retryable: matches!(says, 408 | 429 | 502..=504),
        reason,
        ..Fault::new(kind)
    };
    Some(Fault {
        body: body.clone(),
        ..about(fault, *status, headers)
    })
}

fn by_status(status: u16) -> ErrorKind {
    match status {
        300..=303 | 305..=399 => ErrorKind::Redirect,
        401 => ErrorKind::Authentication,
        403 => ErrorKind::Permission,
        404 => ErrorKind::NotFound,
        408 => ErrorKind::Timeout,
        429 => ErrorKind::RateLimited,
        400..=499 => ErrorKind::Rejected,
        500..=599 => ErrorKind::ServerFault,
        _ => ErrorKind::UnreadableResponse,
    }
}

/// The kind of an error with a 2xx status, from its code.
fn by_code(reported: &Reported, errors: &Errors) -> ErrorKind {
    let Some(code) = code(reported) else {
        return ErrorKind::Rejected;
    };
    let is_marker = errors
        .code
        .is_some_and(|name| errors.marker.contains(&name));
    match by_status(code) {
        // If the code is the marker of errors, a code from 200 to 299 may mean success.
        ErrorKind::UnreadableResponse if matches!(code, 200..=299) && is_marker => {
            ErrorKind::UnreadableResponse
        }
        ErrorKind::Redirect | ErrorKind::UnreadableResponse => ErrorKind::Rejected,
        kind => kind,
    }
}

/// The HTTP status in the code of an error.
fn code(reported: &Reported) -> Option<u16> {
    reported.code.as_deref()?.parse().ok()
}

/// The location of a redirect.
fn redirect(headers: &HeaderMap, base: &reqwest::Url) -> Option<String> {
    let location = String::from_utf8_lossy(headers.get(LOCATION)?.as_bytes()).into_owned();
    let absolute = base.join(&location).map(String::from);
    Some(absolute.unwrap_or(location))
}

/// The fault with the status, request ID and waiting time of the response.
pub(super) fn about(fault: Fault, status: StatusCode, headers: &HeaderMap) -> Fault {
    let id = REQUEST_IDS.map(HeaderName::from_static);
    let id = id.iter().find_map(|name| headers.get(name));
    Fault {
        status: Some(status.as_u16()),
        request_id: id.and_then(|id| Some(id.to_str().ok()?.to_owned())),
        retry_after: retry::retry_after(headers),
        ..fault
    }
}

/// A successful response that does not have the form that the operation returns. `reason` says why.
pub(super) fn unreadable(whole: Whole, reason: &str) -> Fault {
    let reason = match message::page_title(&whole.body) {
        Some(Some(title)) => format!("the response is an HTML page: {title}"),
        Some(None) => "the response is an HTML page without a title".to_owned(),
        None if is_blank(&whole.body) => "the response is empty".to_owned(),
        None => reason.to_owned(),
    };
    let fault = Fault {
        body: whole.body.clone(),
        ..Fault::new(ErrorKind::UnreadableResponse).because(reason)
    };
    about(fault, whole.status, &whole.headers)
}

pub(super) fn is_blank(body: &[u8]) -> bool {
    body.trim_ascii().is_empty()
}

/// Whether an answer is text that may be an error although its status says otherwise.
pub(super) fn is_text(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    let kind = kind.unwrap_or_default().to_ascii_lowercase();
    ["json", "xml", "html"]
        .iter()
        .any(|text| kind.contains(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_and_values_are_counted_outside_of_strings() {
        let body = |inner: &str, count| format!("[{}]", vec![inner; count].join(","));
        for (inner, count, expected) in [
            ("{}", 10_000, None),
            ("{}", 10_001, Some("objects")),
            (r#"{"a":{}}"#, 5000, None),
            (r#"{"a":{}}"#, 5001, Some("objects")),
            ("0", 199_999, None),
            ("0", 200_001, Some("values")),
            ("[]", 100_001, Some("values")),
            (r#""{{,,[\"{,\\""#, 50_000, None),
        ] {
            let found = has_too_many_parts(body(inner, count).as_bytes(), 1000);
            let found = found.map(|reason| reason.contains(expected.unwrap_or("nothing")));
            assert_eq!(found, expected.map(|_| true), "{count} times {inner}");
        }
    }
}
