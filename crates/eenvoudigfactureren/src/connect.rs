//! Making a client: where the server is, and who calls.

use std::fmt;

use sdk_runtime::http::{self, ConfigError, Grant, Settings};

use crate::Client;

/// Who calls, and for which account. `Debug` shows no secret.
#[derive(Clone)]
pub struct Credentials {
    header: &'static str,
    /// What the header says.
    secret: String,
    /// The part of it that is secret by itself.
    part: String,
    account: Option<String>,
}

impl Credentials {
    /// An API key, made in the account under access management.
    pub fn api_key(key: &str) -> Self {
        Self::new("X-API-Key", key.to_owned(), key)
    }

    /// An OAuth access token, for the account that was chosen when consent was given. Where it is to be renewed when it
    /// ends, give [`Client::new`] a source of tokens instead.
    pub fn bearer(token: &str) -> Self {
        Self::new("Authorization", format!("Bearer {token}"), token)
    }

    /// The e-mail address and password of a user. The vendor advises against it: prefer an API key.
    pub fn password(email: &str, password: &str) -> Self {
        Self::new("Authorization", http::basic(email, password), password)
    }

    /// Calls for another account than the caller's own: its number, such as `CAAAAAAAA`. For keys of an accountant's
    /// portal, and for users who have several accounts.
    #[must_use]
    pub fn for_account(mut self, number: &str) -> Self {
        self.account = Some(number.to_owned());
        self
    }

    fn new(header: &'static str, secret: String, part: &str) -> Self {
        Self {
            header,
            secret,
            part: part.to_owned(),
            account: None,
        }
    }

    /// Access to a server with them.
    fn grant(&self, base_url: &str, settings: &Settings) -> Result<Grant, ConfigError> {
        let grant = Grant::new(base_url, settings.allows_plain_http())?;
        let grant = grant.secret(self.header, &self.secret)?.hiding(&self.part);
        // Of `Basic bWU6c2VjcmV0`, the second half is as secret as the whole.
        let grant = match self.secret.split_once(' ') {
            Some((_, encoded)) => grant.hiding(encoded),
            None => grant,
        };
        match &self.account {
            Some(number) => grant.header("X-AccountId", number),
            None => Ok(grant),
        }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            header, account, ..
        } = self;
        out.debug_struct("Credentials")
            .field("header", header)
            .field("account", account)
            .finish_non_exhaustive()
    }
}

/// The server to call: the service runs under two names.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum Server {
    /// `https://eenvoudigfactureren.be/api/v1`
    #[default]
    EenvoudigFactureren,
    /// `https://app.simplybooks.be/api/v1`
    SimplyBooks,
    /// Another one, by its base URL: a mock server, or a proxy.
    Other(String),
}

impl Server {
    /// The address that operations add their paths to.
    pub fn base_url(&self) -> &str {
        match self {
            Self::EenvoudigFactureren => "https://eenvoudigfactureren.be/api/v1",
            Self::SimplyBooks => "https://app.simplybooks.be/api/v1",
            Self::Other(url) => url,
        }
    }
}

impl From<&str> for Server {
    /// The server of that name, in small letters or capitals, or with that base URL.
    fn from(name: &str) -> Self {
        match name.to_ascii_lowercase().as_str() {
            "eenvoudigfactureren" => Self::EenvoudigFactureren,
            "simplybooks" => Self::SimplyBooks,
            _ => Self::Other(name.to_owned()),
        }
    }
}

/// A client in the making.
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
pub struct ClientBuilder {
    credentials: Option<Credentials>,
    account: Option<String>,
    server: Server,
    settings: Settings,
}

impl ClientBuilder {
    /// A client that calls with these credentials.
    pub fn new(credentials: Credentials) -> Self {
        Self::default().credentials(credentials)
    }

    /// Calls with an API key, made in the account under access management.
    #[must_use]
    pub fn api_key(self, key: &str) -> Self {
        self.credentials(Credentials::api_key(key))
    }

    /// Calls with an OAuth access token.
    #[must_use]
    pub fn bearer(self, token: &str) -> Self {
        self.credentials(Credentials::bearer(token))
    }

    /// Calls as a user, by e-mail address and password. The vendor advises against it: prefer an API key.
    #[must_use]
    pub fn password(self, email: &str, password: &str) -> Self {
        self.credentials(Credentials::password(email, password))
    }

    /// Calls with these credentials, in place of those before.
    #[must_use]
    pub fn credentials(self, credentials: Credentials) -> Self {
        Self {
            credentials: Some(credentials),
            ..self
        }
    }

    /// Works in another account than the caller's own: see [`Credentials::for_account`].
    #[must_use]
    pub fn account(self, number: &str) -> Self {
        Self {
            account: Some(number.to_owned()),
            ..self
        }
    }

    /// Calls this server, and not that of EenvoudigFactureren.
    #[must_use]
    pub fn server(self, server: impl Into<Server>) -> Self {
        Self {
            server: server.into(),
            ..self
        }
    }

    /// Sends requests as these settings say.
    #[must_use]
    pub fn settings(self, settings: Settings) -> Self {
        Self { settings, ..self }
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// Where there are no credentials or they cannot stand in a header, the URL is not absolute or not `https`, or TLS
    /// cannot be set up.
    pub fn build(self) -> Result<Client, ConfigError> {
        let credentials = self.credentials.ok_or_else(|| ConfigError::Missing {
            what: "no credentials: give an API key, a bearer token, or a user and password".into(),
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
    /// A client in the making: credentials, server and settings, each by name.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// A client for the service at `base_url`, such as `https://eenvoudigfactureren.be/api/v1`.
    ///
    /// The credentials are sent with every call and shown by no `Debug`. Redirects are not followed.
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

    /// A client that calls with an API key: short for [`Client::connect`] with [`Credentials::api_key`].
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
        assert_eq!(
            shown,
            r#"Credentials { header: "Authorization", account: Some("CA1"), .. }"#
        );
        let shown = format!("{:?}", ClientBuilder::new(credentials));
        assert!(!shown.contains("topsecret"), "{shown}");
    }

    #[test]
    fn a_client_needs_credentials() {
        let error = Client::builder().build().expect_err("no credentials");
        assert!(
            error
                .to_string()
                .starts_with("no credentials: give an API key")
        );
    }

    #[test]
    fn servers_go_by_name() {
        assert_eq!(Server::from("SimplyBooks"), Server::SimplyBooks);
        assert_eq!(Server::from("eenvoudigfactureren"), Server::default());
        let other = Server::from("https://x.be/API");
        assert_eq!(other.base_url(), "https://x.be/API");
    }
}
