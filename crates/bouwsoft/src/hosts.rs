//! Which servers a token may be sent to.

use reqwest::Url;
use sdk_runtime::http::{self, ConfigError};

/// Where the vendor's data servers are.
const DOMAIN: &str = ".bouwsoft.be";
/// What stands before every path.
const PREFIX: &str = "/api/v1";

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

    /// The base URL of the server with this name: a host, a host behind `https://`, or the first label of a host.
    ///
    /// # Errors
    ///
    /// Where it is none of these, or the token must not be sent to it.
    pub fn base_url(&self, name: &str) -> Result<String, ConfigError> {
        let name = name.trim();
        let refused = |reason: &str| ConfigError::base_url(name, reason);
        let url = Url::parse(&with_scheme(name)).map_err(|error| refused(&error.to_string()))?;
        let bare = url.username().is_empty() && url.password().is_none();
        let path = url.path().trim_end_matches('/');
        if !bare
            || !matches!(path, "" | PREFIX)
            || url.query().is_some()
            || url.fragment().is_some()
        {
            return Err(refused("a server is named by its host alone"));
        }
        let host = url.host_str().unwrap_or_default();
        let host_and_port = url.port().map(|port| format!("{host}:{port}"));
        if !self.is_allowed(host)
            && !host_and_port
                .as_deref()
                .is_some_and(|all| self.is_allowed(all))
        {
            return Err(refused(
                "it is not in bouwsoft.be, and a token sent there may be stolen; where that is right, use `allow_host`",
            ));
        }
        let origin = url.origin().ascii_serialization();
        http::base_url(&format!("{origin}{PREFIX}"), self.plain_http)
    }

    fn is_allowed(&self, host: &str) -> bool {
        let label = host.strip_suffix(DOMAIN);
        label.is_some_and(|label| !label.is_empty()) || self.allowed.iter().any(|all| all == host)
    }
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
        let error = hosts.base_url(name).expect_err(name);
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
            let base = Hosts::default().base_url(name).expect(name);
            assert_eq!(
                base.to_lowercase(),
                "https://ra.bouwsoft.be/api/v1",
                "{name}"
            );
        }
        let base = Hosts::default().base_url("ra.bouwsoft.be:8443");
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
        let error = refused(&Hosts::default(), "user:secret@ra.bouwsoft.be");
        assert!(!error.contains("secret"), "{error}");
        let error = refused(&Hosts::default(), "example.com");
        assert!(error.contains("`allow_host`"), "{error}");
    }

    #[test]
    fn what_the_caller_allows_is_called_and_nothing_beside_it() {
        let mut hosts = Hosts::default();
        hosts.allow("127.0.0.1:8080");
        hosts.allow("Bouwsoft.Example.com");
        let base = hosts.base_url("http://127.0.0.1:8080").expect("allowed");
        assert_eq!(base, "http://127.0.0.1:8080/api/v1");
        let base = hosts.base_url("bouwsoft.example.com").expect("allowed");
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
        assert!(hosts.base_url("http://bouwsoft.example.com").is_ok());
    }
}
