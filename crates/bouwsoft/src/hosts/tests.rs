//! Which hosts are allowed, and what the error for other hosts shows.

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
fn a_server_outside_the_vendors_domain_is_refused() {
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
fn only_hosts_that_the_caller_allows_are_called() {
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
fn a_mock_server_that_issues_tokens_may_name_only_itself() {
    let of = |server| Hosts::default().authorized_by(Some(server));
    let hosts = of("http://127.0.0.1:8080/api/v1");
    for name in ["http://127.0.0.1:8080", "127.0.0.1:8080"] {
        let base = hosts.named(name, &[]).expect(name);
        assert_eq!(base, "http://127.0.0.1:8080/api/v1");
    }
    for name in [
        "http://127.0.0.1:8081",
        "http://127.0.0.1",
        "http://localhost:8080",
        "http://[::1]:8080",
        "http://127.0.0.1:8080@example.com",
        "http://127.0.0.1:8080/other",
        "https://example.com",
    ] {
        refused(&hosts, name);
    }
    // A server on another machine is not assumed to be a mock server.
    let elsewhere = of("https://charon.example.com/api/v1");
    refused(&elsewhere, "https://charon.example.com");
    let vendors = of("https://charon.bouwsoft.be/api/v1");
    refused(&vendors, "http://127.0.0.1:8080");
}

#[test]
fn a_refusal_shows_the_host_and_no_secret() {
    let (refresh, access) = (
        Secret::from("Ab3+xyz/Refresh=="),
        Secret::from("Access-4711"),
    );
    let long = format!("{}.example.com", "a".repeat(100_000));
    for (name, shown) in [
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
        assert!(error.contains(shown), "{error}");
        assert!(!error.to_lowercase().contains("4711"), "{error}");
        assert!(!error.to_lowercase().contains("refresh="), "{error}");
        assert!(error.len() < 400, "{error}");
    }
    let short = Hosts::default().named("be.example.com", &[&"be".into(), &"".into()]);
    let short = short.expect_err("another domain").to_string();
    assert!(short.contains("`be.example.com`"), "{short}");
}

#[test]
fn the_caller_may_name_servers_outside_the_vendors_domain() {
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
        ("https://ra.bouwsoft.be/other", "only the host name"),
        ("user:hunter2@ra.bouwsoft.be", "only the host name"),
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
