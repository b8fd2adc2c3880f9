//! The way of a request: credentials, attempts, waits, and the answer read at last.

use std::{
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex},
    time::Instant,
};

use progenitor_client::{ByteStream, ResponseValue};
use reqwest::{
    Method, Request, RequestBuilder,
    header::{ACCEPT, HeaderValue},
};
use serde::de::DeserializeOwned;
use tracing::{Instrument, Span, field};

use super::{
    Access, Api, ConfigError, Download, Error, ErrorKind, Guard, Operation, Report, Settings,
    address,
    call::{Body, Call, Received},
    error::Fault,
    held::held,
    list,
    model::Reading,
    once::Keys,
    outcome,
    record::Expected,
    retry::Budget,
};

/// The transport of a generated client. Cheap to clone; all clones share connections, tokens and the budget of retries.
#[derive(Clone)]
pub struct Http(Arc<Inner>);

/// What all clones share.
pub(super) struct Inner {
    pub(super) api: Api,
    /// They are replaced to drop their connections.
    clients: Mutex<Clients>,
    pub(super) access: Access,
    pub(super) settings: Settings,
    pub(super) budget: Budget,
    /// Stands in for the servers of operations that have one of their own.
    pub(super) server: Option<String>,
    keys: Arc<Keys>,
}

/// The HTTP clients, each with connections of its own.
#[derive(Clone)]
pub(super) struct Clients {
    pub(super) usual: reqwest::Client,
    /// Without a proxy: for plain `http` to this machine.
    pub(super) direct: reqwest::Client,
}

impl Clients {
    fn new(api: &Api, settings: &Settings) -> Result<Self, ConfigError> {
        Ok(Self {
            usual: settings.build(api, false)?,
            direct: settings.build(api, true)?,
        })
    }
}

impl Inner {
    pub(super) fn clients(&self) -> Clients {
        held(&self.clients).clone()
    }

    /// Replaces the clients, so that no open connection is used again: one of them may have returned the response to another
    /// request, and may do so again.
    fn drop_connections(&self) {
        match Clients::new(&self.api, &self.settings) {
            Ok(clients) => *held(&self.clients) = clients,
            Err(error) => tracing::error!(%error, "the connections could not be replaced"),
        }
    }
}

impl Http {
    /// A transport to where `access` leads.
    ///
    /// # Errors
    ///
    /// Where the HTTP client could not be created.
    pub fn new(
        api: &Api,
        access: impl Into<Access>,
        settings: &Settings,
    ) -> Result<Self, ConfigError> {
        Ok(Self(Arc::new(Inner {
            api: *api,
            clients: Mutex::new(Clients::new(api, settings)?),
            access: access.into(),
            settings: settings.clone(),
            budget: Budget::new(settings.retry.budget),
            server: None,
            keys: Arc::default(),
        })))
    }

    /// The transport with another server for the operations that have a server of their own.
    #[must_use]
    pub fn with_server(self, base_url: String) -> Self {
        let inner = &*self.0;
        Self(Arc::new(Inner {
            server: Some(base_url),
            api: inner.api,
            clients: Mutex::new(inner.clients()),
            access: inner.access.clone(),
            settings: inner.settings.clone(),
            budget: Budget::new(inner.settings.retry.budget),
            keys: inner.keys.clone(),
        }))
    }

    /// Waits until nobody else who has a clone of this works on `key`, until the guard is dropped.
    ///
    /// # Errors
    ///
    /// If that takes longer than the deadline of a call.
    pub async fn lock(&self, operation: &Operation, key: &str) -> Result<Guard, Error> {
        let deadline = self.0.settings.deadline;
        let turn = tokio::time::timeout(deadline, self.0.keys.lock(key)).await;
        turn.map_err(|_| {
            let reason = "another call for the same key did not finish before the deadline";
            let fault = outcome::too_late().because(reason);
            Error::from(fault).of(operation.id)
        })
    }

