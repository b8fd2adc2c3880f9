//! Creating a client from environment variables.

use order_sdk_http::{self as http, ConfigError, Variables};

use crate::{Client, ClientBuilder, Credentials, Server};

const API_KEY: &str = "EENVOUDIGFACTUREREN_API_KEY";
const BEARER_TOKEN: &str = "EENVOUDIGFACTUREREN_BEARER_TOKEN";
const EMAIL: &str = "EENVOUDIGFACTUREREN_EMAIL";
const PASSWORD: &str = "EENVOUDIGFACTUREREN_PASSWORD";
const ACCOUNT_ID: &str = "EENVOUDIGFACTUREREN_ACCOUNT_ID";
const SERVER: &str = "EENVOUDIGFACTUREREN_SERVER";

impl Client {
    /// Creates a client from environment variables:
    ///
    /// | Variable | |
    /// |---|---|
    /// | `EENVOUDIGFACTUREREN_API_KEY` | An API key. |
    /// | `EENVOUDIGFACTUREREN_BEARER_TOKEN` | Instead of the key, an OAuth access token. |
    /// | `EENVOUDIGFACTUREREN_EMAIL`, `EENVOUDIGFACTUREREN_PASSWORD` | Instead of the key, a user. |
    /// | `EENVOUDIGFACTUREREN_ACCOUNT_ID` | The ID of the account, if it is not the default one. |
    /// | `EENVOUDIGFACTUREREN_SERVER` | `eenvoudigfactureren` (the default), `simplybooks`, or a base URL. |
    ///
    /// A variable without a value counts as not set.
    ///
    /// # Errors
    ///
    /// If no credentials or several kinds are set, and as [`ClientBuilder::build`]. The error names the variables and
    /// does not contain credentials.
    pub fn from_env() -> Result<Self, ConfigError> {
        ClientBuilder::from_env()?.build()
    }
}

impl ClientBuilder {
    /// A builder from environment variables, as [`Client::from_env`] reads them.
    ///
    /// # Errors
    ///
    /// If no credentials or several kinds are set, a variable is not valid Unicode, or the server is not valid.
    pub fn from_env() -> Result<Self, ConfigError> {
        Self::of_variables(&Variables::of_environment())
    }

    fn of_variables(variables: &Variables<'_>) -> Result<Self, ConfigError> {
        let read = |name| variables.get(name);
        let credentials = credentials(
            read(API_KEY)?,
            read(BEARER_TOKEN)?,
            read(EMAIL)?,
            variables.verbatim(PASSWORD)?,
        )?;
        let mut builder = Self::new(credentials);
        if let Some(number) = read(ACCOUNT_ID)? {
            builder = builder.account(&number);
        }
        if let Some(name) = read(SERVER)? {
            builder = builder.server(server(&name)?);
        }
        Ok(builder)
    }
}

/// The server with a name or a base URL. Building the client checks whether plain `http` is allowed.
fn server(name: &str) -> Result<Server, ConfigError> {
    let server = Server::from(name);
    let refused = http::base_url(server.base_url(), true).err();
    match refused {
        Some(ConfigError::BaseUrl { url, reason }) => Err(ConfigError::variable(
            SERVER,
            format!(
                "`{url}` is not eenvoudigfactureren, simplybooks or a valid base URL ({reason})"
            ),
        )),
        _ => Ok(server),
    }
}

