//! One attempt of a call: the request with its server and credentials, and the response.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
};

use bytes::Bytes;
use reqwest::{
    Method, Request, Response, StatusCode,
    header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue},
};
use tokio::sync::SemaphorePermit;

use super::{
    Attempt, Grant, address,
    call::Call,
    download,
    fault::{self, Fault},
    rate_limit::Limiter,
    redaction,
    response::{self, RawResponse},
    settings,
};

/// The form in which a response is read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Form {
    /// The model of an operation, from the complete response.
    Complete,
    /// A file: the bytes near its beginning that identify its format, and its name if the server gives none.
    File { mark: &'static [u8], name: String },
}

/// A successful response, read as far as requested.
#[derive(Debug)]
pub(super) enum Received {
    Complete(RawResponse),
    /// A file: the part that was read to recognize it, the rest, and its name if the server gives none.
    File {
        head: Bytes,
        rest: Response,
        name: String,
    },
    /// A response that is not the file itself, and may be a JSON object that contains it.
    Wrapped {
        whole: RawResponse,
        mark: &'static [u8],
        name: String,
    },
}

impl Received {
    /// The complete response, if no file was requested.
    pub(super) fn complete(self) -> RawResponse {
        match self {
            Self::Complete(whole) => whole,
            Self::File { .. } | Self::Wrapped { .. } => {
                unreachable!("a complete response was requested")
            }
        }
    }
}

/// The beginning of a response.
enum Start {
    /// The response is the requested file. It has this name if the server gives none.
    File { head: Bytes, name: String },
    /// The response is something else, of which these bytes were read.
    Other(Bytes),
}

fn not_the_file(response: RawResponse) -> Fault {
    response::unreadable(response, "the response is not the requested file")
}

impl<'a> Call<'a> {
    /// Sends the request once and receives its response.
    pub(super) async fn attempt(
        &mut self,
        mut request: Box<Request>,
        grant: &Grant,
    ) -> Result<Received, Fault> {
        let _turn = self.turn(grant).await?;
        self.prepare(&mut request, grant)?;
        let accepted = match self.form {
            Form::Complete => None,
            Form::File { .. } => request.headers().get(ACCEPT).cloned(),
        };
        let mut response = self.execute(request).await?;
        let status = response.status();
        self.status = Some(status.as_u16());
        tracing::debug!(
            attempt = self.sent,
            status = status.as_u16(),
            "response received"
        );
        match self.start(accepted.as_ref(), &mut response).await? {
            Start::File { head, name } => Ok(Received::File {
                head,
                rest: response,
                name,
            }),
            Start::Other(head) => {
                let complete = self.receive(head, &mut response).await?;
                self.received(complete)
            }
        }
    }

    /// Reads the beginning of a response, if a file was requested.
    async fn start(
        &self,
        accepted: Option<&HeaderValue>,
        response: &mut Response,
    ) -> Result<Start, Fault> {
        let status = response.status();
        let (mark, name) = match &self.form {
            Form::File { mark, name }
                if status == StatusCode::OK && self.may_be_file(accepted, response) =>
            {
                (mark, name)
            }
            _ => return Ok(Start::Other(Bytes::new())),
        };
        let (head, is_file) = self.head(response, mark).await?;
        if is_file {
            let name = name.clone();
            return Ok(Start::File { head, name });
        }
        if self.operation.wrapped_content.is_some() {
            return Ok(Start::Other(head));
        }
        let headers = response.headers().clone();
        Err(not_the_file(RawResponse {
            status,
            headers,
            body: head,
        }))
    }

    /// Receives the rest of a response. The timeout of the request includes it, unless a file was requested.
    async fn receive(&self, head: Bytes, response: &mut Response) -> Result<RawResponse, Fault> {
        // Pinned, because moving it into a branch would reserve space for it twice in this future.
        let received = pin!(response::receive(head, response, self.http));
        let received = match self.form {
            Form::Complete => received.await,
            Form::File { .. } => {
                let limit = self.http.settings.request_timeout.min(self.left());
                let received = tokio::time::timeout(limit, received).await;
                received.unwrap_or_else(|_| Err(fault::incomplete(limit)))
            }
        };
        let body = match &received {
            Ok(complete) => &complete.body,
            Err(fault) => &fault.body,
        };
        self.trace_body("response", body);
        received
    }

    fn received(&self, complete: RawResponse) -> Result<Received, Fault> {
        match &self.form {
            Form::Complete => Ok(Received::Complete(complete)),
            Form::File { mark, name } if self.operation.wrapped_content.is_some() => {
                Ok(Received::Wrapped {
                    whole: complete,
                    mark,
                    name: name.clone(),
                })
            }
            Form::File { .. } => Err(not_the_file(complete)),
        }
    }

