//! What a failure means: whether anything was sent, and whether a write may have been applied.

use std::{error::Error as _, time::Duration};

use bytes::Bytes;
use serde::de::IgnoredAny;

use super::{Error, ErrorKind, answer::is_blank, error::Fault};
use crate::json::ReadError;

/// The fault for a call that writes, whose outcome is often unknown.
pub(super) fn written(fault: Fault) -> Fault {
    match fault.kind {
        _ if fault.unsent => fault,
        ErrorKind::Transport | ErrorKind::Timeout | ErrorKind::ServerFault => Fault {
            kind: ErrorKind::UnknownOutcome,
            perhaps_done: true,
            retryable: false,
            ..fault
        },
        ErrorKind::UnreadableResponse => Fault {
            perhaps_done: true,
            ..fault
        },
        // Any other redirect may follow a write that was applied, and lead to its result.
        ErrorKind::Redirect => Fault {
            perhaps_done: !matches!(fault.status, Some(301 | 307 | 308)),
            ..fault
        },
        _ => Fault {
            retryable: fault.retryable && !fault.perhaps_done,
            ..fault
        },
    }
}

/// A request that received no response in time.
pub(super) fn late(limit: Duration) -> Fault {
    Fault {
        retryable: true,
        ..Fault::new(ErrorKind::Timeout).because(format!("nothing was received within {limit:?}"))
    }
}

/// A response whose head was received, and that was not complete in time.
pub(super) fn incomplete(limit: Duration) -> Fault {
    Fault {
        retryable: true,
        ..Fault::new(ErrorKind::Timeout)
            .because(format!("the response was not complete within {limit:?}"))
    }
}

/// A request that received no response.
pub(super) fn unanswered(error: reqwest::Error) -> Fault {
    let unsent = error.is_connect() || error.is_builder();
    let kind = match error {
        _ if error.is_builder() => ErrorKind::InvalidRequest,
        _ if error.is_timeout() => ErrorKind::Timeout,
        _ => ErrorKind::Transport,
    };
    let reason = match kind {
        ErrorKind::InvalidRequest => "the request could not be built",
        _ if unsent => "no connection could be made; nothing was sent",
        ErrorKind::Timeout => {
            "no complete response was received within the time limit of an attempt"
        }
        _ if is_not_http(&error) => {
            "the response is not valid HTTP, or exceeds a limit of the HTTP client"
        }
        _ => "the connection closed before the response",
    };
    Fault {
        unsent,
        retryable: !error.is_builder(),
        ..Fault::new(kind)
            .because(reason)
            .caused_by(error.without_url())
    }
}

/// Whether the response is not HTTP. The type of the error is private, so its text decides.
fn is_not_http(error: &reqwest::Error) -> bool {
    let mut next = error.source();
    while let Some(error) = next {
        let text = error.to_string();
        if text.ends_with(" parsed") || text.starts_with("message head is too large") {
            return true;
        }
        next = error.source();
    }
    false
}

/// A request that was not sent because the deadline of the call passed.
pub(super) fn too_late() -> Fault {
    Fault {
        unsent: true,
        retryable: true,
        ..Fault::new(ErrorKind::Timeout).because("the deadline passed before the request was sent")
    }
}

/// A request that was not sent because it is not valid.
pub(super) fn not_sent(reason: impl Into<String>) -> Fault {
    Fault {
        unsent: true,
        ..Fault::new(ErrorKind::InvalidRequest).because(reason)
    }
}

pub(super) fn no_token_in_time() -> Fault {
    Fault {
        unsent: true,
        retryable: true,
        ..Fault::new(ErrorKind::Timeout).because("no access token was received in time")
    }
}

/// A call that was not sent because no token could be obtained. It does not have the status of the token request, because
/// readers would take it for the status of the call: a 404 of the token server is not about an order.
pub(super) fn no_token(error: Error) -> Fault {
    let kind = match error.kind() {
        kind @ (ErrorKind::Transport
        | ErrorKind::Timeout
        | ErrorKind::RateLimited
        | ErrorKind::ServerFault) => kind,
        _ => ErrorKind::Authentication,
    };
    let reason = match error.reason() {
        // The reason of a token source. With `to_string`, the message would name two kinds.
        Some(reason) if error.operation().is_empty() => reason.to_owned(),
        _ => error.to_string(),
    };
    Fault {
        unsent: true,
        retryable: error.is_retryable(),
        retry_after: error.retry_after(),
        ..Fault::new(kind)
            .because(format!("no access token: {reason}"))
            .caused_by(error)
    }
}

/// The fault of an operation that returns credentials, without parts that may contain one: the body, a message that is
/// only the body, and a value that is quoted because it has an unexpected type.
pub(super) fn without_answer(fault: Fault) -> Fault {
    let is_json = serde_json::from_slice::<IgnoredAny>(&fault.body).is_ok();
    let source = fault.source.as_deref();
    let unreadable = source.and_then(|source| source.downcast_ref::<ReadError>());
    let reason = unreadable.map(|error| match error.path.as_str() {
        "" if is_blank(&fault.body) => "the response is empty".to_owned(),
        "" if !is_json => "the response is not JSON".to_owned(),
        "" => "the response does not have the expected type".to_owned(),
        path => format!("{path} could not be interpreted"),
    });
    Fault {
        body: Bytes::new(),
        rows: None,
        unreadable: Vec::new(),
        message: fault.message.filter(|_| is_json),
        code: fault.code.filter(|_| is_json),
        source: fault.source.filter(|_| reason.is_none()),
        reason: reason.or(fault.reason),
        ..fault
    }
}
