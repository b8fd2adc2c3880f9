//! Making a client: who calls, and where the servers are.

use std::fmt;

use sdk_runtime::{
    Secret,
    http::{ConfigError, Settings, Tokens, base_url, secret_header, shown_url},
};

use crate::{Authorization, Client, hosts::Hosts, tokens};

/// Makes a [`Client`]: from a refresh token, which is what to keep, or from an access token as long as that lasts.
/// `Debug` shows no credential.
#[derive(Clone, Default)]
#[must_use = "a client is made by `build`"]
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
    /// Calls for the tenant `client_nr`, with access tokens that the client gets for its refresh token.
    ///
    /// Each is kept until a minute before its end, or until a server refuses it: then the client gets another, once for
    /// all calls that wait, and sends the call again. Calls go to the server that came with the token.
    pub fn refresh_token(self, client_nr: i64, token: impl Into<Secret>) -> Self {
        self.authorized(&Authorization {
            client_nr,
            refresh_token: token.into(),
            access_token: None,
            server_name: None,
            valid_until: None,
        })
    }

    /// The same, beginning with the access token that an activation brought.
    pub fn authorized(self, authorization: &Authorization) -> Self {
        Self {
            credentials: Some(Credentials::Refresh(authorization.clone())),
            ..self
        }
    }

    /// Calls for the tenant `client_nr` with an access token, for as long as it lasts.
    ///
    /// `server` is the data server, by its name as it came with the token (`ra`, `ra.bouwsoft.be`) or as a URL
    /// (`https://ra.bouwsoft.be`): `/api/v1` is put behind it where it is not there. One outside the vendor's domain, such
    /// as a gateway of your own, needs [`allow_host`](Self::allow_host); its URL may have another path. A URL of this
    /// machine (`http://127.0.0.1:8080`, `http://localhost/api`) needs nothing and is taken as it is, for mock servers.
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

    /// Asks another authorization server than the vendor's: its base URL, with `/api/v1`.
    ///
    /// A server on this machine, for example `http://127.0.0.1:8080`, is taken for a mock server, and may name itself
    /// as the data server of a token. Any other data server outside the vendor's domain needs
    /// [`allow_host`](Self::allow_host).
    pub fn authorization_server(self, base_url: &str) -> Self {
        Self {
            authorization_server: Some(base_url.to_owned()),
            ..self
        }
    }

    /// Allows calls to a data server outside the vendor's domain, whether the authorization server names it or
    /// [`access_token`](Self::access_token) does: a host such as `bouwsoft.example.com`, or host and port. All others are
    /// refused, since the token would go there.
    pub fn allow_host(mut self, host: &str) -> Self {
        self.hosts.allow(host);
        self
    }

    /// How requests are sent: times, retries, hooks, proxies.
    pub fn settings(self, settings: Settings) -> Self {
        Self { settings, ..self }
    }

    /// The client. It connects to nothing before the first call.
    ///
    /// # Errors
    ///
    /// If there are no credentials, a credential is not valid in a header, a server is not valid or must not be called, or
    /// TLS cannot be set up.
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
                Client::new(renewing(client, authorization, hosts)?, &self.settings)?
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

/// The tokens of a client that renews them, with the first one where it came already.
fn renewing(
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
    /// Makes a client: credentials first, then [`build`](ClientBuilder::build).
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

    /// A client for the data server at `base_url` (`https://` and the `ServerName` that came with the access token, or a
    /// mock server on this machine), calling for the tenant `client_nr` with a valid `access_token`: short for
    /// [`ClientBuilder::access_token`], which says what servers there are. For one elsewhere, such as a gateway of your own,
    /// use the builder, with [`allow_host`](ClientBuilder::allow_host).
    ///
    /// The token is sent with every call and shown by no `Debug`. Redirects are not followed.
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
