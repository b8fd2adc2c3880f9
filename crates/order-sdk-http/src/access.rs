//! Where requests go, and with which credentials.

use std::{fmt, sync::Arc, time::SystemTime};

use base64::{Engine, engine::general_purpose::STANDARD};
use reqwest::Url;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue, PROXY_AUTHORIZATION};

use super::{
    ConfigError, Tokens, address,
    secrets::{SHORTEST, Secrets},
};
use order_sdk_core::Secret;

/// A server and the headers that identify the caller. `Debug` does not show the values of headers.
#[derive(Clone)]
pub struct Grant {
    base_url: String,
    is_loopback: bool,
    headers: HeaderMap,
    secrets: Secrets,
    valid_until: Option<SystemTime>,
}

impl Grant {
    /// Access to the server at `base_url`, without credentials.
    ///
    /// # Errors
    ///
    /// If the URL is not absolute, is not `https`, or contains a user, query or fragment. Plain `http` is accepted for
    /// this machine, or with `plain_http` for any server.
    pub fn new(base_url: &str, plain_http: bool) -> Result<Self, ConfigError> {
        let base_url = address::base_url(base_url, plain_http)?;
        let url = Url::parse(&base_url);
        Ok(Self {
            is_loopback: url.is_ok_and(|url| address::is_loopback(&url)),
            base_url,
            headers: HeaderMap::new(),
            secrets: Secrets::new([]),
            valid_until: None,
        })
    }

    /// Adds a header that is not secret.
    ///
    /// # Errors
    ///
    /// If the value is not valid in a header.
    pub fn header(mut self, name: &'static str, value: &str) -> Result<Self, ConfigError> {
        let (name, value) = header(name, value)?;
        self.headers.insert(name, value);
        Ok(self)
    }

    /// Adds a secret header. `Debug` of the header does not show the value. If the server repeats the value, or the
    /// password in `Basic` credentials, the client redacts it.
    ///
    /// # Errors
    ///
    /// If the value is empty, contains only white space, or is not valid in a header.
    pub fn secret(mut self, name: &'static str, value: &str) -> Result<Self, ConfigError> {
        if value.trim().is_empty() {
            let what = format!("the credential for the header {name} is empty");
            return Err(ConfigError::Missing { what });
        }
        let (name, mut header) = header(name, value)?;
        header.set_sensitive(true);
        // The scheme, for example `Bearer`, is not secret.
        let has_scheme = [AUTHORIZATION, PROXY_AUTHORIZATION].contains(&name);
        let credential = match value.split_once(' ') {
            Some((_, credential)) if has_scheme => credential,
            _ => value,
        };
        self.headers.insert(name, header);
        let hidden = self.redacting(credential);
        Ok(match secret_of_basic(credential) {
            Some(part) => hidden.redacting(&part),
            None => hidden,
        })
    }

    /// Adds a string that the client redacts if the server repeats it, for example a password that is part of a header.
    /// A string of fewer than four characters is not redacted: it occurs in other text by chance.
    #[must_use]
    pub fn redacting(self, secret: &str) -> Self {
        Self {
            secrets: self.secrets.with(secret),
            ..self
        }
    }

    /// Sets the time when the grant expires.
    #[must_use]
    pub fn expires_at(self, time: SystemTime) -> Self {
        Self {
            valid_until: Some(time),
            ..self
        }
    }

    /// The base URL of the server.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Whether the server is this machine.
    pub(super) fn is_loopback(&self) -> bool {
        self.is_loopback
    }

    /// When the grant expires, if known.
    pub fn valid_until(&self) -> Option<SystemTime> {
        self.valid_until
    }

    pub(super) fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    pub(super) fn secrets(&self) -> &Secrets {
        &self.secrets
    }
}

/// What to redact of decoded `Basic` credentials: the password, or user name and password together if the password is
/// too short to search for. `None` if the string is not `Basic` credentials.
fn secret_of_basic(credential: &str) -> Option<String> {
    let pair = String::from_utf8(STANDARD.decode(credential.trim()).ok()?).ok()?;
    let (_, password) = pair.split_once(':')?;
    let is_short = password.trim().chars().count() < SHORTEST;
    Some(if is_short { pair } else { password.to_owned() })
}

