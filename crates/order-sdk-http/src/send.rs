//! Sends requests: credentials, attempts, waits, and reading the response.

use std::{
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex},
    time::Instant,
};

use reqwest::Request;
use tracing::{Instrument, Span, field};

use super::{
    Access, Api, ConfigError, Error, ErrorKind, Grant, Operation, Report, Settings, address,
    attempt::Form,
    call::Call,
    fault::{self, Fault},
    lock::lock,
    once::{Guard, Keys},
    options::Options,
    prepared::{Again, Read},
    rate_limit::Limiter,
    response::Reading,
    retry::Budget,
};

/// The transport of a generated client. Cheap to clone; all clones share connections, tokens and the budget of retries.
#[derive(Clone)]
pub struct Http(Arc<Inner>);

/// What all clones share.
pub(super) struct Inner {
    pub(super) api: Api,
    /// Replaced when their connections must not be used again.
    clients: Mutex<Clients>,
    pub(super) access: Access,
    pub(super) settings: Settings,
    pub(super) budget: Budget,
    pub(super) limiter: Option<Arc<Limiter>>,
    /// Replaces the servers of operations that have a server of their own.
    pub(super) server: Option<String>,
    keys: Arc<Keys>,
}

/// The HTTP clients, each with its own connections.
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
    /// The path of a request, without the path of the base URL.
    fn path<'a>(&self, request: &'a Request) -> &'a str {
        let url = request.url().as_str();
        let path = url.strip_prefix(self.usual_base()).unwrap_or_default();
        path.split_once('?').map_or(path, |(path, _)| path)
    }

    /// The base URL that does not depend on the token of an attempt.
    pub(super) fn usual_base(&self) -> &str {
        match &self.access {
            Access::Fixed(grant) => grant.base_url(),
            Access::Tokens(_) => address::PLACEHOLDER,
        }
    }

    fn clients(&self) -> Clients {
        lock(&self.clients).clone()
    }

    pub(super) fn client(&self, is_direct: bool) -> reqwest::Client {
        let clients = lock(&self.clients);
        let client = if is_direct {
            &clients.direct
        } else {
            &clients.usual
        };
        client.clone()
    }

    /// Replaces the clients, so that no open connection is used again: one of them may have returned the response to
    /// another request, and may do so again.
    fn drop_connections(&self) {
        match Clients::new(&self.api, &self.settings) {
            Ok(clients) => *lock(&self.clients) = clients,
            Err(error) => tracing::error!(%error, "the connections could not be replaced"),
        }
    }
}

impl Http {
    /// A transport to the server of `access`, with its credentials.
    ///
    /// # Errors
    ///
    /// If the HTTP client cannot be created.
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
            limiter: Limiter::new(settings.rate_limit, api.rate_limit).map(Arc::new),
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
            limiter: inner.limiter.clone(),
            keys: inner.keys.clone(),
        }))
    }

    /// Waits until no other call of this transport and its clones works on `key`. Other calls wait until the guard is
    /// dropped.
    ///
    /// # Errors
    ///
    /// If that takes longer than the deadline of a call.
    pub async fn lock(&self, operation: &Operation, key: &str) -> Result<Guard, Error> {
        let deadline = self.0.settings.deadline;
        let turn = tokio::time::timeout(deadline, self.0.keys.lock(key)).await;
        turn.map_err(|_| {
            let reason = "another call for the same record did not finish before the deadline";
            let fault = fault::too_late().because(reason);
            Error::from(fault).of(operation.id)
        })
    }

    pub(super) fn api(&self) -> &Api {
        &self.0.api
    }

    /// The base URL for which requests are built.
    pub(super) fn usual_base(&self) -> &str {
        self.0.usual_base()
    }

    /// A request with its server and the credentials, as far as they are known before it is sent.
    pub(super) fn placed(
        &self,
        operation: &Operation,
        mut request: Request,
    ) -> Result<Request, Error> {
        let grant = match (&self.0.access, operation.server) {
            (_, Some(server)) => {
                let server = self.0.server.as_deref().unwrap_or(server);
                let grant = Grant::new(server, self.0.settings.allows_plain_http());
                grant.map(Arc::new).map(Some)
            }
            (Access::Fixed(grant), None) => Ok(Some(grant.clone())),
            (Access::Tokens(tokens), None) => Ok(tokens.latest()),
        };
        let invalid = |reason: String| Error::invalid_request(reason);
        let grant = grant.map_err(|error| invalid(error.to_string()))?;
        let usual = self.0.usual_base();
        let base = grant.as_ref().map_or(usual, |grant| grant.base_url());
        address::move_to(request.url_mut(), usual, base).map_err(invalid)?;
        for (name, value) in grant.iter().flat_map(|grant| grant.headers()) {
            request.headers_mut().insert(name, value.clone());
        }
        Ok(request)
    }

    pub(super) fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// Sends the request of an operation, and passes what was received to `read`. `again` makes the request once more;
    /// it is absent if the request can be sent only once.
    pub(super) async fn send(
        &self,
        operation: &Operation,
        request: Result<Box<Request>, Error>,
        again: Option<&Again<'_>>,
        options: &Options,
        form: Form,
        read: &mut Read<'_>,
    ) -> Result<(), Error> {
        let start = Instant::now();
        let request = match request {
            Ok(request) => request,
            Err(error) => {
                let error = error.of(operation.id);
                self.ended(&Span::none(), operation, 0, start, None, Some(&error));
                return Err(error);
            }
        };
        let reading = Reading {
            operation,
            errors: &self.0.api.errors,
            expected: &operation.expected(self.0.path(&request)),
            reads: request.method().is_safe(),
            most: self.0.settings.max_rows,
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
        let mut call = Call::new(&self.0, operation, &request, form, options, start);
        let result = async {
            let received = call.attempts(request, again).await;
            let result = received.and_then(|received| read(received, &reading));
            let result = result.map_err(|fault| {
                if may_be_of_another_request(&fault) {
                    self.0.drop_connections();
                }
                call.error(fault)
            });
            let error = result.as_ref().err();
            // Not the current span: that is the span of the caller if this one is disabled.
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

/// Whether the response may belong to another request: it contains another record, or is not what the operation
/// returns. A list with unreadable rows is still what the operation returns.
fn may_be_of_another_request(fault: &Fault) -> bool {
    let is_success = matches!(fault.status, Some(200..=299));
    let is_unreadable = fault.kind == ErrorKind::UnreadableResponse && fault.unreadable.is_empty();
    fault.misdirected || (is_success && is_unreadable)
}

impl fmt::Debug for Http {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Http")
            .field("access", &self.0.access)
            .field("settings", &self.0.settings)
            .finish_non_exhaustive()
    }
}