    /// The beginning of a response that may be a file, and whether it is one.
    async fn head(&self, response: &mut Response, mark: &[u8]) -> Result<(Bytes, bool), Fault> {
        let limit = self.http.settings.request_timeout.min(self.left());
        let head = tokio::time::timeout(limit, download::head(response, mark)).await;
        let head = head.map_err(|_| fault::incomplete(limit))??;
        // A JSON object may contain the mark in a string.
        let is_object =
            self.operation.wrapped_content.is_some() && head.trim_ascii_start().starts_with(b"{");
        let is_file = download::has_mark(&head, mark) && !is_object;
        Ok((head, is_file))
    }

    /// Whether a response may be the requested file, by its content type. If the operation may return a JSON object
    /// with the file, the content type is not checked.
    fn may_be_file(&self, accepted: Option<&HeaderValue>, response: &Response) -> bool {
        self.operation.wrapped_content.is_some()
            || accepted == response.headers().get(CONTENT_TYPE)
            || !response::is_text(response.headers())
    }

    /// Sets the server of the request, passes the request to the hooks, and adds the credentials.
    fn prepare(&self, request: &mut Request, grant: &Grant) -> Result<(), Fault> {
        if self.left().is_zero() {
            return Err(fault::too_late());
        }
        let usual = self.http.usual_base();
        address::move_to(request.url_mut(), usual, grant.base_url()).map_err(fault::not_sent)?;
        if self.http.settings.before.is_empty() {
            for (name, value) in grant.headers() {
                request.headers_mut().insert(name, value.clone());
            }
            return Ok(());
        }
        let attempt = Attempt {
            operation: self.operation.id,
            route: self.operation.route,
            number: self.sent + 1,
        };
        let (method, origin) = (request.method().clone(), request.url().origin());
        let own = redaction::without_secrets(request.headers_mut());
        for hook in &self.http.settings.before {
            let run = AssertUnwindSafe(|| hook(&attempt, request));
            catch_unwind(run).map_err(|_| fault::not_sent("a hook panicked"))?;
        }
        if *request.method() != method || request.url().origin() != origin {
            return Err(fault::not_sent(
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
        let is_limited = |limiter: &&Limiter| limiter.applies(grant.is_loopback());
        let Some(limiter) = self.http.limiter.as_deref().filter(is_limited) else {
            return Ok(None);
        };
        let limit = self.left().saturating_sub(self.reserve());
        let turn = tokio::time::timeout(limit, limiter.turn()).await;
        turn.map_err(|_| {
            let reason = "the deadline passed while the request waited for the rate limit of the client; \
                          allow more time, or more requests per second";
            fault::too_late().because(reason)
        })
    }

    async fn execute(&mut self, mut request: Box<Request>) -> Result<Response, Fault> {
        let limit = self.http.settings.request_timeout.min(self.left());
        if let Some(body) = request.body().and_then(reqwest::Body::as_bytes) {
            self.trace_body("request", body);
        }
        *request.timeout_mut() = match self.form {
            Form::Complete => {
                Some(limit).filter(|limit| *limit < self.http.settings.request_timeout)
            }
            // A file may take any time as long as its parts arrive, unless a hook sets a limit.
            Form::File { .. } => request.timeout().copied().or(Some(settings::LONGEST)),
        };
        let takes_body = matches!(
            *request.method(),
            Method::POST | Method::PUT | Method::PATCH
        );
        if takes_body && request.body().is_none() {
            // Some servers reject such a request without a `Content-Length`.
            let zero = HeaderValue::from(0);
            request.headers_mut().insert(CONTENT_LENGTH, zero);
        }
        self.status = None;
        self.sent += 1;
        let (url, plain_http) = (request.url(), self.http.settings.plain_http);
        let is_direct = url.scheme() == "http" && (!plain_http || address::is_loopback(url));
        let client = self.http.client(is_direct);
        let response = pin!(client.execute(*request));
        let response = match self.form {
            // The timeout is set in the request.
            Form::Complete => response.await,
            Form::File { .. } => match tokio::time::timeout(limit, response).await {
                Ok(response) => response,
                Err(_) => return Err(fault::late(limit)),
            },
        };
        response.map_err(fault::no_response)
    }

    /// Traces a body, if the user enabled that.
    fn trace_body(&self, what: &'static str, body: &[u8]) {
        if self.http.settings.bodies && !self.operation.secret {
            let text = String::from_utf8_lossy(body).into_owned();
            let text = self.redaction().redacted(text);
            tracing::trace!(what, body = text, "body");
        }
    }
}
