//! The servers to which a token may be sent.

use std::fmt;

use order_sdk_core::Secret;
use order_sdk_http::{self as http, ConfigError};
use reqwest::Url;

/// The domain of the vendor's data servers.
const DOMAIN: &str = ".bouwsoft.be";
/// The path that precedes the path of every operation.
const PREFIX: &str = "/api/v1";
/// The maximum length of a host in an error message.
const MAX_SHOWN: usize = 100;
/// Replaces parts of a host that are also in a secret.
const REDACTED: &str = "[secret]";
/// If a host and a secret have this many consecutive characters in common, the host repeats the secret.
const COMMON_LENGTH: usize = 8;
/// Shorter secrets are not redacted, because a host may contain them by chance.
const MIN_SECRET: usize = 4;

/// The hosts that may be called: those of the vendor, and those that the caller allows.
#[derive(Clone, Default)]
pub struct Hosts {
    allowed: Vec<String>,
    plain_http: bool,
    /// The authorization server, if it is on this machine.
    mock: Option<Url>,
}

impl Hosts {
    /// Allows a host outside the vendor's domain.
    pub fn allow(&mut self, host: &str) {
        self.allowed.push(host.to_ascii_lowercase());
    }

    /// Allows the authorization server at this URL to name itself as the data server, if it is on this machine, as a
    /// mock server does. It issued the tokens itself, so they are sent to no other server.
    pub fn authorized_by(self, base_url: Option<&str>) -> Self {
        let url = base_url.and_then(|base_url| Url::parse(base_url).ok());
        Self {
            mock: url.filter(http::is_loopback),
            ..self
        }
    }

    /// Sets whether plain `http` to other machines is allowed.
    pub fn plain_http(self, allowed: bool) -> Self {
        Self {
            plain_http: allowed,
            ..self
        }
    }

    /// Whether plain `http` to other machines is allowed.
    pub fn allows_plain_http(&self) -> bool {
        self.plain_http
    }

    /// The base URL of the server that was returned with a token. `name` is a host, a URL of a host, or the first label
    /// of a host.
    ///
    /// The error shows only the host, without the `secrets`, because a server may repeat a token in this name.
    ///
    /// # Errors
    ///
    /// If `name` has another form, or the token must not be sent to it.
    pub fn named(&self, name: &str, secrets: &[&Secret]) -> Result<String, ConfigError> {
        let url = parsed(name);
        let shown = shown(url.as_ref().ok(), secrets);
        let base = url.and_then(|url| self.base_url(&url));
        base.map_err(|reason| ConfigError::host(&shown, reason))
    }

    /// The base URL of the server that the caller chose: a name as for [`named`](Self::named). A URL of this machine,
    /// or a URL of an allowed host with another path, is returned unchanged.
    ///
    /// # Errors
    ///
    /// As [`named`](Self::named).
    pub fn chosen(&self, server: &str) -> Result<String, ConfigError> {
        let server = server.trim();
        let url = parsed(server);
        if url
            .as_ref()
            .is_ok_and(|url| server.contains("://") && self.may_have_other_path(url))
        {
            return http::base_url(server, self.plain_http);
        }
        let base = url.and_then(|url| self.base_url(&url));
        base.map_err(|reason| ConfigError::host(server, reason))
    }

    /// The base URL of the server at this address, or why the token must not be sent to it.
    fn base_url(&self, url: &Url) -> Result<String, String> {
        if !is_http(url) {
            return Err("the scheme is not https".into());
        }
        let mock = self
            .mock
            .as_ref()
            .filter(|mock| have_same_host_and_port(mock, url));
        let origin = mock.unwrap_or(url).origin().ascii_serialization();
        let base = http::base_url(&format!("{origin}{PREFIX}"), self.plain_http);
        let base = base.map_err(|error| match error {
            ConfigError::BaseUrl { reason, .. } => reason,
            error => error.to_string(),
        })?;
        let label = url.host_str().unwrap_or_default().strip_suffix(DOMAIN);
        let is_in_domain = label.is_some_and(|label| !label.is_empty());
        if !is_in_domain && mock.is_none() && !self.is_allowed(url) {
            return Err("it is not in the domain bouwsoft.be, and a token sent to another domain may be stolen; use `allow_host` if you trust it".into());
        }
        let has_user = !url.username().is_empty() || url.password().is_some();
        if has_user || !has_usual_path(url) || url.query().is_some() || url.fragment().is_some() {
            return Err("it contains more than a host name; give only the host name".into());
        }
        Ok(base)
    }

