//! URLs: checks base URLs, removes credentials from URLs that are shown, and builds queries.

use std::net::IpAddr;

use form_urlencoded::byte_serialize;
use reqwest::Url;

use super::ConfigError;

/// The base URL of a request before its server is known: the server may depend on the access token.
pub(super) const PLACEHOLDER: &str = "https://server.invalid";

/// The length of the longest URL that the HTTP library can send, in bytes.
const LONGEST: usize = u16::MAX as usize - 1;

/// Checks a base URL and removes the slash at its end. Operations append their paths to the result.
///
/// # Errors
///
/// If it is not absolute, is not `https`, or contains a user, query or fragment. Plain `http`, which sends credentials
/// unencrypted, is accepted for this machine, or with `plain_http` for any server.
pub fn base_url(url: &str, plain_http: bool) -> Result<String, ConfigError> {
    let refused = |reason: String| ConfigError::base_url(url, reason);
    let parsed = Url::parse(url).map_err(|error| refused(error.to_string()))?;
    if !parsed.username().is_empty() || parsed.password().is_some() {
        return Err(refused("it contains a user name or password".into()));
    }
    match parsed.scheme() {
        "https" => {}
        "http" if plain_http || is_loopback(&parsed) => {}
        "http" => {
            let reason = "plain http sends credentials unencrypted; use https, or set `allow_plain_http` in the settings";
            return Err(refused(reason.into()));
        }
        scheme => return Err(refused(format!("the scheme is {scheme}, not https"))),
    }
    if parsed.query().is_some() || parsed.fragment().is_some() {
        return Err(refused("it contains a query or fragment".into()));
    }
    Ok(url.trim_end_matches('/').to_owned())
}

/// Whether the host of a URL is this machine.
pub fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    // `::ffff:127.0.0.1` is `127.0.0.1`.
    let is_address = |ip: IpAddr| ip.to_canonical().is_loopback();
    matches!(host, "localhost" | "localhost.") || address.parse().is_ok_and(is_address)
}

/// A URL without the parts that may be a credential: everything before an `@`, and everything after a `?` or `#`. If an
/// `@` follows the `?` or `#`, that character may be part of a password, so only the scheme remains.
pub fn shown_url(url: &str) -> String {
    let is_scheme = |end: &usize| url[..*end].bytes().all(|byte| byte.is_ascii_alphanumeric());
    let scheme = url.find("://").filter(is_scheme);
    let (scheme, rest) = url.split_at(scheme.map_or(0, |end| end + 3));
    let end = rest.find(['?', '#']).unwrap_or(rest.len());
    let (bare, hidden) = rest.split_at(end);
    match bare.rfind('@') {
        _ if hidden.contains('@') => format!("{scheme}[…]"),
        Some(at) => format!("{scheme}[…]{}", &bare[at..]),
        None => format!("{scheme}{bare}"),
    }
}

/// Adds parameters to a URL as its query.
pub(super) fn add_query<'a>(
    url: &mut String,
    parameters: impl Iterator<Item = (&'a str, &'a str)>,
) {
    let mut mark = '?';
    for (name, value) in parameters {
        url.push(mark);
        encode(url, name);
        url.push('=');
        encode(url, value);
        mark = '&';
    }
}

/// Appends `text`, encoded as in a form, but with `%20` for a space: every server decodes `%20`, and only some decode
/// `+`.
fn encode(url: &mut String, text: &str) {
    let parts = byte_serialize(text.as_bytes());
    url.extend(parts.map(|part| if part == "+" { "%20" } else { part }));
}

/// Replaces the base of a URL. It is an error if the URL is then too long.
pub(super) fn move_to(url: &mut Url, from: &str, to: &str) -> Result<(), String> {
    if from != to {
        let path = url.as_str().strip_prefix(from).unwrap_or_default();
        *url = Url::parse(&format!("{to}{path}")).map_err(|error| error.to_string())?;
    }
    match url.as_str().len() {
        ..=LONGEST => Ok(()),
        length => Err(format!(
            "the URL has {length} bytes, but at most {LONGEST} can be sent; shorten the query"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_urls_are_checked() {
        for good in [
            "https://ra.bouwsoft.be/api/v1/",
            "http://127.0.0.1:80/",
            "http://localhost",
            "http://[::1]:1/api",
        ] {
            let base = base_url(good, false).expect(good);
            assert_eq!(base, good.trim_end_matches('/'));
        }
        for (bad, reason) in [
            ("ra.bouwsoft.be", "relative URL"),
            ("ftp://x.be", "the scheme is ftp"),
            ("http://x.be", "plain http sends credentials"),
            ("http://127.0.0.1.x.be", "plain http sends credentials"),
            ("http://localhost.x.be", "plain http sends credentials"),
            ("https://x.be/?a=secret", "query or fragment"),
            ("https://me:secret@x.be/api", "user name or password"),
            ("me:secret@x.be", "the scheme is me"),
        ] {
            let error = base_url(bad, false).expect_err(bad);
            assert!(!format!("{error:?}").contains("secret"), "{error:?}");
            let error = error.to_string();
            assert!(error.contains(reason), "{error}");
        }
        assert!(base_url("http://x.be", true).is_ok());
    }

    #[test]
    fn a_url_is_shown_without_credentials() {
        for (url, expected) in [
            ("https://x.be/api?key=secret#secret", "https://x.be/api"),
            ("https://me:secret@x.be/api", "https://[…]@x.be/api"),
            ("https://me:sec/ret@x.be", "https://[…]@x.be"),
            ("https://me:sec?ret@x.be", "https://[…]"),
            ("https://me:sec#ret@x.be", "https://[…]"),
            ("https://x.be/?mail=me@x.be&key=secret", "https://[…]"),
            ("me:secret@x.be", "[…]@x.be"),
            ("me:secret?://@x.be", "[…]"),
            ("x.be", "x.be"),
        ] {
            assert_eq!(shown_url(url), expected, "{url}");
        }
    }

    #[test]
    fn a_space_is_percent_encoded_and_a_plus_sign_is_kept() {
        let mut url = format!("{PLACEHOLDER}/orders");
        add_query(&mut url, [("filter", "a = b+c")].into_iter());
        let mut url = Url::parse(&url).expect("a URL");
        move_to(&mut url, PLACEHOLDER, "https://x.be/api").expect("a URL");
        let expected = "https://x.be/api/orders?filter=a%20%3D%20b%2Bc";
        assert_eq!(url.as_str(), expected);
    }
}
