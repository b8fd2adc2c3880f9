//! Creating a client: the credentials and the servers.

use std::fmt;

use order_sdk_core::Secret;
use order_sdk_http::{ConfigError, Settings, Tokens, base_url, secret_header, shown_url};

use crate::{Authorization, Client, hosts::Hosts, tokens};

/// Creates a [`Client`] with a refresh token, with which the client fetches access tokens, or with one access token,
/// which it cannot renew. `Debug` does not show credentials.
#[derive(Clone, Default)]
#[must_use = "`build` creates the client"]
pub struct ClientBuilder {
    credentials: Option<Credentials>,
    authorization_server: Option<String>,
    hosts: Hosts,
    settings: Settings,
}

#[derive(Clone)]
enum Credentials {
    Refresh(Authorization),
    Access {
        server: String,
        client_nr: i64,
        token: Secret,
    },
}

impl ClientBuilder {
    /// Uses the refresh token of the tenant `client_nr`, with which the client fetches access tokens.
    ///
    /// The client uses each access token until a minute before it expires, or until a server refuses it. It then
    /// fetches a new one, with one request for all waiting calls, and repeats the refused call. Calls go to the server
    /// that was returned with the token.
    pub fn refresh_token(self, client_nr: i64, token: impl Into<Secret>) -> Self {
        self.authorized(&Authorization {
            client_nr,
            refresh_token: token.into(),
            access_token: None,
            server_name: None,
            valid_until: None,
        })
    }

    /// Uses the refresh token of an activation, and its access token first.
    pub fn authorized(self, authorization: &Authorization) -> Self {
        Self {
            credentials: Some(Credentials::Refresh(authorization.clone())),
            ..self
        }
    }

    /// Uses an access token of the tenant `client_nr`, until it expires.
    ///
    /// `server` is the data server: the name that was returned with the token (`ra`, `ra.bouwsoft.be`) or a URL
    /// (`https://ra.bouwsoft.be`), to which `/api/v1` is added if it is absent. A server outside the vendor's domain,
    /// for example your own gateway, needs [`allow_host`](Self::allow_host); its URL may have another path. A URL of
    /// this machine (`http://127.0.0.1:8080`, `http://localhost/api`) is always allowed and used unchanged, for mock
    /// servers.
    pub fn access_token(self, server: &str, client_nr: i64, token: impl Into<Secret>) -> Self {
        Self {
            credentials: Some(Credentials::Access {
                server: server.to_owned(),
                client_nr,
                token: token.into(),
            }),
            ..self
        }
    }

    /// Uses another authorization server than the vendor's: its base URL, including `/api/v1`.
    ///
    /// A server on this machine, for example `http://127.0.0.1:8080`, is assumed to be a mock server and may name
    /// itself as the data server of a token. Any other data server outside the vendor's domain needs
    /// [`allow_host`](Self::allow_host).
    pub fn authorization_server(self, base_url: &str) -> Self {
        Self {
            authorization_server: Some(base_url.to_owned()),
            ..self
        }
    }

    /// Allows calls to a data server outside the vendor's domain, named by the authorization server or by
    /// [`access_token`](Self::access_token): a host, for example `bouwsoft.example.com`, or host and port. All others
    /// are refused, because they would receive the token.
    pub fn allow_host(mut self, host: &str) -> Self {
        self.hosts.allow(host);
        self
    }

    /// Sets how requests are sent: timeouts, retries, hooks, proxies.
    pub fn settings(self, settings: Settings) -> Self {
        Self { settings, ..self }
    }

