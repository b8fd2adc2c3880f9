//! Creating a client from environment variables.

use order_sdk_http::{self as http, ConfigError, Variables};

use crate::{Client, ClientBuilder};

const CLIENT_NR: &str = "BOUWSOFT_CLIENT_NR";
const REFRESH_TOKEN: &str = "BOUWSOFT_REFRESH_TOKEN";
const ACCESS_TOKEN: &str = "BOUWSOFT_ACCESS_TOKEN";
const SERVER: &str = "BOUWSOFT_SERVER";
const AUTHORIZATION_SERVER: &str = "BOUWSOFT_AUTHORIZATION_SERVER";

impl Client {
    /// Creates a client from environment variables:
    ///
    /// | Variable | |
    /// |---|---|
    /// | `BOUWSOFT_CLIENT_NR` | The number of the tenant. |
    /// | `BOUWSOFT_REFRESH_TOKEN` | The refresh token. |
    /// | `BOUWSOFT_ACCESS_TOKEN`, `BOUWSOFT_SERVER` | Instead of the refresh token: an access token and its server, as for [`ClientBuilder::access_token`]. |
    /// | `BOUWSOFT_AUTHORIZATION_SERVER` | Base URL of an authorization server other than the vendor's. |
    ///
    /// A variable that is empty or has only white space counts as not set.
    ///
    /// # Errors
    ///
    /// If a variable is missing or not valid, and as [`ClientBuilder::build`].
    pub fn from_env() -> Result<Self, ConfigError> {
        ClientBuilder::from_env()?.build()
    }
}

impl ClientBuilder {
    /// A builder from environment variables: see [`Client::from_env`].
    ///
    /// # Errors
    ///
    /// If a variable is missing or not valid.
    pub fn from_env() -> Result<Self, ConfigError> {
        Self::of_variables(&Variables::of_environment())
    }

    fn of_variables(variables: &Variables<'_>) -> Result<Self, ConfigError> {
        let read = |name: &str| variables.get(name);
        let (number, refresh, access) =
            (read(CLIENT_NR)?, read(REFRESH_TOKEN)?, read(ACCESS_TOKEN)?);
        if number.is_none() && refresh.is_none() && access.is_none() {
            return Err(no_variables());
        }
        let number = number.ok_or_else(|| missing(CLIENT_NR, "it to the number of the tenant"))?;
        let no_number = "it is not a number; set it to the number of the tenant";
        let number = number
            .parse()
            .map_err(|_| ConfigError::variable(CLIENT_NR, no_number))?;
        let builder = match read(AUTHORIZATION_SERVER)? {
            Some(server) => Self::default().authorization_server(&checked(&server)?),
            None => Self::default(),
        };
        if let Some(token) = refresh {
            return Ok(builder.refresh_token(number, token));
        }
        let either = format!("{ACCESS_TOKEN} or {REFRESH_TOKEN}");
        let token = access.ok_or_else(|| missing(ACCESS_TOKEN, &either))?;
        let value = "it to the server that was returned with the access token";
        let server = read(SERVER)?.ok_or_else(|| missing(SERVER, value))?;
        Ok(builder.access_token(&server, number, token))
    }
}

/// The error for a variable that is not set. `what` completes "set", for example "it to the number of the tenant".
fn missing(name: &str, what: &str) -> ConfigError {
    ConfigError::variable(name, format!("it is not set; set {what}"))
}

/// The base URL of an authorization server. Building the client checks whether plain `http` is allowed.
fn checked(server: &str) -> Result<String, ConfigError> {
    http::base_url(server, true)
        .map_err(|error| ConfigError::variable(AUTHORIZATION_SERVER, error.to_string()))
}

fn no_variables() -> ConfigError {
    ConfigError::Missing {
        what: format!(
            "no credentials: set {CLIENT_NR} and {REFRESH_TOKEN}, or {CLIENT_NR}, {ACCESS_TOKEN} and {SERVER}"
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::*;

    fn builder_of(variables: &[(&str, &str)]) -> Result<ClientBuilder, String> {
        let variable = |name: &str| {
            let mut all = variables.iter();
            let found = all.find(|(known, _)| *known == name);
            found.map(|(_, value)| OsString::from(value))
        };
        ClientBuilder::of_variables(&Variables::new(variable)).map_err(|error| error.to_string())
    }

    #[test]
    fn a_refresh_token_takes_precedence_over_an_access_token() {
        let builder = builder_of(&[
            (CLIENT_NR, " 115 "),
            (REFRESH_TOKEN, "topsecret"),
            (ACCESS_TOKEN, "topsecret"),
            (SERVER, "ra"),
            (AUTHORIZATION_SERVER, "https://charon.example.com/api/v1"),
        ])
        .expect("credentials");
        let shown = format!("{builder:?}");
        assert!(shown.contains("Refresh("), "{shown}");
        assert!(shown.contains("charon.example.com"), "{shown}");
        assert!(!shown.contains("topsecret"), "{shown}");
        let client = builder.build().expect("a client");
        assert!(!format!("{client:?}").contains("topsecret"), "{client:?}");
    }

    #[test]
    fn an_access_token_needs_a_server() {
        let own = (ACCESS_TOKEN, "topsecret");
        let number = (CLIENT_NR, "115");
        let builder = builder_of(&[number, own, (SERVER, "ra")]).expect("credentials");
        assert!(builder.build().is_ok());
        let error = builder_of(&[number, own, (SERVER, " ")]).expect_err("no server");
        assert!(error.contains("BOUWSOFT_SERVER: it is not set"), "{error}");
        let wrong = (AUTHORIZATION_SERVER, "charon");
        let error = builder_of(&[number, own, wrong]).expect_err("no URL");
        assert!(
            error.contains("BOUWSOFT_AUTHORIZATION_SERVER: `charon` is not a valid base URL"),
            "{error}"
        );
        for elsewhere in ["example.com", "https://example.com/api/v1"] {
            let builder = builder_of(&[number, own, (SERVER, elsewhere)]);
            let builder = builder.expect("credentials");
            let error = builder.clone().build().expect_err(elsewhere);
            assert!(error.to_string().contains("`allow_host`"), "{error}");
            assert!(builder.allow_host("example.com").build().is_ok());
        }
    }

    #[test]
    fn an_error_names_what_is_missing() {
        for (variables, reason) in [
            (&[][..], "no credentials: set BOUWSOFT_CLIENT_NR"),
            (
                &[(REFRESH_TOKEN, "topsecret")],
                "BOUWSOFT_CLIENT_NR: it is not set",
            ),
            (
                &[(CLIENT_NR, "x")],
                "BOUWSOFT_CLIENT_NR: it is not a number",
            ),
            (
                &[(CLIENT_NR, "115")],
                "BOUWSOFT_ACCESS_TOKEN: it is not set; set BOUWSOFT_ACCESS_TOKEN or BOUWSOFT_REFRESH_TOKEN",
            ),
        ] {
            let error = builder_of(variables).expect_err(reason);
            assert!(error.contains(reason), "{error}");
        }
        for (token, reason) in [("", "no credentials"), ("a\nb", "the header RefreshToken")] {
            let builder = Client::builder().refresh_token(115, token);
            let error = builder.build().expect_err(reason);
            assert!(error.to_string().contains(reason), "{error}");
        }
        let error = Client::builder().build().expect_err("no credentials");
        assert!(error.to_string().contains("no credentials"), "{error}");
    }
}
