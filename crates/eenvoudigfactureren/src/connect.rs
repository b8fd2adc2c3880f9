//! Making a client: where the server is, and who calls.

use std::fmt;

use sdk_runtime::http::{self, ConfigError, Grant, Settings};

use crate::Client;

/// Who calls, and for which account. `Debug` shows no secret.
#[derive(Clone)]
pub struct Credentials {
    header: &'static str,
    secret: String,
    account: Option<String>,
}

impl Credentials {
    /// An API key, made in the account under access management.
    pub fn api_key(key: &str) -> Self {
        Self {
            header: "X-API-Key",
            secret: key.to_owned(),
            account: None,
        }
    }

    /// The e-mail address and password of a user. The vendor advises against it: prefer an API key.
    pub fn password(email: &str, password: &str) -> Self {
        Self {
            header: "Authorization",
            secret: http::basic(email, password),
            account: None,
        }
    }

    /// Calls for another account than the caller's own: its number, such as `CAAAAAAAA`. For keys of an accountant's
    /// portal, and for users who have several accounts.
    #[must_use]
    pub fn for_account(mut self, number: &str) -> Self {
        self.account = Some(number.to_owned());
        self
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

impl Client {
    /// A client for the service at `base_url`, such as `https://eenvoudigfactureren.be/api/v1`.
    ///
    /// The credentials are sent with every call and shown by no `Debug`. Redirects are not followed.
    ///
    /// # Errors
    ///
    /// Where the URL is not absolute or not `https`, a credential cannot stand in a header, or TLS cannot be set up.
    pub fn connect(base_url: &str, credentials: &Credentials) -> Result<Self, ConfigError> {
        let grant = Grant::new(base_url, false)?.secret(credentials.header, &credentials.secret)?;
        let grant = match &credentials.account {
            Some(number) => grant.header("X-AccountId", number)?,
            None => grant,
        };
        Self::new(grant, &Settings::default())
    }

    /// A client that calls with an API key: short for [`Client::connect`] with [`Credentials::api_key`].
    ///
    /// # Errors
    ///
    /// As [`Client::connect`].
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
    }
}