    /// Creates the client. It does not connect before the first call.
    ///
    /// # Errors
    ///
    /// If there are no credentials, a credential is not valid in a header, a server is not valid or must not be called,
    /// or TLS cannot be set up.
    pub fn build(self) -> Result<Client, ConfigError> {
        let plain_http = self.settings.allows_plain_http();
        let own = self.authorization_server;
        let hosts = self.hosts.plain_http(plain_http);
        let hosts = hosts.authorized_by(own.as_deref());
        let client = match self.credentials {
            None => return Err(no_credentials()),
            Some(Credentials::Access {
                server,
                client_nr,
                token,
            }) => {
                let server = hosts.chosen(&server)?;
                let grant = tokens::grant(&server, &hosts, client_nr, &token, None)?;
                Client::new(grant, &self.settings)?
            }
            Some(Credentials::Refresh(authorization)) => {
                let token = &authorization.refresh_token;
                if token.expose().trim().is_empty() {
                    return Err(no_credentials());
                }
                secret_header("RefreshToken", token).map_err(|_| ConfigError::Header {
                    name: "RefreshToken".into(),
                })?;
                let client = Client::of_authorization(own.as_deref(), &self.settings)?;
                Client::new(
                    renewing_tokens(client, authorization, hosts)?,
                    &self.settings,
                )?
            }
        };
        Ok(match own {
            Some(server) => client.with_authorization_server(base_url(&server, plain_http)?),
            None => client,
        })
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let authorization_server = self.authorization_server.as_deref().map(shown_url);
        out.debug_struct("ClientBuilder")
            .field("credentials", &self.credentials)
            .field("authorization_server", &authorization_server)
            .field("hosts", &self.hosts)
            .field("settings", &self.settings)
            .finish()
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refresh(authorization) => {
                out.debug_tuple("Refresh").field(authorization).finish()
            }
            Self::Access {
                server, client_nr, ..
            } => out
                .debug_struct("Access")
                .field("server", &shown_url(server))
                .field("client_nr", client_nr)
                .finish_non_exhaustive(),
        }
    }
}

/// The tokens of a client that renews them, starting with the access token of the authorization if it has one.
fn renewing_tokens(
    client: Client,
    authorization: Authorization,
    hosts: Hosts,
) -> Result<Tokens, ConfigError> {
    let Authorization {
        client_nr,
        refresh_token,
        access_token,
        server_name,
        valid_until,
    } = authorization;
    let first = match (access_token, server_name) {
        (Some(token), Some(server)) => {
            let server = hosts.named(&server, &[&refresh_token, &token])?;
            Some(tokens::grant(
                &server,
                &hosts,
                client_nr,
                &token,
                valid_until,
            )?)
        }
        _ => None,
    };
    let tokens = Tokens::new(tokens::Refresh {
        client,
        client_nr,
        refresh_token,
        hosts,
    });
    Ok(match first {
        Some(grant) => tokens.starting_with(grant),
        None => tokens,
    })
}

fn no_credentials() -> ConfigError {
    ConfigError::Missing {
        what: "no credentials; call `refresh_token` or `access_token` of the builder".into(),
    }
}

impl Client {
    /// A builder that takes credentials and settings.
    ///
    /// ```
    /// use bouwsoft::Client;
    ///
    /// let client = Client::builder().refresh_token(115, "the refresh token").build()?;
    /// # Ok::<_, bouwsoft::ConfigError>(())
    /// ```
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// Creates a client for the data server at `base_url` with a valid `access_token` of the tenant `client_nr`. The
    /// server is `https://` and the `ServerName` that was returned with the token, or a mock server on this machine.
    /// For another server, for example your own gateway, use [`ClientBuilder::access_token`] and
    /// [`allow_host`](ClientBuilder::allow_host).
    ///
    /// The token is sent with every call. `Debug` does not show it. Redirects are not followed.
    ///
    /// # Errors
    ///
    /// If the server is not valid or must not be called, the token is not valid in a header, or TLS cannot be set up.
    pub fn connect(
        base_url: &str,
        client_nr: i64,
        access_token: &str,
    ) -> Result<Self, ConfigError> {
        let builder = Self::builder();
        builder
            .access_token(base_url, client_nr, access_token)
            .build()
    }
}
