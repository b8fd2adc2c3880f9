//! Which servers a token may be sent to.

use std::fmt;

use order_sdk_core::Secret;
use order_sdk_http::{self as http, ConfigError};
use reqwest::Url;

/// Where the vendor's data servers are.
const DOMAIN: &str = ".bouwsoft.be";
/// What stands before every path.
const PREFIX: &str = "/api/v1";
/// How much of a host errors repeat.
const LONGEST: usize = 100;
/// What stands there where it repeats a secret.
const BLOT: &str = "[secret]";
/// As many characters are in a host and a secret by no chance.
const SHARED: usize = 8;
/// Shorter secrets are in hosts by chance.
const SHORTEST: usize = 4;

/// The hosts that may be called: those of the vendor, and those that the caller allows.
#[derive(Clone, Default)]
pub struct Hosts {
    allowed: Vec<String>,
    plain_http: bool,
    /// The authorization server, if it is on this machine.
    mock: Option<Url>,
}

impl Hosts {
    /// Allows a host beside the vendor's.
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

    /// Whether plain `http` to other machines is allowed.
    pub fn plain_http(self, allowed: bool) -> Self {
        Self {
            plain_http: allowed,
            ..self
        }
    }

    /// Whether it is.
    pub fn allows_plain_http(&self) -> bool {
        self.plain_http
    }

    /// The base URL of the server that came with a token: a host, a host behind `https://`, or the first label of a host.
    ///
    /// A refusal tells the host alone, without the `secrets`: who answers a token may repeat it there.
    ///
    /// # Errors
    ///
    /// Where it is none of these, or the token must not be sent to it.
    pub fn named(&self, name: &str, secrets: &[&Secret]) -> Result<String, ConfigError> {
        let url = parsed(name);
        let shown = shown(url.as_ref().ok(), secrets);
        let base = url.and_then(|url| self.base_url(&url));
        base.map_err(|reason| ConfigError::host(&shown, reason))
    }

    /// The base URL of the server that the caller wrote: a name as above; the URL of this machine, or of a host that is
    /// allowed with a path of its own, as it is.
    ///
    /// # Errors
    ///
    /// As [`named`](Self::named).
    pub fn chosen(&self, server: &str) -> Result<String, ConfigError> {
        let server = server.trim();
        let url = parsed(server);
        if url
            .as_ref()
            .is_ok_and(|url| server.contains("://") && self.is_elsewhere(url))
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
        let is_vendors = label.is_some_and(|label| !label.is_empty());
        if !is_vendors && mock.is_none() && !self.is_allowed(url) {
            return Err("it is not in the domain bouwsoft.be, and a token sent to another domain may be stolen; use `allow_host` if you trust it".into());
        }
        let bare = url.username().is_empty() && url.password().is_none();
        if !bare || !has_usual_path(url) || url.query().is_some() || url.fragment().is_some() {
            return Err("it contains more than a host name; give only the host name".into());
        }
        Ok(base)
    }

    /// Whether the caller may have put the service there in a way of their own.
    fn is_elsewhere(&self, url: &Url) -> bool {
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

/// The host of a URL, as an error may repeat it.
fn shown(url: Option<&Url>, secrets: &[&Secret]) -> String {
    // Others have hosts in more than one spelling, which hides secrets from the search for them.
    let host = url.filter(|url| is_http(url)).and_then(Url::host_str);
    let Some(host) = host else {
        return "[…]".into();
    };
    match host.get(..LONGEST) {
        Some(start) => format!("{}…", blotted(start, secrets)),
        None => blotted(host, secrets),
    }
}

/// A host without what it shares with a secret, be it a part of it. Hosts are in lower case, however they were written.
fn blotted(host: &str, secrets: &[&Secret]) -> String {
    let mut is_hidden = vec![false; host.len()];
    let secrets = secrets.iter().map(|secret| secret.expose().as_bytes());
    for secret in secrets.filter(|secret| secret.len() >= SHORTEST) {
        let length = secret.len().min(SHARED);
        for (start, piece) in host.as_bytes().windows(length).enumerate() {
            let mut parts = secret.windows(length);
            if parts.any(|part| part.eq_ignore_ascii_case(piece)) {
                is_hidden[start..start + length].fill(true);
            }
        }
    }
    // The host of a URL is ASCII: a byte is a character.
    let mut shown = String::new();
    for (character, is_hidden) in host.chars().zip(is_hidden) {
        match is_hidden {
            false => shown.push(character),
            true if shown.ends_with(BLOT) => {}
            true => shown.push_str(BLOT),
        }
    }
    shown
}

fn with_scheme(name: &str) -> String {
    let is_label = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    match is_label {
        true => format!("https://{name}{DOMAIN}"),
        false if name.contains("://") => name.to_owned(),
        false => format!("https://{name}"),
    }
}

#[cfg(test)]
mod tests;
