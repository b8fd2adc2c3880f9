//! The error of every call, and its kinds.

use std::{error::Error as StdError, fmt, sync::Arc, time::Duration};

use super::{UnreadableRow, fault::Fault};

/// Why a call failed, as a kind that a program can act on.
///
/// If a response with a status from 200 to 299 contains an error, the code of that error counts as the status. If the
/// code is not a status from 400 to 599, the kind is usually [`Rejected`](Self::Rejected).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request is not valid: an argument is missing or exceeds a limit of the contract. Nothing was sent. Correct
    /// the request.
    InvalidRequest,
    /// The server did not accept the credentials (401), or no access token could be obtained and the reason has no
    /// kind of its own.
    Authentication,
    /// The credentials do not permit the call (403).
    Permission,
    /// The record does not exist (404).
    NotFound,
    /// The server rejected the request with a status from 400 to 499 that has no kind of its own (408 is
    /// [`Timeout`](Self::Timeout)), or with an error in the body. Correct the request before you send it again; after a
    /// write, check [`Error::may_have_been_applied`] first.
    Rejected,
    /// There were too many requests (429). [`Error::retry_after`] is how long to wait, if the server says so.
    RateLimited,
    /// The server failed (5xx) in a call that only reads, or while an access token was requested.
    ServerFault,
    /// No connection could be made, or it broke off during a call that only reads or a request for an access token.
    Transport,
    /// The deadline passed before the request was sent; or a call that only reads, or a request for an access token,
    /// received a 408 or no complete response in time.
    Timeout,
    /// The response could not be interpreted. [`Error::body`] is its body.
    UnreadableResponse,
    /// The server redirects to [`Error::redirect`]. Redirects are not followed, because the credentials would be sent
    /// there.
    Redirect,
    /// A call that writes was sent, and its outcome is unknown: the connection broke off, no response came in time, or
    /// the server failed (5xx) or returned a 408. The write may have been applied. A call that is dropped before its
    /// end, for example by a time limit of your own, has an unknown outcome too, and reports no error.
    ///
    /// The client never repeats such a call. Find out whether the write was applied before you send it again. The
    /// documentation of the crate says how, in the section "Unknown outcomes".
    UnknownOutcome,
}

impl ErrorKind {
    fn description(self) -> &'static str {
        match self {
            Self::InvalidRequest => "the request was not sent",
            Self::Authentication => "authentication failed",
            Self::Permission => "permission denied",
            Self::NotFound => "not found",
            Self::Rejected => "the server rejected the request",
            Self::RateLimited => "too many requests",
            Self::ServerFault => "the server failed",
            Self::Transport => "the connection failed",
            Self::Timeout => "timed out",
            Self::UnreadableResponse => "the response could not be interpreted",
            Self::Redirect => "the server redirects, and redirects are not followed",
            Self::UnknownOutcome => "the outcome is unknown: the request may have been applied",
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.description())
    }
}

/// Why a call failed. Credentials that the server repeats are redacted in every part of the error.
///
/// Cheap to clone. `Display` is one line with the operation, the kind, the status and the message of the server or the
/// reason. The chain of sources has the details.
#[derive(Clone)]
pub struct Error(Arc<Fault>);

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self(Arc::new(fault))
    }
}

impl Error {
    /// The error for a request that must not be sent. `reason` says what is wrong with it.
    pub fn invalid_request(reason: impl Into<String>) -> Self {
        Fault::new(ErrorKind::InvalidRequest).because(reason).into()
    }

    /// The error for credentials that could not be obtained, for use in a [`TokenSource`](super::TokenSource). `reason`
    /// must not contain a credential.
    pub fn authentication(reason: impl Into<String>) -> Self {
        Fault::new(ErrorKind::Authentication).because(reason).into()
    }

    /// The error for a response that could not be interpreted. `reason` says why.
    pub fn unreadable(reason: impl Into<String>) -> Self {
        Fault::new(ErrorKind::UnreadableResponse)
            .because(reason)
            .into()
    }

    /// The error for something that did not happen in time. `reason` says what; `last` is the error of the last
    /// attempt.
    pub fn timeout(reason: impl Into<String>, last: Option<Self>) -> Self {
        let fault = Fault::new(ErrorKind::Timeout).because(reason);
        match last {
            Some(last) => fault.caused_by(last).into(),
            None => fault.into(),
        }
    }

