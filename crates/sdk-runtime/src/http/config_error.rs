//! The one error of making a client.

use std::{error::Error as StdError, fmt};

use super::address;

/// Why a client cannot be made.
#[derive(Debug)]
#[non_exhaustive]
pub enum ConfigError {
    /// The base URL is none, or credentials must not be sent to it.
    BaseUrl {
        /// What was given.
        url: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A value cannot travel as a header. The value itself is not told: it may be a credential.
    Header {
        /// Name of the header.
        name: String,
    },
    /// Credentials must not be sent to this server.
    Host {
        /// The server.
        host: String,
        /// Why, and how it may be called nevertheless.
        reason: String,
    },
    /// Something that the client needs was not given.
    Missing {
        /// What, and how to give it.
        what: String,
    },
    /// A variable of the environment cannot be used. Its value is not told: it may be a credential.
    Variable {
        /// Its name.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The HTTP client cannot be made, for want of a TLS set-up for example.
    Client(reqwest::Error),
}

impl ConfigError {
    /// A base URL that cannot be used, shown without what may be a credential in it.
    pub fn base_url(url: &str, reason: impl Into<String>) -> Self {
        Self::BaseUrl {
            url: address::shown_url(url),
            reason: reason.into(),
        }
    }

    /// A server that must not be called, shown without what may be a credential in its address.
    pub fn host(host: &str, reason: impl Into<String>) -> Self {
        Self::Host {
            host: address::shown_url(host),
            reason: reason.into(),
        }
    }

    /// A variable of the environment that cannot be used, and why.
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
                "`{url}` is not a base URL ({reason}); give one such as https://example.be/api/v1"
            ),
            Self::Host { host, reason } => {
                write!(out, "`{host}` must not be called: {reason}")
            }
            Self::Header { name } => write!(
                out,
                "the value for the header {name} has characters that cannot stand in a header"
            ),
            Self::Missing { what } => out.write_str(what),
            Self::Variable { name, reason } => {
                write!(out, "the environment variable {name}: {reason}")
            }
            Self::Client(_) => out.write_str("the HTTP client cannot be made"),
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
