//! One call: its attempts, the waits between them, and what its failure means.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use reqwest::{
    Method, Request, Response, StatusCode,
    header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue},
};

use tokio::sync::SemaphorePermit;

use super::{
    Access, Attempt, Error, ErrorKind, Grant, Operation, RetryPolicy, Tokens, address,
    answer::{self, Whole},
    download,
    error::Fault,
    options::Options,
    outcome::{self, incomplete, late, no_token, no_token_in_time, unanswered, written},
    rate_limit::Limiter,
    record,
    redaction::{self, Redaction},
    send::Inner,
};

/// What an answer is read as.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Body {
    Whole,
    /// A file: the mark that it has near its beginning, and its name if the server gives none.
    File {
        mark: &'static [u8],
        name: String,
    },
}

/// An answer that is no error, read as far as was asked for.
#[derive(Debug)]
pub(super) enum Received {
    Whole(Whole),
    /// What was read of a file to see that it is one, the rest, and its name if the server gives none.
    File {
        head: Bytes,
        rest: Response,
        name: String,
    },
    /// A response that is not the file itself, and may be a JSON object that contains it.
    Wrapped {
        whole: Whole,
        mark: &'static [u8],
        name: String,
    },
}

impl Received {
    /// The whole response, if no file was requested.
    pub(super) fn whole(self) -> Whole {
        match self {
            Self::Whole(whole) => whole,
            Self::File { .. } | Self::Wrapped { .. } => {
                unreachable!("a whole response was requested")
            }
        }
    }
}

/// A call on its way.
pub(super) struct Call<'a> {
    http: &'a Inner,
    operation: &'a Operation,
    body: Body,
    deadline: Duration,
    retry: RetryPolicy,
    start: Instant,
    /// Whether it changes nothing, and may be repeated.
    reads: bool,
    /// The secret headers of the request.
    own: Vec<HeaderValue>,
    /// The grants of all attempts; their secrets are redacted.
    grants: Vec<Arc<Grant>>,
    /// How often it was sent.
    pub(super) sent: u32,
    /// The status of the last answer.
    pub(super) status: Option<u16>,
}

impl<'a> Call<'a> {
    pub(super) fn new(
        http: &'a Inner,
        operation: &'a Operation,
        request: &Request,
        body: Body,
        options: &Options,
    ) -> Self {
        let own = request.headers().values();
        let own = own.filter(|value| value.is_sensitive());
        Self {
            http,
            operation,
            body,
            deadline: options.deadline.unwrap_or(http.settings.deadline),
            retry: options.retry.unwrap_or(http.settings.retry),
            start: Instant::now(),
            reads: request.method().is_safe(),
            own: own.cloned().collect(),
            grants: Vec::new(),
            sent: 0,
            status: None,
        }
    }

    /// Sends the request until it succeeds, or cannot be sent again.
    pub(super) async fn attempts(&mut self, mut request: Request) -> Result<Received, Fault> {
        let mut waits = self.retry.waits();
        let mut grant = self.grant(None).await?;
        let mut refused: Option<Arc<Grant>> = None;
        loop {
            let spare = request.try_clone();
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
            if fault.kind == ErrorKind::Authentication
                && refused.is_none()
                && let Some(tokens) = self.tokens()
            {
                tracing::debug!("the access token was refused; fetching another");
                let proven = fault.status == Some(401);
                // Of a write the status alone proves that it was refused.
                let Some(again) = spare.filter(|_| self.reads || proven) else {
                    // For those who come next: this call cannot be sent again.
                    match proven {
                        true => tokens.give_up(&grant),
                        false => tokens.doubt(&grant),
                    }
                    return Err(fault);
                };
                let other = self.grant(Some(&grant)).await?;
                (request, refused) = (again, Some(grant));
                grant = other;
                continue;
            }
            let again = spare.and_then(|again| Some((again, self.wait(&fault, &mut waits)?)));
            let Some((again, wait)) = again else {
                self.doubt(&fault, &grant);
                return Err(fault);
            };
            request = again;
            tracing::warn!(attempt = self.sent, kind = ?fault.kind, status = ?fault.status, wait_ms = wait.as_millis() as u64, "trying again");
            tokio::time::sleep(wait).await;
            let latest = self.tokens().and_then(Tokens::latest);
            let is_refused = |latest: &Arc<Grant>| {
                refused
                    .as_ref()
                    .is_some_and(|grant| Arc::ptr_eq(grant, latest))
            };
            if let Some(latest) = latest.filter(|latest| !is_refused(latest)) {
                self.grants.push(latest.clone());
                grant = latest;
            }
        }
    }

