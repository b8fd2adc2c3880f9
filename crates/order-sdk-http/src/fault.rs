//! A failure inside the client, before it becomes an [`Error`]: what it means, whether anything was sent, and whether a
//! write may have been applied.

use std::{any::Any, error::Error as StdError, io, time::Duration};

use bytes::Bytes;
use order_sdk_core::json::ReadError;
use serde::de::IgnoredAny;

use super::{Error, ErrorKind, UnreadableRow, response::is_blank};

type Source = Box<dyn StdError + Send + Sync>;

/// The content of an error.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) kind: ErrorKind,
    pub(crate) operation: &'static str,
    pub(crate) status: Option<u16>,
    pub(crate) message: Option<String>,
    pub(crate) code: Option<String>,
    pub(crate) request_id: Option<String>,
    pub(crate) body: Bytes,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) redirect: Option<String>,
    pub(crate) attempts: u32,
    /// Whether a write may have been applied.
    pub(crate) maybe_applied: bool,
    /// Whether the same call may succeed later.
    pub(crate) retryable: bool,
    /// Whether it is certain that no byte of the request was sent.
    pub(crate) unsent: bool,
    /// Whether the response belongs to another request, so that the connection must not be used again.
    pub(crate) misdirected: bool,
    /// The identifier of the record that was written.
    pub(crate) identifier: Option<i64>,
    /// The rows that could be read: a `Vec<T>` of the model.
    pub(crate) rows: Option<Box<dyn Any + Send + Sync>>,
    /// The rows that could not be read.
    pub(crate) unreadable: Vec<UnreadableRow>,
    /// The explanation of the client.
    pub(crate) reason: Option<String>,
    pub(crate) source: Option<Source>,
}

impl Fault {
    pub(crate) fn new(kind: ErrorKind) -> Self {
        Self {
            kind,
            operation: "",
            status: None,
            message: None,
            code: None,
            request_id: None,
            body: Bytes::new(),
            retry_after: None,
            redirect: None,
            attempts: 0,
            maybe_applied: false,
            retryable: false,
            unsent: false,
            misdirected: false,
            identifier: None,
            rows: None,
            unreadable: Vec::new(),
            reason: None,
            source: None,
        }
    }

    /// The error for one row of a list, with the operation, status and request ID of this fault.
    pub(crate) fn of_row(&self, row: UnreadableRow) -> Error {
        let fault = Self {
            operation: self.operation,
            status: self.status,
            request_id: self.request_id.clone(),
            attempts: self.attempts,
            ..Self::new(ErrorKind::UnreadableResponse).because(row.to_string())
        };
        Self {
            unreadable: vec![row],
            ..fault
        }
        .into()
    }

    pub(crate) fn because(self, reason: impl Into<String>) -> Self {
        Self {
            reason: Some(reason.into()),
            ..self
        }
    }

    pub(crate) fn caused_by(self, source: impl StdError + Send + Sync + 'static) -> Self {
        Self {
            source: Some(Box::new(source)),
            ..self
        }
    }
}

/// The fault of a call that writes. Its outcome is often unknown.
pub(crate) fn of_write(fault: Fault) -> Fault {
    match fault.kind {
        _ if fault.unsent => fault,
        ErrorKind::Transport | ErrorKind::Timeout | ErrorKind::ServerFault => Fault {
            kind: ErrorKind::UnknownOutcome,
            maybe_applied: true,
            retryable: false,
            ..fault
        },
        ErrorKind::UnreadableResponse => Fault {
            maybe_applied: true,
            ..fault
        },
        // A redirect with another status may follow a write that was applied, and point to its result.
        ErrorKind::Redirect => Fault {
            maybe_applied: !matches!(fault.status, Some(301 | 307 | 308)),
            ..fault
        },
        _ => Fault {
            retryable: fault.retryable && !fault.maybe_applied,
            ..fault
        },
    }
}

/// A request that received no response in time.
pub(crate) fn late(limit: Duration) -> Fault {
    Fault {
        retryable: true,
        ..Fault::new(ErrorKind::Timeout).because(format!("nothing was received within {limit:?}"))
    }
}

/// A response whose head was received, but which was not complete in time.
pub(crate) fn incomplete(limit: Duration) -> Fault {
    Fault {
        retryable: true,
        ..Fault::new(ErrorKind::Timeout)
            .because(format!("the response was not complete within {limit:?}"))
    }
}

/// A request that received no response.
pub(crate) fn no_response(error: reqwest::Error) -> Fault {
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
            "no complete response was received within the time limit of the attempt or the call"
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

/// The sources of an error, from the nearest to the root cause.
fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn StdError + 'static)> {
    std::iter::successors(StdError::source(error), |error| cause(*error))
}

fn cause<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a (dyn StdError + 'static)> {
    // The source of an I/O error is not the error that it wraps, but the source of that error.
    match error
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref)
    {
        Some(inner) => Some(inner),
        None => error.source(),
    }
}

/// Whether the response is not HTTP, or exceeds a limit of the HTTP library.
fn is_not_http(error: &reqwest::Error) -> bool {
    let mut causes = causes(error).filter_map(|error| error.downcast_ref::<hyper::Error>());
    causes.any(hyper::Error::is_parse)
}

/// Whether the connection closed before the end of the response.
fn is_cut(error: &reqwest::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionReset, UnexpectedEof};
    causes(error).any(|error| {
        let io = error.downcast_ref::<io::Error>().map(io::Error::kind);
        let http = error.downcast_ref::<hyper::Error>();
        matches!(
            io,
            Some(ConnectionAborted | ConnectionReset | UnexpectedEof)
        ) || http.is_some_and(hyper::Error::is_incomplete_message)
    })
}

/// A request that was not sent because the deadline of the call passed.
pub(crate) fn too_late() -> Fault {
    Fault {
        unsent: true,
        retryable: true,
        ..Fault::new(ErrorKind::Timeout).because("the deadline passed before the request was sent")
    }
}

/// A request that was not sent because it is not valid.
pub(crate) fn not_sent(reason: impl Into<String>) -> Fault {
    Fault {
        unsent: true,
        ..Fault::new(ErrorKind::InvalidRequest).because(reason)
    }
}

pub(crate) fn no_token_in_time() -> Fault {
    Fault {
        unsent: true,
        retryable: true,
        ..Fault::new(ErrorKind::Timeout).because("no access token was received in time")
    }
}

/// A call that was not sent because no token could be obtained. It does not have the status of the token request,
/// because callers would take it for the status of the call: a 404 of the token server is not about an order.
pub(crate) fn no_token(error: Error) -> Fault {
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

/// The fault of an operation that returns credentials, without parts that may contain one: the body, a message and a
/// code from a body that is not JSON, and a value that is quoted because it has an unexpected type.
pub(crate) fn without_response(fault: Fault) -> Fault {
    let text = String::from_utf8_lossy(&fault.body);
    let is_json = serde_json::from_str::<IgnoredAny>(&text).is_ok();
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

/// A body that is larger than the settings allow.
pub(crate) fn too_large(largest: usize) -> Fault {
    let reason = format!(
        "the response has more than {largest} bytes; raise `max_response_bytes` in the settings"
    );
    Fault::new(ErrorKind::UnreadableResponse).because(reason)
}

/// A body that breaks off, or is not encoded as its headers say.
pub(crate) fn broken(error: reqwest::Error) -> Fault {
    let fault = match error {
        _ if error.is_timeout() => Fault::new(ErrorKind::Timeout).because(
            "the response was not complete within the time limit of the attempt or the call",
        ),
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
