//! A server that repeats everything that it received, in all forms of escaping.

use serde_json::json;

use super::{
    api::Sample,
    list::{good, http},
    reaction::{Piece, Reaction, Request},
};

/// A key with characters that JSON, HTML and URLs escape.
pub const KEY: &str = r#"S3cr%t/k"y+&<x>'z=="#;
/// A password with some of these characters.
pub const PASSWORD: &str = "p@ss:w0rd/forMe";

/// A string as JSON, PHP, HTML and URLs escape it.
pub fn written(text: &str) -> Vec<String> {
    let json = json!(text).to_string().trim_matches('"').to_owned();
    let html = |text: &str| {
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        text.replace('>', "&gt;").replace('"', "&quot;")
    };
    let url = text.bytes().map(|byte| {
        if byte.is_ascii_alphanumeric() {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    });
    vec![
        text.to_owned(),
        json.replace('/', "\\/"),
        html(text).replace('\'', "&#039;"),
        url.collect(),
        json,
        html(text).replace('\'', "&#x27;"),
    ]
}

/// Everything that was sent as a header, and the password that the server decoded from it, in all forms of escaping.
fn repeated(request: &Request) -> String {
    let values = request.headers.iter().map(|(_, value)| value.as_str());
    let words = values.flat_map(|value| [Some(value), value.split_once(' ').map(|pair| pair.1)]);
    let texts = words.flatten().chain([PASSWORD]);
    texts.flat_map(written).collect::<Vec<_>>().join(" ")
}

/// The responses in which a server repeats what it received.
pub fn echoes() -> Vec<(&'static str, Reaction)> {
    let mut all = whole_echoes();
    all.extend(broken_echoes());
    all
}

fn echo(status: u16, body: fn(String) -> Vec<u8>) -> Reaction {
    Reaction::by_request(move |request| vec![Piece::Bytes(echoed(status, request, body))])
}

fn whole_echoes() -> Vec<(&'static str, Reaction)> {
    vec![
        (
            "400",
            echo(400, |all| json!({"error": all}).to_string().into()),
        ),
        (
            "400 with it as code",
            echo(400, |all| {
                json!({"error": "no", "code": all, "Code": all, "Message": all})
                    .to_string()
                    .into()
            }),
        ),
        ("401 in plain text", echo(401, String::into_bytes)),
        (
            "403 in XML",
            echo(403, |all| {
                format!("<data><error><![CDATA[{all}]]></error></data>").into()
            }),
        ),
        (
            "500 in HTML",
            echo(500, |all| {
                format!("<html><title>{all}</title>{all}</html>").into()
            }),
        ),
        ("302", echo(302, |_| Vec::new())),
        ("200 unreadable", echo(200, |all| format!("[{all}").into())),
        (
            "200 of another type",
            echo(200, |all| {
                json!({"RecordChanges": all, "order_id": all})
                    .to_string()
                    .into()
            }),
        ),
        (
            "200 with an error",
            echo(200, |all| json!({"error": all}).to_string().into()),
        ),
    ]
}

/// Responses that are cut within a credential, and requests without a response.
fn broken_echoes() -> Vec<(&'static str, Reaction)> {
    vec![
        // The client cuts the message and the body; the cut must not leave half a credential.
        (
            "400 cut",
            echo(400, |all| format!("{}{all}", "x".repeat(485)).into()),
        ),
        (
            "400 cut elsewhere",
            echo(400, |all| {
                format!("{}{all}", "x".repeat((64 << 10) - 12)).into()
            }),
        ),
        (
            "no response",
            Reaction::by_request(|request| {
                let head = format!("HTTP/1.1 200 {}\r\n\r\x01", printable(&repeated(request)));
                vec![Piece::Bytes(head.into())]
            })
            .then_close(),
        ),
        ("broken off", Reaction::reset()),
    ]
}

/// A response with everything from the request in its reason phrase, its headers and its body.
fn echoed(status: u16, request: &Request, body: fn(String) -> Vec<u8>) -> Vec<u8> {
    let all = repeated(request);
    let line = printable(&all);
    let place = format!("https://me:{line}@elsewhere.example/{line}?key={line}#{line}");
    let headers = [
        ("location", place.as_str()),
        ("x-request-id", &line),
        ("www-authenticate", &line),
        ("content-type", "application/json"),
    ];
    let response = http(status, &headers, body(all));
    let response = String::from_utf8(response).expect("text");
    response
        .replacen(" So\r\n", &format!(" {line}\r\n"), 1)
        .into_bytes()
}

fn printable(text: &str) -> String {
    text.replace(|c: char| c.is_control(), "")
}

/// The documented response, with everything from the request in its reason phrase and a header.
pub fn success(sample: &Sample) -> Reaction {
    let response = good(sample);
    Reaction::by_request(move |request| {
        let line = printable(&repeated(request));
        let text = String::from_utf8(response.clone()).expect("text");
        let headers = format!(" {line}\r\nx-echo: {line}\r\n");
        vec![Piece::Bytes(text.replacen(" So\r\n", &headers, 1).into())]
    })
}