    /// Where the credentials of this call come from, unless they are always the same, or its own.
    fn tokens(&self) -> Option<&'a Tokens> {
        match &self.http.access {
            Access::Tokens(tokens) if self.operation.server.is_none() => Some(tokens),
            _ => None,
        }
    }

    /// Has another token fetched where this one's server cannot be reached.
    fn doubt(&self, fault: &Fault, grant: &Arc<Grant>) {
        let is_away = matches!(fault.kind, ErrorKind::Transport | ErrorKind::Timeout);
        if let Some(tokens) = self.tokens().filter(|_| is_away)
            && fault.unsent
            && self.sent > 0
        {
            tokens.doubt(grant);
        }
    }

    /// The server to send to and the credentials: others than the refused ones, where there are such.
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
            Access::Fixed(grant) => {
                self.grants.push(grant.clone());
                return Ok(grant.clone());
            }
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

    /// What is left of the time for the whole call.
    fn left(&self) -> Duration {
        self.deadline.saturating_sub(self.start.elapsed())
    }

    async fn attempt(&mut self, mut request: Request, grant: &Grant) -> Result<Received, Fault> {
        let _turn = self.turn(grant).await?;
        self.prepare(&mut request, grant)?;
        let accepted = request.headers().get(ACCEPT).cloned();
        let mut response = self.execute(request).await?;
        let status = response.status();
        self.status = Some(status.as_u16());
        tracing::debug!(attempt = self.sent, status = status.as_u16(), "answered");
        let mut head = Bytes::new();
        if let Body::File { mark, name } = &self.body
            && status == StatusCode::OK
            && self.may_be_file(accepted.as_ref(), &response)
        {
            let is_file;
            (head, is_file) = self.head(&mut response, mark).await?;
            if is_file {
                return Ok(Received::File {
                    head,
                    rest: response,
                    name: name.clone(),
                });
            }
            if self.operation.wrapped_content.is_none() {
                let whole = Whole {
                    status,
                    headers: response.headers().clone(),
                    body: head,
                };
                let reason = "the response is not the requested file";
                return Err(answer::unreadable(whole, reason));
            }
        }
        let whole = answer::whole(head, response, self.http);
        // A request for a whole answer has its own limit, which reaches to the end of the answer.
        let limit = self.http.settings.request_timeout.min(self.left());
        let whole = match self.body {
            Body::Whole => whole.await,
            Body::File { .. } => {
                let whole = tokio::time::timeout(limit, whole).await;
                whole.unwrap_or_else(|_| Err(incomplete(limit)))
            }
        };
        let body = match &whole {
            Ok(whole) => &whole.body,
            Err(fault) => &fault.body,
        };
        self.traced("answer", body);
        let whole = whole?;
        match &self.body {
            Body::Whole => Ok(Received::Whole(whole)),
            Body::File { mark, name } if self.operation.wrapped_content.is_some() => {
                Ok(Received::Wrapped {
                    whole,
                    mark,
                    name: name.clone(),
                })
            }
            Body::File { .. } => Err(answer::unreadable(
                whole,
                "the response is not the requested file",
            )),
        }
    }

    /// The beginning of a response that may be a file, and whether it is one.
    async fn head(&self, response: &mut Response, mark: &[u8]) -> Result<(Bytes, bool), Fault> {
        let limit = self.http.settings.request_timeout.min(self.left());
        let head = tokio::time::timeout(limit, download::head(response, mark)).await;
        let head = head.map_err(|_| incomplete(limit))??;
        // In an object, the mark is part of a string.
        let is_object =
            self.operation.wrapped_content.is_some() && head.trim_ascii_start().starts_with(b"{");
        let is_file = download::has_mark(&head, mark) && !is_object;
        Ok((head, is_file))
    }

    /// Whether a response may be the requested file, by its content type. If the form of the response is not documented, any
    /// content type is possible.
    fn may_be_file(&self, accepted: Option<&HeaderValue>, response: &Response) -> bool {
        self.operation.wrapped_content.is_some()
            || accepted == response.headers().get(CONTENT_TYPE)
            || !answer::is_text(response.headers())
    }

    /// Leads the request to its server, shows it to the hooks, and adds the credentials.
    fn prepare(&self, request: &mut Request, grant: &Grant) -> Result<(), Fault> {
        if self.left().is_zero() {
            return Err(outcome::too_late());
        }
        let placed = address::placed(request.url(), grant.base_url());
        *request.url_mut() = placed.map_err(outcome::not_sent)?;
        let attempt = Attempt {
            operation: self.operation.id,
            route: self.operation.route,
            number: self.sent + 1,
        };
        let (method, origin) = (request.method().clone(), request.url().origin());
        let own = redaction::without_secrets(request.headers_mut());
        for hook in &self.http.settings.before {
            let shown = AssertUnwindSafe(|| hook(&attempt, request));
            catch_unwind(shown).map_err(|_| outcome::not_sent("a hook panicked"))?;
        }
        if *request.method() != method || request.url().origin() != origin {
            return Err(outcome::not_sent(
                "a hook changed the method or the server of the request",
            ));
        }
        for (name, value) in own.iter().chain(grant.headers()) {
            request.headers_mut().insert(name, value.clone());
        }
        Ok(())
    }

    /// Waits until the request may be sent.
    async fn turn(&self, grant: &Grant) -> Result<Option<SemaphorePermit<'a>>, Fault> {
        let is_limited = |limiter: &&Limiter| limiter.applies(grant.base_url());
        let Some(limiter) = self.http.limiter.as_deref().filter(is_limited) else {
            return Ok(None);
        };
        let limit = self.left().saturating_sub(self.reserve());
        let turn = tokio::time::timeout(limit, limiter.turn()).await;
        turn.map_err(|_| {
            let reason = "the deadline passed while the request waited for the rate limit of the client; \
                          allow more time, or more requests per second";
            outcome::too_late().because(reason)
        })
    }

    /// The time before the deadline in which the request is not sent. The outcome of a write that is cut off while it
    /// connects is unknown.
    fn reserve(&self) -> Duration {
        match self.reads {
            true => Duration::ZERO,
            false => self.http.settings.time_to_connect(),
        }
    }

    async fn execute(&mut self, mut request: Request) -> Result<Response, Fault> {
        let limit = self.http.settings.request_timeout.min(self.left());
        if let Some(body) = request.body().and_then(reqwest::Body::as_bytes) {
            self.traced("request", body);
        }
        if self.body == Body::Whole {
            *request.timeout_mut() = Some(limit);
        }
        let takes_body = matches!(
            *request.method(),
            Method::POST | Method::PUT | Method::PATCH
        );
        if takes_body && request.body().is_none() {
            // Some servers refuse such a request where it does not say that nothing follows.
            let none = HeaderValue::from(0);
            request.headers_mut().insert(CONTENT_LENGTH, none);
        }
        self.status = None;
        self.sent += 1;
        let clients = self.http.clients();
        let (url, plain_http) = (request.url(), self.http.settings.plain_http);
        let is_direct = url.scheme() == "http" && (!plain_http || address::is_loopback(url));
        let client = if is_direct {
            &clients.direct
        } else {
            &clients.usual
        };
        let response = tokio::time::timeout(limit, client.execute(request)).await;
        match response {
            Ok(response) => response.map_err(unanswered),
            Err(_) => Err(late(limit)),
        }
    }

    /// Traces a body, for users who asked for it.
    fn traced(&self, what: &'static str, body: &[u8]) {
        if self.http.settings.bodies && !self.operation.secret {
            let text = String::from_utf8_lossy(body).into_owned();
            let text = self.redaction().redacted(text);
            tracing::trace!(what, body = text, "body");
        }
    }

    /// How long to wait before sending again; none where it must not be sent again.
    fn wait(&self, fault: &Fault, waits: &mut impl Iterator<Item = Duration>) -> Option<Duration> {
        if !fault.retryable || !(self.reads || fault.unsent) {
            return None;
        }
        let wait = waits.next()?.max(fault.retry_after.unwrap_or_default());
        (wait.saturating_add(self.reserve()) < self.left() && self.http.budget.spend())
            .then_some(wait)
    }

    /// What a fault means for this call, as users see it.
    pub(super) fn error(&self, fault: Fault) -> Error {
        let fault = match self.reads {
            true => Fault {
                perhaps_done: false,
                ..fault
            },
            false => written(fault),
        };
        let created =
            fault.perhaps_done && !fault.misdirected && matches!(fault.status, Some(200..=299));
        let fault = Fault {
            operation: self.operation.id,
            attempts: self.sent,
            identifier: created
                .then(|| record::identifier(&fault.body, self.operation))
                .flatten(),
            ..fault
        };
        let fault = match self.operation.secret {
            true => outcome::without_answer(fault),
            false => fault,
        };
        self.redaction().hidden(fault).into()
    }

    fn redaction(&self) -> Redaction<'_> {
        Redaction::new(&self.own, &self.grants)
    }
}
