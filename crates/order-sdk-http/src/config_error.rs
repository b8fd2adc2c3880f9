//! The error of creating a client.

use std::{error::Error as StdError, fmt};

use super::address;

/// Why a client could not be created.
#[derive(Debug)]
#[non_exhaustive]
pub enum ConfigError {
    /// The base URL is not valid, or credentials must not be sent to it.
    BaseUrl {
        /// The URL, without credentials.
        url: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A value is not valid in a header. The error does not contain the value, because it may be a credential.
    Header {
        /// The name of the header.
        name: String,
    },
    /// Credentials must not be sent to this server.
    Host {
        /// The server, without credentials.
        host: String,
        /// Why, and how to allow it.
        reason: String,
    },
    /// A setting that the client needs is missing.
    Missing {
        /// What is missing, and how to provide it.
        what: String,
    },
    /// An environment variable is not valid. The error does not contain its value, because it may be a credential.
    Variable {
        /// The name of the variable.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The HTTP client could not be created, for example because TLS could not be set up.
    Client(reqwest::Error),
}

impl ConfigError {
    /// The error for a base URL that cannot be used. Parts of `url` that may be a credential are removed.
    pub fn base_url(url: &str, reason: impl Into<String>) -> Self {
        Self::BaseUrl {
            url: address::shown_url(url),
            reason: reason.into(),
        }
    }

    /// The error for a server that must not be called. Parts of `host` that may be a credential are removed.
    pub fn host(host: &str, reason: impl Into<String>) -> Self {
        Self::Host {
            host: address::shown_url(host),
            reason: reason.into(),
        }
    }

    /// The error for an environment variable that cannot be used. `reason` must not contain its value.
    pub fn variable(name: &str, reason: impl Into<String>) -> Self {
        Self::Variable {
            name: name.to_owned(),
            reason: reason.into(),
        }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BaseUrl { url, reason } => write!(
                out,
                "`{url}` is not a valid base URL ({reason}); use one like https://example.be/api/v1"
            ),
            Self::Host { host, reason } => {
                write!(out, "`{host}` must not be called: {reason}")
            }
            Self::Header { name } => write!(
                out,
                "the value for the header {name} contains characters that are not valid in a header"
            ),
            Self::Missing { what } => out.write_str(what),
            Self::Variable { name, reason } => {
                write!(out, "the environment variable {name}: {reason}")
            }
            Self::Client(_) => out.write_str("the HTTP client could not be created"),
        }
    }
}

impl StdError for ConfigError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Client(error) => Some(error),
            Self::BaseUrl { .. }
            | Self::Host { .. }
            | Self::Header { .. }
            | Self::Missing { .. }
            | Self::Variable { .. } => None,
        }
    }
}
