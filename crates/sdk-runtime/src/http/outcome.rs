//! What a failure means: whether anything was sent, and whether a write may have been carried out.

use std::{error::Error as _, time::Duration};

use bytes::Bytes;
use serde::de::IgnoredAny;

use super::{Error, ErrorKind, error::Fault};
use crate::json::ReadError;

/// What a fault means where the call writes: whether it was carried out is often not known.
pub(super) fn written(fault: Fault) -> Fault {
    match fault.kind {
        _ if fault.unsent => fault,
        ErrorKind::Transport | ErrorKind::Timeout | ErrorKind::ServerFault => Fault {
            kind: ErrorKind::Ambiguous,
            perhaps_done: true,
            retryable: false,
            ..fault
        },
        ErrorKind::UnreadableAnswer => Fault {
            perhaps_done: true,
            ..fault
        },
        // Others than these may follow a write that was carried out, to show what came of it.
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

/// A request to which no answer came in time.
pub(super) fn late(limit: Duration) -> Fault {
    Fault {
        retryable: true,
        ..Fault::new(ErrorKind::Timeout).because(format!("none came within {limit:?}"))
    }
}

/// A request to which no answer came.
pub(super) fn unanswered(error: reqwest::Error) -> Fault {
    let unsent = error.is_connect() || error.is_builder();
    let kind = match error {
        _ if error.is_builder() => ErrorKind::InvalidRequest,
        _ if error.is_timeout() => ErrorKind::Timeout,
        _ => ErrorKind::Transport,
    };
    let reason = match kind {
        ErrorKind::InvalidRequest => "the request cannot be built",
        _ if unsent => "no connection came about, nothing was sent",
        ErrorKind::Timeout => "nothing came within the time of an attempt",
        _ if is_no_http(&error) => "what came cannot be read as HTTP",
        _ => "the connection ended before an answer",
    };
    Fault {
        unsent,
        retryable: !error.is_builder(),
        ..Fault::new(kind)
            .because(reason)
            .caused_by(error.without_url())
    }
}

/// Whether something came that is no HTTP. The type that says so is out of reach.
fn is_no_http(error: &reqwest::Error) -> bool {
    let mut next = error.source();
    while let Some(error) = next {
        let told = error.to_string();
        if told.ends_with(" parsed") || told.starts_with("message head is too large") {
            return true;
        }
        next = error.source();
    }
    false
}

/// A request that was not sent, because too little of the time for the whole call is left.
pub(super) fn too_late() -> Fault {
    Fault {
        unsent: true,
        retryable: true,
        ..Fault::new(ErrorKind::Timeout).because("the deadline passed before it was sent")
    }
}

/// A request that was not sent, and why: it is not as it must be.
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
        ..Fault::new(ErrorKind::Timeout).because("no access token came in time")
    }
}

/// A call that was not sent, because no token could be had. Its status would be taken for that of the call itself: that a
/// server of tokens finds nothing says nothing of an order.
pub(super) fn no_token(error: Error) -> Fault {
    let kind = match error.kind() {
        kind @ (ErrorKind::Transport
        | ErrorKind::Timeout
        | ErrorKind::RateLimited
        | ErrorKind::ServerFault) => kind,
        _ => ErrorKind::Authentication,
    };
    let told = match error.reason() {
        // What a source of tokens says; the kind would be said twice.
        Some(reason) if error.operation().is_empty() => reason.to_owned(),
        _ => error.to_string(),
    };
    Fault {
        unsent: true,
        retryable: error.is_retryable(),
        retry_after: error.retry_after(),
        ..Fault::new(kind)
            .because(format!("no access token: {told}"))
            .caused_by(error)
    }
}

/// The fault of an operation that answers with credentials, without what may be one: the body, a message that is no
/// more than the body, and a value that is named because it is of another type.
pub(super) fn without_answer(fault: Fault) -> Fault {
    let is_json = serde_json::from_slice::<IgnoredAny>(&fault.body).is_ok();
    let source = fault.source.as_deref();
    let unreadable = source.and_then(|source| source.downcast_ref::<ReadError>());
    let reason = unreadable.map(|error| match error.path.as_str() {
        "" => "it is not what was expected".to_owned(),
        path => format!("{path} is not what was expected"),
    });
    Fault {
        body: Bytes::new(),
        message: fault.message.filter(|_| is_json),
        code: fault.code.filter(|_| is_json),
        source: fault.source.filter(|_| reason.is_none()),
        reason: reason.or(fault.reason),
        ..fault
    }
}
