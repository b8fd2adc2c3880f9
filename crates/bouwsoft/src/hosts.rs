//! Which servers a token may be sent to.

use std::net::IpAddr;

use reqwest::Url;
use sdk_runtime::{
    Secret,
    http::{self, ConfigError},
};

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
#[derive(Clone, Debug, Default)]
pub struct Hosts {
    allowed: Vec<String>,
    plain_http: bool,
}

impl Hosts {
    /// Allows a host beside the vendor's.
    pub fn allow(&mut self, host: &str) {
        self.allowed.push(host.to_ascii_lowercase());
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
            return Err("its scheme is neither https nor http".into());
        }
        let origin = url.origin().ascii_serialization();
        let base = http::base_url(&format!("{origin}{PREFIX}"), self.plain_http);
        let base = base.map_err(|error| match error {
            ConfigError::BaseUrl { reason, .. } => reason,
            error => error.to_string(),
        })?;
        let label = url.host_str().unwrap_or_default().strip_suffix(DOMAIN);
        let is_vendors = label.is_some_and(|label| !label.is_empty());
        if !is_vendors && !self.is_allowed(url) {
            return Err("it is not in bouwsoft.be, and a token sent there may be stolen; where that is right, use `allow_host`".into());
        }
        let bare = url.username().is_empty() && url.password().is_none();
        if !bare || !has_usual_path(url) || url.query().is_some() || url.fragment().is_some() {
            return Err(
                "there is more than a host, and a server is named by its host alone".into(),
            );
        }
        Ok(base)
    }

    /// Whether the caller may have put the service there in a way of their own.
    fn is_elsewhere(&self, url: &Url) -> bool {
        is_loopback(url) || self.is_allowed(url) && !has_usual_path(url)
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

fn parsed(name: &str) -> Result<Url, String> {
    Url::parse(&with_scheme(name.trim())).map_err(|error| error.to_string())
}

fn is_http(url: &Url) -> bool {
    matches!(url.scheme(), "https" | "http")
}

fn has_usual_path(url: &Url) -> bool {
    matches!(url.path().trim_end_matches('/'), "" | PREFIX)
}

/// Whether a URL leads to this machine.
fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || address.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
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
mod tests {
    use super::*;

    fn refused(hosts: &Hosts, name: &str) -> String {
        let error = hosts.named(name, &[]).expect_err(name);
        error.to_string()
    }

    #[test]
    fn a_server_is_named_in_three_ways() {
        for name in [
            "ra",
            "ra.bouwsoft.be",
            "RA.bouwsoft.BE",
            " ra.bouwsoft.be ",
            "https://ra.bouwsoft.be",
            "https://ra.bouwsoft.be/",
            "https://ra.bouwsoft.be/api/v1/",
        ] {
            let base = Hosts::default().named(name, &[]).expect(name);
            assert_eq!(
                base.to_lowercase(),
                "https://ra.bouwsoft.be/api/v1",
                "{name}"
            );
        }
        let base = Hosts::default().named("ra.bouwsoft.be:8443", &[]);
        assert_eq!(base.expect("a port"), "https://ra.bouwsoft.be:8443/api/v1");
    }

    #[test]
    fn a_server_of_somebody_else_is_refused() {
        for name in [
            "example.com",
            "bouwsoft.be",
            ".bouwsoft.be",
            "notbouwsoft.be",
            "ra.bouwsoft.be.example.com",
            "ra.bouwsoft.be.",
            "https://example.com:443",
            "127.0.0.1",
            "http://127.0.0.1:8080",
            "example.com\\.bouwsoft.be",
            "example.com#.bouwsoft.be",
            "example.com?.bouwsoft.be",
            "example.com/.bouwsoft.be",
            "ra.bouwsoft.be@example.com",
            "user:secret@ra.bouwsoft.be",
            "https://ra.bouwsoft.be/other",
            "ftp://ra.bouwsoft.be",
            "",
        ] {
            refused(&Hosts::default(), name);
        }
        let error = refused(&Hosts::default(), "example.com");
        assert!(error.contains("`allow_host`"), "{error}");
    }

    #[test]
    fn what_the_caller_allows_is_called_and_nothing_beside_it() {
        let mut hosts = Hosts::default();
        hosts.allow("127.0.0.1:8080");
        hosts.allow("Bouwsoft.Example.com");
        let base = hosts.named("http://127.0.0.1:8080", &[]).expect("allowed");
        assert_eq!(base, "http://127.0.0.1:8080/api/v1");
        let base = hosts.named("bouwsoft.example.com", &[]).expect("allowed");
        assert_eq!(base, "https://bouwsoft.example.com/api/v1");
        for name in [
            "http://127.0.0.1:8081",
            "http://127.0.0.1",
            "a.bouwsoft.example.com",
        ] {
            refused(&hosts, name);
        }
        let plain = refused(&hosts, "http://bouwsoft.example.com");
        assert!(plain.contains("plain http"), "{plain}");
        let hosts = hosts.plain_http(true);
        assert!(hosts.named("http://bouwsoft.example.com", &[]).is_ok());
    }

    #[test]
    fn a_refusal_repeats_the_host_of_a_name_and_no_secret() {
        let (refresh, access) = (
            Secret::from("Ab3+xyz/Refresh=="),
            Secret::from("Access-4711"),
        );
        let long = format!("{}.example.com", "a".repeat(100_000));
        for (name, told) in [
            ("https://example.com/Access-4711", "`example.com`"),
            ("example.com?Access-4711#Access-4711", "`example.com`"),
            ("user:Access-4711@ra.bouwsoft.be", "`ra.bouwsoft.be`"),
            ("https://Access-4711.example.com", "`[secret].example.com`"),
            ("xAccess%2D4711y.example.com", "`x[secret]y.example.com`"),
            ("Ab3+xyz/Refresh==", "`ab3+xyz`"),
            ("Refresh==.example.com", "`[secret].example.com`"),
            ("Access-4711://example.com", "`[…]`"),
            ("access-4711:/example.com", "`[secret]`"),
            ("git://%41ccess-4711.example.com", "`[…]`"),
            ("Access 4711", "`[…]`"),
            (&long, "aaa…`"),
        ] {
            let error = Hosts::default().named(name, &[&refresh, &access]);
            let error = error.expect_err(name).to_string();
            assert!(error.contains(told), "{error}");
            assert!(!error.to_lowercase().contains("4711"), "{error}");
            assert!(!error.to_lowercase().contains("refresh="), "{error}");
            assert!(error.len() < 400, "{error}");
        }
        let short = Hosts::default().named("be.example.com", &[&"be".into(), &"".into()]);
        let short = short.expect_err("another domain").to_string();
        assert!(short.contains("`be.example.com`"), "{short}");
    }

    #[test]
    fn the_caller_names_servers_in_the_same_ways_and_may_put_them_elsewhere() {
        let mut hosts = Hosts::default();
        hosts.allow("gate.example.com:443");
        for (server, expected) in [
            ("ra", "https://ra.bouwsoft.be/api/v1"),
            ("https://RA.bouwsoft.be", "https://ra.bouwsoft.be/api/v1"),
            (
                "https://ra.bouwsoft.be/api/v1/",
                "https://ra.bouwsoft.be/api/v1",
            ),
            ("gate.example.com", "https://gate.example.com/api/v1"),
            (
                "https://gate.example.com/",
                "https://gate.example.com/api/v1",
            ),
            (
                "https://gate.example.com/erp/v1/",
                "https://gate.example.com/erp/v1",
            ),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://localhost:8080/api/", "http://localhost:8080/api"),
            (" http://[::1]:8080 ", "http://[::1]:8080"),
        ] {
            assert_eq!(hosts.chosen(server).expect(server), expected);
        }
        for (server, reason) in [
            ("https://example.com/api/v1", "`allow_host`"),
            ("https://gate.example.com:8443", "`allow_host`"),
            ("127.0.0.1:8080", "`allow_host`"),
            ("http://127.0.0.1.example.com", "plain http"),
            ("http://ra.bouwsoft.be", "plain http"),
            ("https://ra.bouwsoft.be/other", "its host alone"),
            ("user:hunter2@ra.bouwsoft.be", "its host alone"),
            (
                "https://user:hunter2@gate.example.com/erp",
                "user name or password",
            ),
            ("http://user:hunter2@localhost", "user name or password"),
            ("ftp://localhost", "the scheme is ftp"),
            ("https://", "empty host"),
        ] {
            let error = hosts.chosen(server).expect_err(server).to_string();
            assert!(error.contains(reason), "{error}");
            assert!(!error.contains("hunter2"), "{error}");
        }
    }
}
