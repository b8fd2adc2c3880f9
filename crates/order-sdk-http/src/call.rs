//! One call: its attempts, the waits between them, and its error.

use std::{
    mem, slice,
    sync::Arc,
    time::{Duration, Instant},
};

use reqwest::{Request, header::HeaderValue};

use super::{
    Access, Error, ErrorKind, Grant, Operation, RetryPolicy, Tokens,
    attempt::{Form, Received},
    fault::{Fault, no_token, no_token_in_time, of_write, without_response},
    next::{Next, Situation},
    options::Options,
    prepared::Again,
    redaction::Redaction,
    response,
    send::Inner,
};

/// A call in progress.
pub(super) struct Call<'a> {
    pub(super) http: &'a Inner,
    pub(super) operation: &'a Operation,
    pub(super) form: Form,
    deadline: Duration,
    retry: RetryPolicy,
    start: Instant,
    /// Whether the call only reads, so that it may be repeated.
    pub(super) reads: bool,
    /// The secret headers of the request.
    own: Vec<HeaderValue>,
    /// The grants of all attempts that use tokens. Their secrets are redacted.
    grants: Vec<Arc<Grant>>,
    /// How often the request was sent.
    pub(super) sent: u32,
    /// The status of the last response.
    pub(super) status: Option<u16>,
}

impl<'a> Call<'a> {
    pub(super) fn new(
        http: &'a Inner,
        operation: &'a Operation,
        request: &Request,
        form: Form,
        options: &Options,
        start: Instant,
    ) -> Self {
        let own = request.headers().values();
        let own = own.filter(|value| value.is_sensitive());
        Self {
            http,
            operation,
            form,
            deadline: options.deadline.unwrap_or(http.settings.deadline),
            retry: options.retry.unwrap_or(http.settings.retry),
            start,
            reads: request.method().is_safe(),
            own: own.cloned().collect(),
            grants: Vec::new(),
            sent: 0,
            status: None,
        }
    }

    /// Sends the request until it succeeds, or must not be sent again.
    pub(super) async fn attempts(
        &mut self,
        mut request: Box<Request>,
        again: Option<&Again<'_>>,
    ) -> Result<Received, Fault> {
        let mut waits = self.retry.waits();
        let mut grant = self.grant(None).await?;
        let mut refused: Option<Arc<Grant>> = None;
        loop {
            let fault = match self.attempt(request, &grant).await {
                Ok(received) => {
                    self.http.budget.reward();
                    if let Some(tokens) = self.tokens() {
                        tokens.trust(&grant);
                    }
                    return Ok(received);
                }
                Err(fault) => fault,
            };
            let situation = Situation {
                reads: self.reads,
                can_repeat: again.is_some(),
                can_reauthenticate: refused.is_none() && self.tokens().is_some(),
                left: self.left().saturating_sub(self.reserve()),
            };
            let next = situation.next(&fault, &mut waits, &self.http.budget);
            let copy = again.filter(|_| next != Next::Fail);
            let Some(copy) = copy.and_then(|again| again()) else {
                self.report_to_tokens(&fault, &grant, refused.is_none());
                return Err(fault);
            };
            request = copy;
            if let Next::Retry(wait) = next {
                tracing::warn!(attempt = self.sent, kind = ?fault.kind, status = ?fault.status, wait_ms = wait.as_millis() as u64, "retrying");
                tokio::time::sleep(wait).await;
                grant = self.latest(refused.as_ref()).unwrap_or(grant);
            } else {
                tracing::debug!("the access token was refused; fetching another");
                let other = self.grant(Some(&grant)).await?;
                refused = Some(mem::replace(&mut grant, other));
            }
        }
    }

    /// A token that was fetched in the meantime, unless it is the refused one.
    fn latest(&mut self, refused: Option<&Arc<Grant>>) -> Option<Arc<Grant>> {
        let latest = self.tokens()?.latest()?;
        if refused.is_some_and(|refused| Arc::ptr_eq(refused, &latest)) {
            return None;
        }
        self.grants.push(latest.clone());
        Some(latest)
    }

    /// The tokens that this call uses; `None` if its credentials do not change, or are its own.
    fn tokens(&self) -> Option<&'a Tokens> {
        match &self.http.access {
            Access::Tokens(tokens) if self.operation.server.is_none() => Some(tokens),
            _ => None,
        }
    }

    /// Starts to fetch another token for later calls, if this failure suggests that the token or its server is no
    /// longer valid.
    fn report_to_tokens(&self, fault: &Fault, grant: &Arc<Grant>, is_first: bool) {
        let Some(tokens) = self.tokens() else { return };
        let is_unreachable = matches!(fault.kind, ErrorKind::Transport | ErrorKind::Timeout);
        match fault.kind {
            // This call cannot be sent again, but others can.
            ErrorKind::Authentication if is_first && fault.status == Some(401) => {
                tokens.give_up(grant);
            }
            ErrorKind::Authentication if is_first => tokens.suspect(grant),
            _ if is_unreachable && fault.unsent && self.sent > 0 => tokens.suspect(grant),
            _ => {}
        }
    }

    /// The server and the credentials for the request, other than `refused`.
    async fn grant(&mut self, refused: Option<&Arc<Grant>>) -> Result<Arc<Grant>, Fault> {
        if let Some(server) = self.operation.server {
            let server = self.http.server.as_deref().unwrap_or(server);
            // The operation has credentials of its own among its arguments.
            let grant = Grant::new(server, self.http.settings.plain_http);
            return grant.map(Arc::new).map_err(|error| {
                Fault::new(ErrorKind::InvalidRequest)
                    .because(error.to_string())
                    .caused_by(error)
            });
        }
        let tokens = match &self.http.access {
            Access::Fixed(grant) => return Ok(grant.clone()),
            Access::Tokens(tokens) => tokens,
        };
        let left = self.left();
        let fetched = async {
            match refused {
                Some(refused) => tokens.renewed(refused, left).await,
                None => tokens.current(left).await,
            }
        };
        let fetched = tokio::time::timeout(left, fetched).await;
        let grant = fetched.map_err(|_| no_token_in_time())?.map_err(no_token)?;
        self.grants.push(grant.clone());
        Ok(grant)
    }

    /// The time left for the whole call.
    pub(super) fn left(&self) -> Duration {
        self.deadline.saturating_sub(self.start.elapsed())
    }

    /// A request that had to wait is sent only if more than this time is left before the deadline: if the deadline
    /// passes while the client is connecting, the outcome of a write is unknown.
    pub(super) fn reserve(&self) -> Duration {
        if self.reads {
            Duration::ZERO
        } else {
            self.http.settings.time_to_connect()
        }
    }

    /// The error of this call for a fault.
    pub(super) fn error(&self, fault: Fault) -> Error {
        let fault = if self.reads {
            Fault {
                maybe_applied: false,
                ..fault
            }
        } else {
            of_write(fault)
        };
        let created =
            fault.maybe_applied && !fault.misdirected && matches!(fault.status, Some(200..=299));
        let fault = Fault {
            operation: self.operation.id,
            attempts: self.sent,
            identifier: created
                .then(|| response::identifier(&fault.body, self.operation))
                .flatten(),
            ..fault
        };
        let fault = if self.operation.secret {
            without_response(fault)
        } else {
            fault
        };
        self.redaction().hidden(fault).into()
    }

    pub(super) fn redaction(&self) -> Redaction<'_> {
        let grants = match &self.http.access {
            Access::Fixed(grant) => slice::from_ref(grant),
            Access::Tokens(_) => &self.grants,
        };
        Redaction::new(&self.own, grants)
    }
}
