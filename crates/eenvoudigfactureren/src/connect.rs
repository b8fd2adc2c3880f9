//! Creating a client: the server and the credentials.

use std::fmt;

use order_sdk_core::Secret;
use order_sdk_http::{self as http, ConfigError, Grant, Settings};

use crate::Client;

/// The credentials of the caller, and the account. `Debug` does not show secrets.
#[derive(Clone, Debug)]
pub struct Credentials {
    caller: Caller,
    account: Option<String>,
}

#[derive(Clone, Debug)]
enum Caller {
    Key(Secret),
    Token(Secret),
    User { email: String, password: Secret },
}

impl Credentials {
    /// An API key, created in the access management of the account.
    pub fn api_key(key: impl Into<Secret>) -> Self {
        Caller::Key(key.into()).into()
    }

    /// An OAuth access token, for the account that was selected when consent was given. To renew it when it expires,
    /// pass [`Tokens`](crate::Tokens) with your own source to [`Client::new`] instead.
    pub fn bearer(token: impl Into<Secret>) -> Self {
        Caller::Token(token.into()).into()
    }

    /// The e-mail address and password of a user. The vendor advises against it: prefer an API key.
    pub fn password(email: &str, password: impl Into<Secret>) -> Self {
        Self::from(Caller::User {
            email: email.to_owned(),
            password: password.into(),
        })
    }

    /// Selects another account than the default one: its ID, for example `CAAAAAAAA`. For keys of an accountant's
    /// portal, and for users with several accounts.
    #[must_use]
    pub fn for_account(mut self, number: &str) -> Self {
        self.account = Some(number.to_owned());
        self
    }

    /// Access to a server with these credentials.
    fn grant(&self, base_url: &str, settings: &Settings) -> Result<Grant, ConfigError> {
        let grant = Grant::new(base_url, settings.allows_plain_http())?;
        let grant = self.caller.sign(grant)?;
        match &self.account {
            Some(number) if number.trim().is_empty() => Err(ConfigError::Missing {
                what: "the ID of the account is empty; omit it to use the user's default account"
                    .into(),
            }),
            Some(number) => grant.header("X-AccountId", number),
            None => Ok(grant),
        }
    }
}

impl Caller {
    /// Adds the header with the credentials. Errors do not show secrets.
    fn sign(&self, grant: Grant) -> Result<Grant, ConfigError> {
        match self {
            Self::Key(key) => grant.secret("X-API-Key", key.expose()),
            Self::Token(token) => {
                let header = Secret::from(format!("Bearer {}", token.expose()));
                grant.secret("Authorization", header.expose())
            }
            // The service would read the part after a colon as the password.
            Self::User { email, .. } if email.trim().is_empty() || email.contains(':') => {
                Err(ConfigError::Missing {
                    what: "the e-mail address of the user is empty or contains a colon".into(),
                })
            }
            Self::User { email, password } => {
                let header = Secret::from(http::basic(email, password.expose()));
                grant.secret("Authorization", header.expose())
            }
        }
    }
}

impl From<Caller> for Credentials {
    fn from(caller: Caller) -> Self {
        Self {
            caller,
            account: None,
        }
    }
}

/// A server of the service, which is sold under two names. `Debug` does not show credentials in a URL.
#[derive(Clone, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum Server {
    /// `https://eenvoudigfactureren.be/api/v1`
    #[default]
    EenvoudigFactureren,
    /// `https://app.simplybooks.be/api/v1`
    SimplyBooks,
    /// Another server, by its base URL, for example a mock server or a proxy.
    Other(String),
}

impl Server {
    /// The URL to which operations append their paths.
    pub fn base_url(&self) -> &str {
        match self {
            Self::EenvoudigFactureren => "https://eenvoudigfactureren.be/api/v1",
            Self::SimplyBooks => "https://app.simplybooks.be/api/v1",
            Self::Other(url) => url,
        }
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EenvoudigFactureren => out.write_str("EenvoudigFactureren"),
            Self::SimplyBooks => out.write_str("SimplyBooks"),
            Self::Other(url) => out
                .debug_tuple("Other")
                .field(&http::shown_url(url))
                .finish(),
        }
    }
}

impl From<&str> for Server {
    /// The server with this name or host, regardless of case, or with this base URL.
    fn from(name: &str) -> Self {
        let lower = name.to_ascii_lowercase();
        let host = lower.trim_start_matches("https://").trim_end_matches('/');
        match host {
            "eenvoudigfactureren" | "eenvoudigfactureren.be" => Self::EenvoudigFactureren,
            "simplybooks" | "app.simplybooks.be" => Self::SimplyBooks,
            _ => Self::Other(name.to_owned()),
        }
    }
}

impl From<String> for Server {
    /// As from `&str`.
    fn from(name: String) -> Self {
        name.as_str().into()
    }
}

/// Creates a [`Client`] from credentials, a server and settings.
///
/// ```
/// use std::time::Duration;
///
/// use eenvoudigfactureren::{Client, Server, Settings};
///
/// let client = Client::builder()
///     .api_key("the key")
///     .server(Server::SimplyBooks)
///     .settings(Settings::new().user_agent("shop/2.1").deadline(Duration::from_secs(60)))
///     .build()?;
/// # Ok::<(), eenvoudigfactureren::ConfigError>(())
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "`build` creates the client"]
pub struct ClientBuilder {
    credentials: Option<Credentials>,
    account: Option<String>,
    server: Server,
    settings: Settings,
}

