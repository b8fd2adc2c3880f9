//! Activation by a tenant: a user approves the application on a page, and the application waits for the approval.

use std::{
    fmt,
    time::{Duration, Instant},
};

use order_sdk_core::Secret;
use order_sdk_http::{self as http, Error, ErrorKind, Grant, Settings};

use crate::{Authorization, Client, calls::RequestRefreshToken};

/// The shortest time between two requests.
const MIN_INTERVAL: Duration = Duration::from_millis(100);

/// An activation that has started: a user of the tenant must open [`url`](Self::url) and approve the application.
///
/// ```no_run
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use std::time::Duration;
/// use bouwsoft::{Activation, Client};
///
/// let app_key = std::env::var("BOUWSOFT_APP_KEY")?;
/// let activation = Activation::builder(app_key).start().await?;
/// println!("approve the application on {}", activation.url());
/// let authorization = activation.wait(Duration::from_secs(5), Duration::from_secs(600)).await?;
/// let client = Client::builder().authorized(&authorization).build()?;
/// # Ok(()) }
/// ```
///
/// With a [`callback`](ActivationBuilder::callback) you need not wait: the request to it contains the tokens, and
/// [`Authorization::from_callback`] reads them.
///
/// `Debug` does not show anything with which others could continue the activation.
#[derive(Clone)]
pub struct Activation {
    client: Client,
    app_key: Secret,
    request_id: String,
    url: String,
}

/// An activation that has not started. `Debug` does not show credentials.
#[derive(Clone)]
#[must_use = "`start` starts the activation"]
pub struct ActivationBuilder {
    app_key: Secret,
    callback: Option<String>,
    server: Option<String>,
    settings: Settings,
}

impl ActivationBuilder {
    /// Redirects the browser of the user to this address after the approval, with the tokens in the query.
    pub fn callback(self, url: &str) -> Self {
        Self {
            callback: Some(url.to_owned()),
            ..self
        }
    }

    /// Uses another authorization server than the vendor's: its base URL, including `/api/v1`.
    pub fn authorization_server(self, base_url: &str) -> Self {
        Self {
            server: Some(base_url.to_owned()),
            ..self
        }
    }

    /// Sets how requests are sent.
    pub fn settings(self, settings: Settings) -> Self {
        Self { settings, ..self }
    }

    /// Starts the activation.
    ///
    /// # Errors
    ///
    /// If the authorization server cannot be reached or refuses the request, for example because the key is unknown.
    pub async fn start(self) -> Result<Activation, Error> {
        let client = Client::of_authorization(self.server.as_deref(), &self.settings);
        let client = client.map_err(|error| Error::invalid_request(error.to_string()))?;
        let mut request = client.request_refresh_token(&self.app_key);
        if let Some(url) = self.callback {
            request = request.redirecturl(url);
        }
        let state = request.await?;
        let lacks = |name: &str| Error::unreadable(format!("the response has no {name}"));
        Ok(Activation {
            request_id: state.request_id.ok_or_else(|| lacks("RequestId"))?,
            url: state.request_url.ok_or_else(|| lacks("RequestURL"))?,
            client,
            app_key: self.app_key,
        })
    }
}

impl Activation {
    /// An activation of the application with this key, which the vendor issued.
    pub fn builder(app_key: impl Into<Secret>) -> ActivationBuilder {
        ActivationBuilder {
            app_key: app_key.into(),
            callback: None,
            server: None,
            settings: Settings::default(),
        }
    }

    /// The page on which a user of the tenant approves the application.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Requests the tokens. Returns `None` if the user has not approved the application yet.
    ///
    /// The vendor does not document how a pending activation differs from one that will never be approved. Every
    /// refusal counts as pending.
    ///
    /// # Errors
    ///
    /// If the authorization server cannot be reached or limits the rate of requests, or if its response could not be
    /// interpreted.
    pub async fn check(&self) -> Result<Option<Authorization>, Error> {
        self.request_tokens().await.map(Result::ok)
    }

    /// Requests the tokens every `interval`, but at most ten times a second, until the user has approved the
    /// application. Gives up after `patience`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Timeout`] if the user has not approved the application in that time; its source is the error of the
    /// last request. Otherwise as [`check`](Self::check), except for errors that are retried.
    pub async fn wait(
        &self,
        interval: Duration,
        patience: Duration,
    ) -> Result<Authorization, Error> {
        let start = Instant::now();
        let interval = interval.max(MIN_INTERVAL);
        loop {
            let (last, pause) = match self.request_tokens().await {
                Ok(Ok(authorization)) => return Ok(authorization),
                Ok(Err(refusal)) => (refusal, interval),
                // An unreadable response may be an HTML page, for example during maintenance of the server.
                Err(error)
                    if error.is_retryable() || error.kind() == ErrorKind::UnreadableResponse =>
                {
                    let pause = error.retry_after().unwrap_or_default().max(interval);
                    (Some(error), pause)
                }
                Err(error) => return Err(error),
            };
            // `retry_after` can be so long that a plain sum would overflow.
            if start.elapsed().saturating_add(pause) >= patience {
                let reason = if last.as_ref().is_none_or(is_refusal) {
                    format!("no user approved the application within {patience:?}")
                } else {
                    format!(
                        "no response within {patience:?} says whether a user approved the application"
                    )
                };
                return Err(Error::timeout(reason, last));
            }
            http::sleep(pause).await;
        }
    }

    /// Requests the tokens. The inner result is an error if the user has not approved the application yet: `None` for a
    /// response without tokens, otherwise the refusal.
    async fn request_tokens(&self) -> Result<Result<Authorization, Option<Error>>, Error> {
        let request = self.client.request_refresh_token(&self.app_key);
        match request.request_id(self.request_id.as_str()).await {
            Ok(state) => Ok(Authorization::from_state(state).ok_or(None)),
            Err(error) if is_refusal(&error) => Ok(Err(Some(error))),
            Err(error) => Err(error),
        }
    }
}

impl fmt::Debug for Activation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Activation")
            .field("client", &self.client)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for ActivationBuilder {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |url: &Option<String>| url.as_deref().map(http::shown_url);
        out.debug_struct("ActivationBuilder")
            .field("callback", &shown(&self.callback))
            .field("server", &shown(&self.server))
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

/// Whether the server refused to return tokens, for example because the user has not approved the application yet.
fn is_refusal(error: &Error) -> bool {
    use ErrorKind::{Authentication, NotFound, Permission, Rejected, ServerFault};
    let kinds = [Authentication, Permission, NotFound, Rejected, ServerFault];
    let has_code = error.kind() == ErrorKind::UnreadableResponse && error.code().is_some();
    error.status().is_some() && (kinds.contains(&error.kind()) || has_code)
}

impl Client {
    /// A client for the two operations of the authorization server. It has no credentials: these operations take them
    /// as arguments.
    pub(crate) fn of_authorization(
        server: Option<&str>,
        settings: &Settings,
    ) -> Result<Self, crate::ConfigError> {
        let default = RequestRefreshToken::OPERATION.server.unwrap_or_default();
        let server = http::base_url(server.unwrap_or(default), settings.allows_plain_http())?;
        let client = Self::new(Grant::new(&server, settings.allows_plain_http())?, settings)?;
        Ok(client.with_authorization_server(server))
    }

    pub(crate) fn with_authorization_server(self, base_url: String) -> Self {
        Self {
            http: self.http.with_server(base_url),
        }
    }
}
