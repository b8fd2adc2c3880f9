//! The one error of every call.

use std::{any::Any, error::Error as StdError, fmt, sync::Arc, time::Duration};

use bytes::Bytes;

use super::UnreadableRow;

/// What kind of failure a call met with.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request must not be sent: an argument is missing or against the limits of the contract. Nothing was sent.
    InvalidRequest,
    /// The server does not know who calls (401), or no access token can be had.
    Authentication,
    /// The caller may not do this (403).
    Permission,
    /// There is no such record (404).
    NotFound,
    /// The server refused the request, and said so; sending it again changes nothing.
    Rejected,
    /// Too many calls (429). See [`Error::retry_after`].
    RateLimited,
    /// The server failed (5xx) at a call that only reads.
    ServerFault,
    /// The connection could not be made, or broke off at a call that only reads.
    Transport,
    /// No whole answer came in time to a call that only reads, or the deadline of the operation passed.
    Timeout,
    /// An answer came and cannot be read: [`Error::body`] has it.
    UnreadableAnswer,
    /// The server points elsewhere: [`Error::redirect`] says where. Redirects are not followed, because credentials
    /// would go along.
    Redirect,
    /// A call that writes was sent, and its outcome is unknown: the connection broke off, no response came in time, or the
    /// server failed. The write may have been applied. A call that is dropped before its end, for example by a time limit
    /// of your own, has an unknown outcome too, and reports no error.
    ///
    /// The client never repeats such a call. Find out whether the write was applied before you send it again. The
    /// documentation of the crate says how, in the section "Unknown outcomes".
    Ambiguous,
}

impl ErrorKind {
    fn words(self) -> &'static str {
        match self {
            Self::InvalidRequest => "not sent",
            Self::Authentication => "not authenticated",
            Self::Permission => "not permitted",
            Self::NotFound => "not found",
            Self::Rejected => "rejected by the server",
            Self::RateLimited => "too many calls",
            Self::ServerFault => "the server failed",
            Self::Transport => "the connection failed",
            Self::Timeout => "no answer in time",
            Self::UnreadableAnswer => "the answer cannot be read",
            Self::Redirect => "the server points elsewhere, which is not followed",
            Self::Ambiguous => {
                "sent, and not known whether it was carried out; look it up before sending it again"
            }
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.words())
    }
}

type Source = Box<dyn StdError + Send + Sync>;

/// Why a call failed. No part of it shows a credential: what the server repeats of one is blotted out.
///
/// Cheap to clone. `Display` is one line with the operation, the kind, the status and what is known of the reason; the
/// chain of sources has the rest.
#[derive(Clone)]
pub struct Error(Arc<Fault>);

/// An error in the making.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) kind: ErrorKind,
    pub(super) operation: &'static str,
    pub(super) status: Option<u16>,
    pub(super) message: Option<String>,
    pub(super) code: Option<String>,
    pub(super) request_id: Option<String>,
    pub(super) body: Bytes,
    pub(super) retry_after: Option<Duration>,
    pub(super) redirect: Option<String>,
    pub(super) attempts: u32,
    /// Whether a write may have been carried out.
    pub(super) perhaps_done: bool,
    /// Whether the same call may do better later.
    pub(super) retryable: bool,
    /// Whether certainly no byte of the request left.
    pub(super) unsent: bool,
    /// Whether the response belongs to another request, so that the connection must not be used again.
    pub(super) misdirected: bool,
    /// The identifier of the record that was written.
    pub(super) identifier: Option<i64>,
    /// The rows that could be read: a `Vec<T>` of the model.
    pub(super) rows: Option<Box<dyn Any + Send + Sync>>,
    /// The rows that could not be read.
    pub(super) unreadable: Vec<UnreadableRow>,
    /// The reason, where the server gave none.
    pub(super) reason: Option<String>,
    pub(super) source: Option<Source>,
}

impl Fault {
    pub(super) fn new(kind: ErrorKind) -> Self {
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
            perhaps_done: false,
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
    fn of_row(&self, row: UnreadableRow) -> Error {
        let fault = Self {
            operation: self.operation,
            status: self.status,
            request_id: self.request_id.clone(),
            attempts: self.attempts,
            ..Self::new(ErrorKind::UnreadableAnswer).because(row.to_string())
        };
        Self {
            unreadable: vec![row],
            ..fault
        }
        .into()
    }

    pub(super) fn because(self, reason: impl Into<String>) -> Self {
        Self {
            reason: Some(reason.into()),
            ..self
        }
    }

    pub(super) fn caused_by(self, source: impl StdError + Send + Sync + 'static) -> Self {
        Self {
            source: Some(Box::new(source)),
            ..self
        }
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self(Arc::new(fault))
    }
}

impl Error {
    /// A request that must not be sent, and why.
    pub fn invalid_request(reason: impl Into<String>) -> Self {
        Fault::new(ErrorKind::InvalidRequest).because(reason).into()
    }

    /// Credentials that cannot be had, and why: for sources of tokens.
    pub fn authentication(reason: impl Into<String>) -> Self {
        Fault::new(ErrorKind::Authentication).because(reason).into()
    }

    /// An answer that was read and makes no sense, and why.
    pub fn unreadable(reason: impl Into<String>) -> Self {
        Fault::new(ErrorKind::UnreadableAnswer)
            .because(reason)
            .into()
    }

    /// Something that did not come in time, what it was, and what went wrong last, where something did.
    pub fn timeout(reason: impl Into<String>, last: Option<Self>) -> Self {
        let fault = Fault::new(ErrorKind::Timeout).because(reason);
        match last {
            Some(last) => fault.caused_by(last).into(),
            None => fault.into(),
        }
    }