    /// The error for a write that succeeded, after which the record could not be read. `identifier` is the ID of the
    /// record, if known. The kind is [`ErrorKind::UnreadableResponse`], so that the error does not suggest that nothing
    /// was sent or that the call can be repeated. `cause` is the source of the error.
    pub fn after_write(operation: &'static str, identifier: Option<i64>, cause: Self) -> Self {
        let record = identifier.map_or("the record".to_owned(), |id| format!("the record {id}"));
        let reason = format!("{record} was written, but could not be read: {cause}");
        let fault = Fault {
            operation,
            status: cause.status(),
            attempts: cause.attempts() + 1,
            identifier,
            maybe_applied: true,
            ..Fault::new(ErrorKind::UnreadableResponse).because(reason)
        };
        fault.caused_by(cause).into()
    }

    /// Sets the operation of the error, unless it has one or the error was cloned.
    #[must_use]
    pub fn of(mut self, operation: &'static str) -> Self {
        if let Some(fault) = Arc::get_mut(&mut self.0)
            && fault.operation.is_empty()
        {
            fault.operation = operation;
        }
        self
    }

    /// The kind of failure.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The `operationId` of the operation in the contract. Empty if the error has no operation.
    pub fn operation(&self) -> &'static str {
        self.0.operation
    }

    /// The HTTP status, if there was a response.
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// The error message of the server, at most 500 characters of it.
    pub fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// The explanation of the client, if it adds something to the kind. If a field of the request or the response is
    /// wrong, it names the field.
    pub fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// The error code in the body, if there is one.
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// The ID that the server gave to the request, if any. Mention it when you contact the support of the server.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// The first 64 KiB of the body of the response, with credentials redacted. Empty without a response.
    pub fn body(&self) -> &[u8] {
        &self.0.body
    }

    /// How long the server asks the client to wait before it retries.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The location of a redirect, without its query. Only for [`ErrorKind::Redirect`].
    pub fn redirect(&self) -> Option<&str> {
        self.0.redirect.as_deref()
    }

    /// The number of attempts, including those that could not connect. With 0, nothing was sent.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Whether the same call is safe to repeat later and may then succeed. The client has already retried as often as
    /// its [`RetryPolicy`](super::RetryPolicy) allows.
    pub fn is_retryable(&self) -> bool {
        self.0.retryable
    }

    /// Whether a write may have been applied although the call failed. True for [`ErrorKind::UnknownOutcome`], and for
    /// a write whose response could not be interpreted, was a redirect other than 301, 307 or 308, or had a status of
    /// success (2xx) and contained an error together with other content.
    pub fn may_have_been_applied(&self) -> bool {
        self.0.maybe_applied
    }

    /// The ID of the record that a write created or changed, if the response could not be read but contains the ID.
    pub fn identifier(&self) -> Option<i64> {
        self.0.identifier
    }

    /// The rows of a list that could be read, if others could not. Empty if `T` is not their model. If the operation
    /// returns its rows in an envelope, `T` is the model of the envelope, and the iterator returns one envelope with
    /// the readable rows.
    pub fn rows<T: 'static>(&self) -> impl Iterator<Item = &T> {
        let rows = self.0.rows.as_deref();
        let rows = rows.and_then(|rows| rows.downcast_ref::<Vec<T>>());
        rows.into_iter().flatten()
    }

    /// The rows of a list that could not be read. A stream returns a separate error for each such row, and continues;
    /// this list then contains only that row. Any other error ends the stream.
    pub fn unreadable_rows(&self) -> &[UnreadableRow] {
        &self.0.unreadable
    }

    /// The rows of a page in their order, with an error for each row that could not be read. `offset` is the index of
    /// the first row of the page in the list; `readable` returns the rows in the models that could be read. Returns
    /// this error if the page as a whole could not be read.
    pub(super) fn into_rows<M: 'static, T>(
        self,
        offset: u64,
        readable: impl FnOnce(Vec<M>) -> Vec<T>,
    ) -> Result<Vec<Result<T, Self>>, Self> {
        let mut fault = match Arc::try_unwrap(self.0) {
            Ok(fault) => fault,
            Err(shared) => return Err(Self(shared)),
        };
        let models = fault.rows.take().map(|models| models.downcast::<Vec<M>>());
        let Some(Ok(models)) = models else {
            return Err(fault.into());
        };
        let rows = readable(*models);
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