    /// A request to a path; the server and the credentials are added when it is sent.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = format!("{}{path}", address::STAND_IN);
        self.0.clients().usual.request(method, url)
    }

    /// Sends the request of an operation and reads its answer.
    ///
    /// # Errors
    ///
    /// Everything that can go wrong, as one kind of error.
    pub async fn send<T: DeserializeOwned + Send + Sync + 'static>(
        &self,
        operation: &Operation,
        request: Result<Request, Error>,
    ) -> Result<ResponseValue<T>, Error> {
        let reads = request.as_ref().is_ok_and(|all| all.method().is_safe());
        let expected = expected(operation, &request);
        let request = request.map(accepting_json);
        let reading = Reading {
            operation,
            errors: &self.0.api.errors,
            expected: &expected,
            reads,
            most: self.0.settings.max_rows,
        };
        let read = |received| match received {
            Received::Whole(whole) => reading.model(whole),
            _ => unreachable!("a whole response was requested"),
        };
        self.run(operation, request, Body::Whole, read).await
    }

    /// Sends the request of an operation that returns a list, and reads its rows one by one.
    ///
    /// # Errors
    ///
    /// As [`Http::send`], and if a row cannot be read. The error then contains the rows that can be read.
    pub async fn send_list<T: DeserializeOwned + Send + Sync + 'static>(
        &self,
        operation: &Operation,
        request: Result<Request, Error>,
    ) -> Result<ResponseValue<Vec<T>>, Error> {
        let expected = expected(operation, &request);
        let request = request.map(accepting_json);
        let (errors, most) = (&self.0.api.errors, self.0.settings.max_rows);
        let read = |received| match received {
            Received::Whole(whole) => list::list(whole, operation, errors, &expected, most),
            _ => unreachable!("a whole response was requested"),
        };
        self.run(operation, request, Body::Whole, read).await
    }

    /// Sends the request of an operation whose answer says nothing but its status.
    ///
    /// # Errors
    ///
    /// As [`Http::send`].
    pub async fn send_empty(
        &self,
        operation: &Operation,
        request: Result<Request, Error>,
    ) -> Result<ResponseValue<()>, Error> {
        let read = |received| match received {
            Received::Whole(whole) => Ok(ResponseValue::new((), whole.status, whole.headers)),
            _ => unreachable!("a whole response was requested"),
        };
        self.run(operation, request, Body::Whole, read).await
    }

    /// Sends the request of an operation and hands the answer on as it comes. Only its head has a time limit; then it may
    /// take as long as something comes.
    ///
    /// # Errors
    ///
    /// As [`Http::send`]. The stream has errors of its own.
    pub async fn send_stream(
        &self,
        operation: &Operation,
        request: Result<Request, Error>,
    ) -> Result<ResponseValue<ByteStream>, Error> {
        let read = |received| match received {
            Received::Stream(response) => Ok(ResponseValue::stream(response)),
            _ => unreachable!("a stream was asked for"),
        };
        self.run(operation, request, Body::Stream, read).await
    }

    /// Sends the request of an operation that answers with a file, in which `mark` stands near the beginning.
    ///
    /// # Errors
    ///
    /// As [`Http::send`], and where what comes is not such a file. The stream has errors of its own.
    pub async fn send_download(
        &self,
        operation: &Operation,
        request: Result<Request, Error>,
        mark: &'static [u8],
    ) -> Result<Download, Error> {
        let read = |received| match received {
            Received::File(head, rest) => {
                Ok(Download::new(operation, rest, head, &self.0.settings))
            }
            _ => unreachable!("a file was asked for"),
        };
        let body = Body::File(mark);
        self.run(operation, request, body, read).await
    }

    /// Runs an operation within its span, and tells the hooks of its end.
    async fn run<T>(
        &self,
        operation: &Operation,
        request: Result<Request, Error>,
        body: Body,
        read: impl FnOnce(Received) -> Result<T, Fault>,
    ) -> Result<T, Error> {
        let start = Instant::now();
        let request = match request {
            Ok(request) => request,
            Err(error) => {
                let error = error.of(operation.id);
                self.ended(&Span::none(), operation, 0, start, None, Some(&error));
                return Err(error);
            }
        };
        let span = tracing::info_span!(
            "api_call",
            operation = operation.id,
            method = %request.method(),
            route = operation.route,
            status = field::Empty,
            attempts = field::Empty,
            duration_ms = field::Empty,
            error = field::Empty,
        );
        let own = span.clone();
        let mut call = Call::new(&self.0, operation, &request, body);
        let result = async {
            let received = call.attempts(request).await;
            let result = received.and_then(read).map_err(|fault| {
                if is_out_of_step(&fault) {
                    self.0.drop_connections();
                }
                call.error(fault)
            });
            let error = result.as_ref().err();
            // Not the current one, which is that of the caller where this one is switched off.
            self.ended(&own, operation, call.sent, start, call.status, error);
            result
        };
        result.instrument(span).await
    }

    fn ended(
        &self,
        span: &Span,
        operation: &Operation,
        attempts: u32,
        start: Instant,
        status: Option<u16>,
        error: Option<&Error>,
    ) {
        let report = Report {
            operation: operation.id,
            route: operation.route,
            attempts,
            duration: start.elapsed(),
            status,
            error: error.map(Error::kind),
        };
        span.record("attempts", attempts);
        span.record("duration_ms", report.duration.as_millis() as u64);
        if let Some(status) = status {
            span.record("status", status);
        }
        match report.error {
            Some(kind) => {
                span.record("error", format!("{kind:?}"));
                tracing::debug!(attempts, ?status, ?kind, "call failed");
            }
            None => tracing::debug!(attempts, ?status, "call succeeded"),
        }
        for hook in &self.0.settings.after {
            if catch_unwind(AssertUnwindSafe(|| hook(&report))).is_err() {
                tracing::error!("a hook after a call panicked");
            }
        }
    }
}

/// Whether a connection may have returned the response to another request: what it returned is about something else, or is
/// not what the operation returns. A list with unreadable rows is still what the operation returns.
fn is_out_of_step(fault: &Fault) -> bool {
    let is_success = matches!(fault.status, Some(200..=299));
    let is_unreadable = fault.kind == ErrorKind::UnreadableAnswer && fault.unreadable.is_empty();
    fault.misdirected || (is_success && is_unreadable)
}

/// The values of the request that its response must repeat.
fn expected(operation: &Operation, request: &Result<Request, Error>) -> Vec<Expected> {
    match request {
        Ok(request) => operation.expected(request.url().path()),
        Err(_) => Vec::new(),
    }
}

/// A request for JSON, unless it says what it is for.
fn accepting_json(mut request: Request) -> Request {
    let json = HeaderValue::from_static("application/json");
    request.headers_mut().entry(ACCEPT).or_insert(json);
    request
}

impl fmt::Debug for Http {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Http")
            .field("access", &self.0.access)
            .field("settings", &self.0.settings)
            .finish_non_exhaustive()
    }
}