/// The value of a secret header. Its `Debug` does not show the secret.
///
/// # Errors
///
/// If the secret is not valid in a header. The error does not contain the secret.
pub fn secret_header(name: &'static str, secret: &Secret) -> Result<HeaderValue, String> {
    let header = header(name, secret.expose());
    let (_, mut value) = header.map_err(|error| error.to_string())?;
    value.set_sensitive(true);
    Ok(value)
}

fn header(name: &'static str, value: &str) -> Result<(HeaderName, HeaderValue), ConfigError> {
    let refused = || ConfigError::Header { name: name.into() };
    let value = HeaderValue::from_str(value).map_err(|_| refused())?;
    let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| refused())?;
    Ok((name, value))
}

impl fmt::Debug for Grant {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.headers.keys().map(HeaderName::as_str).collect();
        out.debug_struct("Grant")
            .field("base_url", &self.base_url)
            .field("headers", &names)
            .field("valid_until", &self.valid_until)
            .finish_non_exhaustive()
    }
}

/// How a client gets access to the server.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Access {
    /// With credentials that do not change.
    Fixed(Arc<Grant>),
    /// With access tokens that expire. Each is returned with the server to use.
    Tokens(Arc<Tokens>),
}

impl From<Grant> for Access {
    fn from(grant: Grant) -> Self {
        Self::Fixed(Arc::new(grant))
    }
}

impl From<Tokens> for Access {
    fn from(tokens: Tokens) -> Self {
        Self::Tokens(Arc::new(tokens))
    }
}

/// The value of an `Authorization` header for a user and password.
pub fn basic(user: &str, password: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{user}:{password}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_for_an_invalid_credential_names_the_header_and_does_not_show_the_credential() {
        let grant = Grant::new("https://x.be", false).expect("a URL");
        let error = grant.secret("X-Key", "se\ncret").expect_err("a line break");
        assert_eq!(
            error.to_string(),
            "the value for the header X-Key contains characters that are not valid in a header"
        );
        assert!(!format!("{error:?}").contains("cret"));
    }

    #[test]
    fn a_secret_header_is_not_shown() {
        let value = secret_header("X-Key", &"topsecret".into()).expect("a header");
        assert_eq!(value, "topsecret");
        assert!(!format!("{value:?}").contains("topsecret"), "{value:?}");
        let error = secret_header("X-Key", &"se\ncret".into()).expect_err("a line break");
        assert!(
            error.contains("X-Key") && !error.contains("cret"),
            "{error}"
        );
    }

    #[test]
    fn a_grant_does_not_show_its_credentials() {
        let grant = Grant::new("https://x.be", false).expect("a URL");
        let grant = grant.secret("X-Key", "topsecret").expect("a header");
        let shown = format!("{grant:?} {:?}", grant.headers());
        assert!(!shown.contains("topsecret"), "{shown}");
        assert!(shown.contains("x-key"), "{shown}");
    }

    #[test]
    fn a_credential_is_hidden_with_and_without_its_scheme() {
        let packed = basic("me@here.be", "pass:word");
        let credential = packed.trim_start_matches("Basic ");
        let short = basic("me@here.be", "pw");
        let spaced = "topsecret with space";
        let scheme = format!("Bearer {spaced}");
        for (name, value, shown) in [
            ("Authorization", &*packed, credential),
            ("Authorization", &packed, "pass:word"),
            ("Authorization", &short, "me@here.be:pw"),
            ("authorization", "Bearer abcd", "abcd"),
            ("Authorization", "abcd", "abcd"),
            ("authorization", &scheme, spaced),
            ("Proxy-Authorization", &scheme, spaced),
            ("X-Key", spaced, spaced),
        ] {
            let grant = Grant::new("https://x.be", false).expect("a URL");
            let grant = grant.secret(name, value).expect("a header");
            let found: Vec<_> = grant.secrets().found(shown).collect();
            assert!(found.contains(&(0..shown.len())), "{value}: {found:?}");
        }
    }
}