    /// The error as one of this operation, unless it is one of another already, or was cloned.
    #[must_use]
    pub fn of(mut self, operation: &'static str) -> Self {
        if let Some(fault) = Arc::get_mut(&mut self.0)
            && fault.operation.is_empty()
        {
            fault.operation = operation;
        }
        self
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The name of the operation in the contract.
    pub fn operation(&self) -> &'static str {
        self.0.operation
    }

    /// The HTTP status, where an answer came.
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// What the server said, in its own words; at most 500 characters of it.
    pub fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// What the client says of the failure, where there is more to say than the kind does.
    pub fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// The code that the server gave in the body, where it gives one.
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// The key under which the server keeps the call, where it says one: worth telling its support.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// The first 64 KiB of the answer, as it came but for credentials.
    pub fn body(&self) -> &[u8] {
        &self.0.body
    }

    /// How long the server asks to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// Where the server pointed, for [`ErrorKind::Redirect`]. It is given without a query.
    pub fn redirect(&self) -> Option<&str> {
        self.0.redirect.as_deref()
    }

    /// How many attempts there were, those included that found no connection. 0: nothing was sent.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Whether it is safe to make the same call again later, and worth it. The client did so already, as far as its
    /// [`RetryPolicy`](super::RetryPolicy) allows.
    pub fn is_retryable(&self) -> bool {
        self.0.retryable
    }

    /// Whether a write may have been carried out nevertheless: always for [`ErrorKind::Ambiguous`], and where the server
    /// said yes in an answer that cannot be read.
    pub fn may_have_happened(&self) -> bool {
        self.0.perhaps_done
    }

    /// The ID of the record that a write created or changed, if the response could not be read but contains the ID.
    pub fn identifier(&self) -> Option<i64> {
        self.0.identifier
    }

    /// The rows of a list that could be read, if others could not. Empty if `T` is not their model.
    pub fn rows<T: 'static>(&self) -> impl Iterator<Item = &T> {
        let rows = self.0.rows.as_deref();
        let rows = rows.and_then(|rows| rows.downcast_ref::<Vec<T>>());
        rows.into_iter().flatten()
    }

    /// The rows of a list that could not be read. In a stream, each of them is an error with one element here, and the
    /// stream continues. Any other error ends the stream.
    pub fn unreadable_rows(&self) -> &[UnreadableRow] {
        &self.0.unreadable
    }

    /// The rows of a page in their order, with an error for each row that could not be read. `offset` is the index of
    /// the first row of the page in the list. Returns this error if the page as a whole could not be read.
    pub(super) fn into_page<T: 'static>(self, offset: u64) -> Result<Vec<Result<T, Self>>, Self> {
        let mut fault = match Arc::try_unwrap(self.0) {
            Ok(fault) => fault,
            Err(shared) => return Err(Self(shared)),
        };
        let rows = fault.rows.take().map(|rows| rows.downcast::<Vec<T>>());
        let Some(Ok(rows)) = rows else {
            return Err(fault.into());
        };
        let count = rows.len() + fault.unreadable.len();
        let mut rows = rows.into_iter();
        let mut unreadable = std::mem::take(&mut fault.unreadable).into_iter().peekable();
        let page = (0..count as u64).filter_map(|index| {
            match unreadable.next_if(|row| row.index() == index) {
                Some(row) => Some(Err(fault.of_row(row.at(offset)))),
                None => rows.next().map(Ok),
            }
        });
        Ok(page.collect())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Fault {
            kind, operation, ..
        } = &*self.0;
        if !operation.is_empty() {
            write!(out, "{operation}: ")?;
        }
        write!(out, "{kind}")?;
        if let Some(status) = self.0.status {
            write!(out, " (status {status})")?;
        }
        if let Some(location) = &self.0.redirect {
            write!(out, ": {location}")?;
        }
        match (&self.0.message, &self.0.reason) {
            (Some(message), _) => write!(out, ": {message}"),
            (None, Some(reason)) => write!(out, ": {reason}"),
            (None, None) => Ok(()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fault = &*self.0;
        out.debug_struct("Error")
            .field("kind", &fault.kind)
            .field("operation", &fault.operation)
            .field("status", &fault.status)
            .field("message", &fault.message)
            .field("reason", &fault.reason)
            .field("request_id", &fault.request_id)
            .field("attempts", &fault.attempts)
            .field("body_bytes", &fault.body.len())
            .field("source", &fault.source)
            .finish_non_exhaustive()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let source = self.0.source.as_deref();
        source.map(|source| source as &(dyn StdError + 'static))
    }
}

impl From<reqwest::Error> for Error {
    /// A request that cannot be built: what happens to one that is sent is told by other means.
    fn from(error: reqwest::Error) -> Self {
        let fault = Fault::new(ErrorKind::InvalidRequest).because("the request cannot be built");
        fault.caused_by(error.without_url()).into()
    }
}

impl From<progenitor_client::Error<()>> for Error {
    /// A form that cannot be written.
    fn from(error: progenitor_client::Error<()>) -> Self {
        Self::invalid_request(error.to_string())
    }
}

impl From<reqwest::header::InvalidHeaderValue> for Error {
    fn from(error: reqwest::header::InvalidHeaderValue) -> Self {
        let reason = "a value has characters that cannot stand in a header";
        let fault = Fault::new(ErrorKind::InvalidRequest).because(reason);
        fault.caused_by(error).into()
    }
}
