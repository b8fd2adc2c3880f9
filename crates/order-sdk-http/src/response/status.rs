//! What the status and the headers of a response mean.

use order_sdk_core::{Errors, error_body::Reported};
use reqwest::{
    StatusCode,
    header::{HeaderMap, HeaderName, LOCATION},
};

use super::{RawResponse, error_message};
use crate::{ErrorKind, fault::Fault, retry};

/// The headers in which servers return the ID of a request.
const REQUEST_IDS: [&str; 4] = [
    "x-request-id",
    "request-id",
    "x-correlation-id",
    "x-amzn-requestid",
];

/// The error that a response reports with its status or its body.
pub(crate) fn error_of(
    whole: &RawResponse,
    errors: &Errors,
    base: Option<&reqwest::Url>,
) -> Option<Fault> {
    let RawResponse {
        status,
        headers,
        body,
    } = whole;
    let (kind, reported) = match status.as_u16() {
        200..=299 => {
            let reported = error_message::reported(body, errors)?;
            (by_code(&reported, errors), reported)
        }
        status => (by_status(status), error_message::read(body, errors)),
    };
    let is_redirect = kind == ErrorKind::Redirect;
    let base = base.filter(|_| is_redirect);
    let location = base.and_then(|base| redirect(headers, base));
    let reason = match kind {
        ErrorKind::Redirect if location.is_none() => {
            Some("the response has no location".to_owned())
        }
        ErrorKind::UnreadableResponse if !status.is_success() => {
            Some("a response with this status is not expected".to_owned())
        }
        _ => None,
    };
    let effective_status = if status.is_success() {
        code(&reported).unwrap_or_default()
    } else {
        status.as_u16()
    };
    let fault = Fault {
        // The body contains more than the error; the rest may be a new record.
        maybe_applied: status.is_success() && !reported.alone,
        message: reported.message,
        code: reported.code,
        redirect: location,
        retryable: matches!(effective_status, 408 | 429 | 502..=504),
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
pub(crate) fn about(fault: Fault, status: StatusCode, headers: &HeaderMap) -> Fault {
    let id = REQUEST_IDS.map(HeaderName::from_static);
    let id = id.iter().find_map(|name| headers.get(name));
    Fault {
        status: Some(status.as_u16()),
        request_id: id.and_then(|id| Some(id.to_str().ok()?.to_owned())),
        retry_after: retry::retry_after(headers),
        ..fault
    }
}
