//! Receives complete responses within limits, and detects errors.

use bytes::{Bytes, BytesMut};
use order_sdk_core::json::strip_bom;
use reqwest::Response;

use super::{RawResponse, status, unreadable};
use crate::{
    fault::{Fault, broken, too_large},
    send::Inner,
};

/// In bytes. How much of the body of a response with an error status is read. Longer bodies are HTML pages.
const LARGEST_ERROR: usize = 256 << 10;
/// In bytes. The maximum memory that is reserved for the declared length of a body, which may be wrong.
const LARGEST_CAPACITY: usize = 1 << 20;
/// The maximum number of JSON objects per allowed row, for example items, addresses and custom values: 3 bytes of JSON
/// can become a model of 2 KB.
const OBJECTS_PER_ROW: usize = 10;
/// The maximum number of JSON values per allowed row: an order has about 120 fields. 2 bytes of JSON can become 72.
const VALUES_PER_ROW: usize = 200;
/// The minimum number of rows for which values and objects are counted, because a single record has parts as well.
const LEAST_ROWS: usize = 1000;

/// Reads a complete response, and finds out whether it is an error. `head` is what was already read of its body.
pub(crate) async fn receive(
    head: Bytes,
    response: &mut Response,
    http: &Inner,
) -> Result<RawResponse, Fault> {
    let code = response.status();
    let base = code.is_redirection().then(|| response.url().clone());
    let headers = std::mem::take(response.headers_mut());
    let mut largest = http.settings.max_response_bytes;
    if !code.is_success() {
        largest = largest.min(LARGEST_ERROR);
    }
    let (body, broken) = bounded(head, response, largest).await;
    if let Some(fault) = broken.filter(|_| code.is_success()) {
        let fault = Fault { body, ..fault };
        return Err(status::about(fault, code, &headers));
    }
    // With any other status, the response is an error anyway, even if the end of the body is missing.
    let whole = RawResponse {
        status: code,
        headers,
        body: body.slice_ref(strip_bom(&body)),
    };
    let rows = http.settings.max_rows.max(LEAST_ROWS);
    let whole = match has_too_many_parts(&whole.body, rows) {
        Some(reason) if code.is_success() => return Err(unreadable(whole, &reason)),
        Some(_) => RawResponse {
            body: Bytes::new(),
            ..whole
        },
        None => whole,
    };
    match status::error_of(&whole, &http.api.errors, base.as_ref()) {
        Some(fault) => Err(fault),
        None => Ok(whole),
    }
}

/// Why a body must not be parsed: it has more JSON objects or values than are allowed for `rows` rows.
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
        let (most, parts) = if opened > objects {
            (objects, "objects")
        } else if opened + separated > values {
            (values, "values")
        } else {
            continue;
        };
        return Some(format!(
            "the response has more than {most} {parts}; request smaller pages, or raise `max_rows` in the settings"
        ));
    }
    None
}

/// Reads at most `largest` bytes of a body that begins with `head`. Returns what was read, and why it is not complete.
async fn bounded(head: Bytes, response: &mut Response, largest: usize) -> (Bytes, Option<Fault>) {
    if head.len() > largest {
        return (head.slice(..largest), Some(too_large(largest)));
    }
    let length = response.content_length();
    let first = match response.chunk().await {
        Ok(Some(first)) => first,
        Ok(None) => return (head, None),
        Err(error) => return (head, Some(broken(error))),
    };
    let read = head.len() + first.len();
    // Most bodies arrive in one chunk, which is returned without a copy. It is still read to the end, because only then
    // can the connection be reused.
    if head.is_empty() && length == Some(read as u64) && read <= largest {
        // What follows the declared length, or fails after it, is not a part of the body.
        let _ = response.chunk().await;
        return (first, None);
    }
    let expected = usize::try_from(length.unwrap_or_default()).unwrap_or(usize::MAX);
    let mut body = BytesMut::with_capacity(expected.clamp(read, read.max(LARGEST_CAPACITY)));
    body.extend_from_slice(&head);
    if read > largest {
        body.extend_from_slice(&first[..largest - head.len()]);
        return (body.freeze(), Some(too_large(largest)));
    }
    body.extend_from_slice(&first);
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
