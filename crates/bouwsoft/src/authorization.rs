//! The result of an activation: the tokens of one tenant.

use std::fmt;

use chrono::{DateTime, Utc};
use order_sdk_core::{Secret, utc};
use order_sdk_http::{self as http, Error};
use reqwest::Url;
use serde::de::{IntoDeserializer, value::Error as Refused};

use crate::types::ActivationState;

/// The tokens of a tenant that has approved the application. Store `client_nr` and `refresh_token` safely:
/// [`Client::builder`](crate::Client::builder) needs them each time the program starts.
///
/// `Debug` does not show tokens.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Authorization {
    /// The number of the tenant.
    pub client_nr: i64,
    /// The refresh token.
    pub refresh_token: Secret,
    /// The first access token.
    pub access_token: Option<Secret>,
    /// The server that accepts the access token.
    pub server_name: Option<String>,
    /// When the access token expires.
    pub valid_until: Option<DateTime<Utc>>,
}

impl Authorization {
    /// Reads the tokens from the request that the browser of the user sends to the callback after the approval: its
    /// complete URL or its query. A `+` in a token is not decoded as a space, because tokens have no spaces and some
    /// are base64.
    ///
    /// ```
    /// use bouwsoft::Authorization;
    ///
    /// let authorization = Authorization::from_callback("/callback?clientnr=115&refreshtoken=abc")?;
    /// assert_eq!(authorization.client_nr, 115);
    /// assert_eq!(authorization.refresh_token.expose(), "abc");
    /// # Ok::<_, bouwsoft::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the number of the tenant or the refresh token is missing, or a value is not valid.
    pub fn from_callback(address: &str) -> Result<Self, Error> {
        let mut url = Url::parse("https://callback.invalid").map_err(unreadable)?;
        url.set_query(query(address.trim()).split('#').next());
        let value = |wanted: &str| {
            let mut pairs = url.query_pairs();
            let found = pairs.find(|(name, _)| name.eq_ignore_ascii_case(wanted));
            let text = found.map(|(_, value)| value.into_owned());
            text.filter(|text| !text.trim().is_empty())
        };
        let token = |name: &str| value(name).map(|text| Secret::from(text.replace(' ', "+")));
        let client_nr = value("clientnr").ok_or_else(|| missing("clientnr"))?;
        let client_nr = client_nr.trim().parse();
        let valid_until = value("validuntil").map(|text| timestamp(text.trim()));
        let valid_until = valid_until.transpose();
        Ok(Self {
            client_nr: client_nr.map_err(|_| unreadable("`clientnr` is not a number"))?,
            refresh_token: token("refreshtoken").ok_or_else(|| missing("refreshtoken"))?,
            access_token: token("accesstoken"),
            server_name: value("servername").map(|name| name.trim().to_owned()),
            valid_until: valid_until.map_err(unreadable)?,
        })
    }

    /// The tokens in a response. `None` if the user has not approved the application yet.
    pub(crate) fn from_state(state: ActivationState) -> Option<Self> {
        Some(Self {
            client_nr: state.client_nr?,
            refresh_token: state.refresh_token?,
            access_token: state.access_token,
            server_name: state.server_name,
            valid_until: state.valid_until,
        })
    }
}

impl fmt::Debug for Authorization {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let server_name = self.server_name.as_deref().map(http::shown_url);
        out.debug_struct("Authorization")
            .field("client_nr", &self.client_nr)
            .field("refresh_token", &self.refresh_token)
            .field("access_token", &self.access_token)
            .field("server_name", &server_name)
            .field("valid_until", &self.valid_until)
            .finish()
    }
}

/// The query of `address`, which is a URL, a path with a query, or only a query.
///
/// A query begins with a name and `=`, and its values may contain `?`. In a URL or path, a `/` or `;` comes before the
/// first `=`, for example in `/callback;jsessionid=1?clientnr=115`.
fn query(address: &str) -> &str {
    let Some((before, query)) = address.split_once('?') else {
        return address;
    };
    match before.split_once('=') {
        Some((name, _)) if !name.contains(['/', ';']) => address,
        _ => query,
    }
}

fn timestamp(text: &str) -> Result<DateTime<Utc>, Refused> {
    utc::deserialize(text.into_deserializer())
}

fn missing(name: &str) -> Error {
    unreadable(format_args!("`{name}` is missing"))
}

fn unreadable(reason: impl fmt::Display) -> Error {
    Error::unreadable(format!("the callback: {reason}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUERY: &str = "refreshtoken=re%2Dfresh&clientnr=115&servername=ra.bouwsoft.be&serverip=192.0.2.17\
                         &accesstoken=access&validuntil=2018-03-01T12%3A00Z";

    #[test]
    fn tokens_are_read_from_a_url_a_path_or_a_query() {
        for address in [
            QUERY.to_owned(),
            format!("?{QUERY}"),
            format!("/callback?{QUERY}"),
            format!("https://example.com/callback?state=1&{QUERY}#top"),
            format!("/callback;jsessionid=1?{QUERY}"),
            format!("callback;jsessionid=1?{QUERY}"),
            format!("https://example.com/a&b=c/callback?{QUERY}"),
            format!("state=a/b?c&{QUERY}\n"),
            QUERY
                .replace("clientnr", "ClientNr")
                .replace("12%3A00Z", "12:00:00"),
        ] {
            let found = Authorization::from_callback(&address).expect(&address);
            assert_eq!(found.client_nr, 115, "{address}");
            assert_eq!(found.refresh_token.expose(), "re-fresh");
            assert_eq!(found.access_token, Some("access".into()));
            assert_eq!(found.server_name.as_deref(), Some("ra.bouwsoft.be"));
            let until = found.valid_until.map(|until| until.to_rfc3339());
            assert_eq!(until.as_deref(), Some("2018-03-01T12:00:00+00:00"));
            assert!(!format!("{found:?}").contains("fresh\""), "{found:?}");
        }
    }

    #[test]
    fn a_plus_sign_in_a_token_is_not_decoded_as_a_space() {
        for refresh in ["+b/c==+", "%2Bb%2Fc%3D%3D%2B", "%20b/c==%20"] {
            let query =
                format!("clientnr=+115&refreshtoken={refresh}&accesstoken=+c&servername=+ra+");
            let found = Authorization::from_callback(&query).expect(&query);
            assert_eq!(found.client_nr, 115, "{query}");
            assert_eq!(found.refresh_token.expose(), "+b/c==+", "{query}");
            assert_eq!(found.access_token, Some("+c".into()), "{query}");
            assert_eq!(found.server_name.as_deref(), Some("ra"), "{query}");
        }
        let error = Authorization::from_callback("clientnr=115&refreshtoken=+");
        let error = error.expect_err("only a space").to_string();
        assert!(error.contains("`refreshtoken` is missing"), "{error}");
    }

    #[test]
    fn the_error_for_an_invalid_callback_names_the_value() {
        for (query, reason) in [
            ("", "`clientnr` is missing"),
            ("error=denied", "`clientnr` is missing"),
            ("clientnr=115&refreshtoken=", "`refreshtoken` is missing"),
            (
                "clientnr=x&refreshtoken=topsecret",
                "`clientnr` is not a number",
            ),
            (
                "clientnr=1&refreshtoken=topsecret&validuntil=soon",
                "expected a UTC timestamp",
            ),
        ] {
            let error = Authorization::from_callback(query).expect_err(query);
            let shown = format!("{error} {error:?}");
            assert!(shown.contains(reason), "{shown}");
            assert!(!shown.contains("topsecret"), "{shown}");
        }
    }
}