impl ClientBuilder {
    /// A builder with these credentials.
    pub fn new(credentials: Credentials) -> Self {
        Self::default().credentials(credentials)
    }

    /// Uses an API key, created in the access management of the account.
    pub fn api_key(self, key: impl Into<Secret>) -> Self {
        self.credentials(Credentials::api_key(key))
    }

    /// Uses an OAuth access token.
    pub fn bearer(self, token: impl Into<Secret>) -> Self {
        self.credentials(Credentials::bearer(token))
    }

    /// Uses the e-mail address and password of a user. The vendor advises against it: prefer an API key.
    pub fn password(self, email: &str, password: impl Into<Secret>) -> Self {
        self.credentials(Credentials::password(email, password))
    }

    /// Uses these credentials instead of earlier ones.
    pub fn credentials(self, credentials: Credentials) -> Self {
        Self {
            credentials: Some(credentials),
            ..self
        }
    }

    /// Selects another account than the default one: see [`Credentials::for_account`].
    pub fn account(self, number: &str) -> Self {
        Self {
            account: Some(number.to_owned()),
            ..self
        }
    }

    /// Uses this server. The default is that of EenvoudigFactureren.
    pub fn server(self, server: impl Into<Server>) -> Self {
        Self {
            server: server.into(),
            ..self
        }
    }

    /// Sets how requests are sent: timeouts, retries, hooks, proxies.
    pub fn settings(self, settings: Settings) -> Self {
        Self { settings, ..self }
    }

    /// Creates the client. It does not connect before the first call.
    ///
    /// # Errors
    ///
    /// If there are no credentials or they are not valid in a header, if the URL is not an absolute `https` URL, or if
    /// TLS cannot be set up.
    pub fn build(self) -> Result<Client, ConfigError> {
        let credentials = self.credentials.ok_or_else(|| ConfigError::Missing {
            what: "no credentials; provide an API key, a bearer token, or an e-mail address and password".into(),
        })?;
        let credentials = match &self.account {
            Some(number) => credentials.for_account(number),
            None => credentials,
        };
        let grant = credentials.grant(self.server.base_url(), &self.settings)?;
        Client::new(grant, &self.settings)
    }
}

impl Client {
    /// A builder that takes credentials, server and settings.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// Creates a client for the service at `base_url`, for example `https://eenvoudigfactureren.be/api/v1`.
    ///
    /// The credentials are sent with every call. `Debug` does not show them. Redirects are not followed.
    ///
    /// # Errors
    ///
    /// As [`ClientBuilder::build`].
    pub fn connect(base_url: &str, credentials: &Credentials) -> Result<Self, ConfigError> {
        let server = Server::Other(base_url.to_owned());
        ClientBuilder::new(credentials.clone())
            .server(server)
            .build()
    }

    /// Creates a client with an API key: the same as [`Client::connect`] with [`Credentials::api_key`].
    ///
    /// # Errors
    ///
    /// As [`ClientBuilder::build`].
    pub fn with_api_key(base_url: &str, key: &str) -> Result<Self, ConfigError> {
        Self::connect(base_url, &Credentials::api_key(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_do_not_show_their_secret() {
        let credentials = Credentials::password("me@here.be", "topsecret").for_account("CA1");
        let shown = format!("{credentials:?}");
        assert!(
            shown.contains("me@here.be") && shown.contains("CA1"),
            "{shown}"
        );
        assert!(!shown.contains("topsecret"), "{shown}");
        let shown = format!("{:?}", ClientBuilder::new(credentials));
        assert!(!shown.contains("topsecret"), "{shown}");
    }

    #[test]
    fn an_empty_account_and_an_invalid_user_are_refused() {
        for (builder, reason) in [
            (
                Client::builder().api_key("key").account(" "),
                "the ID of the account",
            ),
            (
                Client::builder().password("a:b@here.be", "topsecret"),
                "the e-mail address",
            ),
            (
                Client::builder().password("", "topsecret"),
                "the e-mail address",
            ),
        ] {
            let error = builder.build().expect_err(reason).to_string();
            assert!(error.starts_with(reason), "{error}");
        }
    }

    #[test]
    fn a_client_needs_credentials() {
        let error = Client::builder().build().expect_err("no credentials");
        assert!(
            error
                .to_string()
                .starts_with("no credentials; provide an API key")
        );
    }

    #[test]
    fn a_server_is_selected_by_name_host_or_url() {
        assert_eq!(Server::from("SimplyBooks"), Server::SimplyBooks);
        assert_eq!(Server::from("eenvoudigfactureren"), Server::default());
        assert_eq!(Server::from("app.SimplyBooks.be"), Server::SimplyBooks);
        let from_url = Server::from("https://eenvoudigfactureren.be/");
        assert_eq!(from_url, Server::EenvoudigFactureren);
        let other = Server::from("https://x.be/API");
        assert_eq!(other.base_url(), "https://x.be/API");
    }
}
