//! Which paths are sent, and how.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::{ErrorKind, testing::http};

const BASE: &str = "https://x.be/api";

/// The URL for a path, or the error.
fn sent(path: &str) -> Result<String, String> {
    static HTTP: LazyLock<Http> = LazyLock::new(http);
    let preview = RawCall::new(&HTTP, &Method::GET, path).preview();
    preview
        .map(|preview| preview.url().to_string())
        .map_err(|error| {
            assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
            error.to_string()
        })
}

#[test]
fn a_path_is_sent_as_it_is_written() {
    for (path, expected) in [
        ("/", "/"),
        ("/Projects/", "/Projects/"),
        ("/a%2Fb/c%20d", "/a%2Fb/c%20d"),
        ("/a b ", "/a%20b%20"),
        ("/ë\"<", "/%C3%AB%22%3C"),
        ("/a//b", "/a//b"),
        ("/a@b.be:80/...", "/a@b.be:80/..."),
        ("/what%3F", "/what%3F"),
        ("/a+b;c=d&e,'f'", "/a+b;c=d&e,'f'"),
    ] {
        assert_eq!(sent(path), Ok(format!("{BASE}{expected}")));
    }
}

#[test]
fn a_path_that_leads_elsewhere_is_refused() {
    for (path, reason) in [
        ("", "it does not start with `/`"),
        ("orders", "it does not start with `/`"),
        ("https://evil.be/", "it does not start with `/`"),
        ("@evil.be/", "it does not start with `/`"),
        (".evil.be/", "it does not start with `/`"),
        (" /orders", "it does not start with `/`"),
        ("//evil.be/", "it starts with `//`"),
        ("/orders?a=b", "it contains `?` or `#`"),
        ("/orders#a", "it contains `?` or `#`"),
        ("/\\evil.be", "it contains `\\`"),
        ("/a\tb", "it contains a control character"),
        ("/a\r\nHost: evil.be", "it contains a control character"),
        ("/a\u{7f}", "it contains a control character"),
        ("/..", "the segment `.` or `..`"),
        ("/a/../../b", "the segment `.` or `..`"),
        ("/a/./b", "the segment `.` or `..`"),
        ("/a/%2e%2E/b", "the segment `.` or `..`"),
        ("/a/.%2e", "the segment `.` or `..`"),
        ("/a%2F..%2fb", "the segment `.` or `..`"),
        ("/a%5C..%5cb", "the segment `.` or `..`"),
    ] {
        let error = sent(path).expect_err(path);
        let expected = format!("request: the request was not sent: path: {reason}");
        let expected = expected.replace("path: the", "path: it contains the");
        assert!(error.starts_with(&expected), "{error}");
    }
}

#[test]
fn other_methods_are_refused() {
    let http = http();
    for name in ["CONNECT", "OPTIONS", "TRACE", "get", "COPY"] {
        let method = Method::from_bytes(name.as_bytes()).expect("a method");
        let error = RawCall::new(&http, &method, "x").preview();
        let expected = format!(
            "request: the request was not sent: method: {name} cannot be sent; use GET, HEAD, POST, PUT, PATCH or DELETE; \
             path: it does not start with `/`"
        );
        let error = error.expect_err(name).to_string();
        assert!(error.starts_with(&expected), "{error}");
    }
}

proptest! {
    /// A path is refused, or equals the part of the URL after the base URL if both are decoded.
    #[test]
    fn no_path_leaves_the_base_url(path in r"/?([/\\.@:?#% e2EfFx]|%2[eEfF]|%5[cC]|\PC|\pC){0,12}") {
        if let Ok(url) = sent(&path) {
            let below = url.strip_prefix(BASE).expect("below the base URL");
            let decoded = |text: &str| percent_decode_str(text).collect::<Vec<u8>>();
            prop_assert!(!below.contains(['?', '#']));
            prop_assert_eq!(decoded(below), decoded(&path));
        }
    }
}