fn credentials(
    key: Option<String>,
    token: Option<String>,
    email: Option<String>,
    password: Option<String>,
) -> Result<Credentials, ConfigError> {
    match (key, token, email, password) {
        (Some(key), None, None, None) => Ok(Credentials::api_key(key)),
        (None, Some(token), None, None) => Ok(Credentials::bearer(token)),
        (None, None, Some(email), Some(password)) => Ok(Credentials::password(&email, password)),
        (None, None, Some(_), None) => Err(ConfigError::variable(
            PASSWORD,
            format!("it is not set, but {EMAIL} is; set both"),
        )),
        (None, None, None, Some(_)) => Err(ConfigError::variable(
            EMAIL,
            format!("it is not set, but {PASSWORD} is; set both"),
        )),
        (None, None, None, None) => Err(ConfigError::Missing {
            what: format!(
                "no credentials: set {API_KEY}, or {BEARER_TOKEN}, or {EMAIL} and {PASSWORD}"
            ),
        }),
        (key, token, email, password) => {
            let set = [
                (API_KEY, key),
                (BEARER_TOKEN, token),
                (EMAIL, email),
                (PASSWORD, password),
            ];
            let set: Vec<_> = set
                .into_iter()
                .filter_map(|(name, value)| value.map(|_| name))
                .collect();
            let (first, others) = (set[0], set[1..].join(" and "));
            Err(ConfigError::variable(
                first,
                format!("it is set together with {others}; set only one kind of credentials"),
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::*;

    fn built(variables: &[(&str, &str)]) -> Result<Client, ConfigError> {
        let get = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| OsString::from(value))
        };
        ClientBuilder::of_variables(&Variables::new(get))?.build()
    }

    #[test]
    fn each_kind_of_credentials_makes_a_client() {
        for variables in [
            &[(API_KEY, "topsecret\n")][..],
            &[(BEARER_TOKEN, "topsecret"), (API_KEY, ""), (SERVER, " ")],
            &[
                (EMAIL, "me@here.be"),
                (PASSWORD, "topsecret"),
                (ACCOUNT_ID, "CA1"),
            ],
            &[(API_KEY, "topsecret"), (SERVER, "simplybooks")],
            &[
                (API_KEY, "topsecret"),
                (SERVER, "http://127.0.0.1:80/api/v1"),
            ],
        ] {
            let client = built(variables).expect("a client");
            let shown = format!("{client:?}");
            assert!(!shown.contains("topsecret"), "{shown}");
            let named = variables.contains(&(SERVER, "simplybooks"));
            assert_eq!(shown.contains("app.simplybooks.be"), named, "{shown}");
        }
    }

    #[test]
    fn an_error_names_missing_conflicting_and_invalid_variables() {
        let none = "no credentials: set EENVOUDIGFACTUREREN_API_KEY, or EENVOUDIGFACTUREREN_BEARER_TOKEN, or \
                    EENVOUDIGFACTUREREN_EMAIL and EENVOUDIGFACTUREREN_PASSWORD";
        let cases: [(&[(&str, &str)], &str); 7] = [
            (&[], none),
            (&[(API_KEY, ""), (ACCOUNT_ID, "CA1")], none),
            (
                &[(EMAIL, "me@here.be")],
                "the environment variable EENVOUDIGFACTUREREN_PASSWORD: it is not set, but EENVOUDIGFACTUREREN_EMAIL \
                 is; set both",
            ),
            (
                &[(PASSWORD, "topsecret")],
                "the environment variable EENVOUDIGFACTUREREN_EMAIL: it is not set, but EENVOUDIGFACTUREREN_PASSWORD \
                 is; set both",
            ),
            (
                &[
                    (API_KEY, "topsecret"),
                    (PASSWORD, "topsecret"),
                    (BEARER_TOKEN, "topsecret"),
                ],
                "the environment variable EENVOUDIGFACTUREREN_API_KEY: it is set together with \
                 EENVOUDIGFACTUREREN_BEARER_TOKEN and EENVOUDIGFACTUREREN_PASSWORD; set only one kind of credentials",
            ),
            (
                &[(API_KEY, "top\nsecret")],
                "the value for the header X-API-Key contains characters that are not valid in a header",
            ),
            (
                &[(API_KEY, "topsecret"), (SERVER, "simplebooks")],
                "the environment variable EENVOUDIGFACTUREREN_SERVER: `simplebooks` is not eenvoudigfactureren, \
                 simplybooks or a valid base URL (relative URL without a base)",
            ),
        ];
        for (variables, message) in cases {
            let error = built(variables).expect_err(message);
            assert_eq!(error.to_string(), message);
            assert!(!format!("{error:?}").contains("secret"), "{error:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_value_that_is_not_unicode_is_refused() {
        use std::os::unix::ffi::OsStringExt;
        let get = |name: &str| {
            (name == API_KEY).then(|| OsString::from_vec(vec![0xff, b'k', b'e', b'y']))
        };
        let error = ClientBuilder::of_variables(&Variables::new(get)).expect_err("not Unicode");
        let message =
            "the environment variable EENVOUDIGFACTUREREN_API_KEY: its value is not valid Unicode";
        assert_eq!(error.to_string(), message);
    }
}