    /// Whether the API may have another path at this URL, for example behind the caller's own gateway.
    fn may_have_other_path(&self, url: &Url) -> bool {
        http::is_loopback(url) || self.is_allowed(url) && !has_usual_path(url)
    }

    /// Whether the caller allows the host, or host and port.
    fn is_allowed(&self, url: &Url) -> bool {
        let host = url.host_str().unwrap_or_default();
        let port = url.port_or_known_default().unwrap_or_default();
        let with_port = format!("{host}:{port}");
        let mut allowed = self.allowed.iter();
        allowed.any(|all| all == host || *all == with_port)
    }
}

impl fmt::Debug for Hosts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let allowed = self.allowed.iter().map(|host| http::shown_url(host));
        out.debug_struct("Hosts")
            .field("allowed", &allowed.collect::<Vec<_>>())
            .field("plain_http", &self.plain_http)
            .finish()
    }
}

fn parsed(name: &str) -> Result<Url, String> {
    Url::parse(&with_scheme(name.trim())).map_err(|error| error.to_string())
}

fn is_http(url: &Url) -> bool {
    matches!(url.scheme(), "https" | "http")
}

fn has_usual_path(url: &Url) -> bool {
    matches!(url.path().trim_end_matches('/'), "" | PREFIX)
}

/// Whether two URLs have the same host and port. The scheme is not compared: the name of a server often has none.
fn have_same_host_and_port(one: &Url, other: &Url) -> bool {
    one.host_str() == other.host_str()
        && one.port_or_known_default() == other.port_or_known_default()
}

/// The host of a URL, as an error shows it.
fn shown(url: Option<&Url>, secrets: &[&Secret]) -> String {
    // With other schemes, a host may be percent-encoded, so a secret in it would not be found.
    let host = url.filter(|url| is_http(url)).and_then(Url::host_str);
    let Some(host) = host else {
        return "[…]".into();
    };
    match host.get(..MAX_SHOWN) {
        Some(start) => format!("{}…", redacted(start, secrets)),
        None => redacted(host, secrets),
    }
}

/// A host in which each part that is also in a secret is redacted. Case is ignored, because a parsed host is in lower
/// case.
fn redacted(host: &str, secrets: &[&Secret]) -> String {
    let mut is_hidden = vec![false; host.len()];
    let secrets = secrets.iter().map(|secret| secret.expose().as_bytes());
    for secret in secrets.filter(|secret| secret.len() >= MIN_SECRET) {
        let length = secret.len().min(COMMON_LENGTH);
        for (start, piece) in host.as_bytes().windows(length).enumerate() {
            let mut parts = secret.windows(length);
            if parts.any(|part| part.eq_ignore_ascii_case(piece)) {
                is_hidden[start..start + length].fill(true);
            }
        }
    }
    // The host of a URL is ASCII, so each byte is a character.
    let mut shown = String::new();
    for (character, is_hidden) in host.chars().zip(is_hidden) {
        if !is_hidden {
            shown.push(character);
        } else if !shown.ends_with(REDACTED) {
            shown.push_str(REDACTED);
        }
    }
    shown
}

fn with_scheme(name: &str) -> String {
    let is_label = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if is_label {
        format!("https://{name}{DOMAIN}")
    } else if name.contains("://") {
        name.to_owned()
    } else {
        format!("https://{name}")
    }
}

#[cfg(test)]
mod tests;
