//! Answers whose status says that something went wrong, or is elsewhere.

use std::time::{Duration, SystemTime};

use serde_json::json;

use super::{
    super::{act::Act, api::Sample},
    Fault, JSON, http, json,
};

pub fn faults(sample: &Sample) -> Vec<Fault> {
    [each(sample), bodies(), waits(), odd()].concat()
}

/// An answer of this status. Servers that fail may have carried out what they were asked.
fn answered(name: impl Into<String>, status: u16, answer: Vec<u8>) -> Fault {
    let act = Act::answer(answer);
    let is_open = status >= 500 || [302, 303, 408].contains(&status);
    Fault::new(name, if is_open { act.created() } else { act })
}

fn each(sample: &Sample) -> Vec<Fault> {
    let statuses = [
        400, 401, 402, 403, 404, 405, 408, 409, 410, 411, 412, 413, 415, 418, 422, 423, 425, 429,
        451, 500, 501, 502, 503, 504, 507, 520, 599,
    ];
    let error = |status: u16| match sample.api {
        "bouwsoft" => json!({"Code": status.to_string(), "Message": "So", "Description": "told"}),
        _ => json!({"error": "told"}),
    };
    let each = statuses.map(|status| {
        let answer = json(status, error(status).to_string());
        answered(format!("{status}"), status, answer)
    });
    each.to_vec()
}

/// Every kind of body that an error may have.
fn bodies() -> Vec<Fault> {
    const BODIES: [(&str, &str, &str); 7] = [
        (
            "another JSON",
            "application/json",
            r#"{"title":"told","status":0}"#,
        ),
        (
            "a list in JSON",
            "application/json",
            r#"["told","told again"]"#,
        ),
        ("XML", "application/xml", "<data><error>told</error></data>"),
        (
            "HTML",
            "text/html",
            "<html><head><title>told</title></head><body><h1>no</h1></body></html>",
        ),
        ("plain text", "text/plain", "told\r\n"),
        ("nothing", "application/json", ""),
        ("half the JSON", "application/json", r#"{"error":"to"#),
    ];
    let mut faults = Vec::new();
    for status in [400, 502] {
        for (name, kind, body) in BODIES {
            let answer = http(status, &[("content-type", kind)], body);
            faults.push(answered(format!("{status} with {name}"), status, answer));
        }
    }
    faults
}

/// Answers that say when to come back.
fn waits() -> Vec<Fault> {
    let past = "Thu, 01 Jan 1970 00:00:00 GMT";
    let future = SystemTime::now() + Duration::from_secs(86_400);
    let future = httpdate::fmt_http_date(future);
    let mut faults = Vec::new();
    for status in [429, 503] {
        for (name, value) in [
            ("0", "0"),
            ("a day", "86400"),
            ("a date that is past", past),
            ("a date tomorrow", &future),
            (
                "more seconds than can be counted",
                "99999999999999999999999",
            ),
            ("minus five", "-5"),
            ("words", "soon"),
        ] {
            let headers = [JSON, &[("retry-after", value)]].concat();
            let answer = http(status, &headers, r#"{"error":"told"}"#);
            let name = format!("{status}, retry-after {name}");
            faults.push(answered(name, status, answer));
        }
    }
    faults
}

fn odd() -> Vec<Fault> {
    let known = [JSON, &[("x-request-id", "abc-123")]].concat();
    vec![
        answered("status 600", 600, json(600, "{}")),
        answered("status 999", 999, json(999, "")),
        answered(
            "400 with a request id",
            400,
            http(400, &known, r#"{"error":"told"}"#),
        ),
        answered(
            "503 of a load balancer, closed",
            503,
            http(503, &[], "<html><h1>503 Service Unavailable</h1>"),
        ),
    ]
}

/// Answers that point elsewhere.
pub fn redirects(other: &str) -> Vec<Fault> {
    let to = |status: u16, place: &str, location: &str| {
        let answer = http(status, &[("location", location)], "");
        answered(format!("{status} to {place}"), status, answer)
    };
    let mut faults: Vec<_> = [301, 302, 303, 307, 308]
        .map(|status| to(status, "another host", other))
        .to_vec();
    faults.extend([
        to(308, "itself", "/api/orders"),
        to(
            302,
            "a page that asks for the key",
            &format!("{other}?key=key-for-tests#key"),
        ),
        to(
            302,
            "a URL with a password",
            "https://me:pass@elsewhere.example/login",
        ),
        to(302, "what is no URL", "http://[broken"),
        answered("302 without a location", 302, http(302, &[], "")),
        answered("300", 300, http(300, &[], "")),
        answered("304", 304, http(304, &[], "")),
    ]);
    faults
}
