//! Responses with an error status or a redirect.

use std::time::{Duration, SystemTime};

use serde_json::json;

use super::{
    super::{api::Sample, reaction::Reaction},
    Fault, JSON, http, json,
};

pub fn faults(sample: &Sample) -> Vec<Fault> {
    [each(sample), bodies(), waits(), odd()].concat()
}

/// A response with this status. A server that fails may have carried out the request.
fn with_status(name: impl Into<String>, status: u16, response: Vec<u8>) -> Fault {
    let reaction = Reaction::respond(response);
    let is_open = status >= 500 || [302, 303, 408].contains(&status);
    Fault::new(
        name,
        if is_open {
            reaction.created()
        } else {
            reaction
        },
    )
}

fn each(sample: &Sample) -> Vec<Fault> {
    let statuses = [
        400, 401, 402, 403, 404, 405, 408, 409, 410, 411, 412, 413, 415, 418, 422, 423, 425, 429,
        451, 500, 501, 502, 503, 504, 507, 520, 599,
    ];
    let error = |status: u16| match sample.api {
        "bouwsoft" => json!({"Code": status.to_string(), "Message": "So", "Description": "fail"}),
        _ => json!({"error": "fail"}),
    };
    let each = statuses.map(|status| {
        let response = json(status, error(status).to_string());
        with_status(format!("{status}"), status, response)
    });
    each.to_vec()
}

/// The kinds of bodies that an error may have.
fn bodies() -> Vec<Fault> {
    const BODIES: [(&str, &str, &str); 7] = [
        (
            "another JSON",
            "application/json",
            r#"{"title":"fail","status":0}"#,
        ),
        (
            "a list in JSON",
            "application/json",
            r#"["fail","fail again"]"#,
        ),
        ("XML", "application/xml", "<data><error>fail</error></data>"),
        (
            "HTML",
            "text/html",
            "<html><head><title>fail</title></head><body><h1>no</h1></body></html>",
        ),
        ("plain text", "text/plain", "fail\r\n"),
        ("nothing", "application/json", ""),
        ("half the JSON", "application/json", r#"{"error":"fa"#),
    ];
    let mut faults = Vec::new();
    for status in [400, 502] {
        for (name, kind, body) in BODIES {
            let response = http(status, &[("content-type", kind)], body);
            faults.push(with_status(
                format!("{status} with {name}"),
                status,
                response,
            ));
        }
    }
    faults
}

/// Responses with `Retry-After`.
fn waits() -> Vec<Fault> {
    let past = "Thu, 01 Jan 1970 00:00:00 GMT";
    let future = SystemTime::now() + Duration::from_secs(86_400);
    let future = httpdate::fmt_http_date(future);
    let mut faults = Vec::new();
    for status in [429, 503] {
        for (name, value) in [
            ("0", "0"),
            ("a day", "86400"),
            ("a date in the past", past),
            ("a date tomorrow", &future),
            (
                "more seconds than an integer holds",
                "99999999999999999999999",
            ),
            ("minus five", "-5"),
            ("words", "soon"),
        ] {
            let headers = [JSON, &[("retry-after", value)]].concat();
            let response = http(status, &headers, r#"{"error":"fail"}"#);
            let name = format!("{status}, retry-after {name}");
            faults.push(with_status(name, status, response));
        }
    }
    faults
}

fn odd() -> Vec<Fault> {
    let known = [JSON, &[("x-request-id", "abc-123")]].concat();
    vec![
        with_status("status 600", 600, json(600, "{}")),
        with_status("status 999", 999, json(999, "")),
        with_status(
            "400 with a request id",
            400,
            http(400, &known, r#"{"error":"fail"}"#),
        ),
        with_status(
            "503 of a load balancer, closed",
            503,
            http(503, &[], "<html><h1>503 Service Unavailable</h1>"),
        ),
    ]
}

/// Redirects.
pub fn redirects(other: &str) -> Vec<Fault> {
    let to = |status: u16, place: &str, location: &str| {
        let response = http(status, &[("location", location)], "");
        with_status(format!("{status} to {place}"), status, response)
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
        to(302, "an invalid URL", "http://[broken"),
        with_status("302 without a location", 302, http(302, &[], "")),
        with_status("300", 300, http(300, &[], "")),
        with_status("304", 304, http(304, &[], "")),
    ]);
    faults
}
