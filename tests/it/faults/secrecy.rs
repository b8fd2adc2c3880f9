//! No credential is shown by anything, even where the server repeats all it was sent.

use std::error::Error as _;

use sdk_runtime::http::{Error, Grant, Settings, basic};
use serde_json::json;

use super::{
    act::{Act, Piece, Request},
    api::{Client, Outcome, quick, samples},
    capture::Traced,
    list::{good, http},
    server::Server,
};

/// A key with characters that JSON, HTML and URLs write in other ways.
const KEY: &str = r#"S3cr%t/k"y+&<x>'z=="#;
const PASSWORD: &str = "p@ss:w0rd/forMe";

/// A credential, the client that has it, and the texts that must not be shown.
struct Case {
    api: &'static str,
    name: &'static str,
    header: &'static str,
    value: String,
    secrets: Vec<String>,
}

fn cases() -> Vec<Case> {
    let case = |api, name, header, value: &str, secrets: &[&str]| Case {
        api,
        name,
        header,
        value: value.to_owned(),
        secrets: secrets.iter().map(|text| (*text).to_owned()).collect(),
    };
    let packed = basic("me@here.be", PASSWORD);
    let credential = packed.trim_start_matches("Basic ").to_owned();
    let bearer = format!("Bearer {KEY}");
    vec![
        case("eenvoudigfactureren", "API key", "X-API-Key", KEY, &[KEY]),
        case(
            "eenvoudigfactureren",
            "bearer",
            "Authorization",
            &bearer,
            &[KEY],
        ),
        case(
            "eenvoudigfactureren",
            "password",
            "Authorization",
            &packed,
            &[&credential, PASSWORD],
        ),
        case("bouwsoft", "access token", "AccessToken", KEY, &[KEY]),
    ]
}

/// A text as JSON, PHP, HTML and URLs write it.
fn written(text: &str) -> Vec<String> {
    let json = json!(text).to_string().trim_matches('"').to_owned();
    let html = |text: &str| {
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        text.replace('>', "&gt;").replace('"', "&quot;")
    };
    let url = text.bytes().map(|byte| match byte.is_ascii_alphanumeric() {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
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

/// Everything that was sent as a header, and the password that the server found in it, in all ways of writing.
fn repeated(request: &Request) -> String {
    let values = request.headers.iter().map(|(_, value)| value.as_str());
    let words = values.flat_map(|value| [Some(value), value.split_once(' ').map(|pair| pair.1)]);
    let texts = words.flatten().chain([PASSWORD]);
    texts.flat_map(written).collect::<Vec<_>>().join(" ")
}

/// The ways in which a server repeats what it was sent.
fn echoes() -> Vec<(&'static str, Act)> {
    let echo = |status: u16, body: fn(String) -> Vec<u8>| {
        Act::by_request(move |request| vec![Piece::Bytes(echoed(status, request, body))])
    };
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
        // The message and the body are cut: the cut must not leave half a credential.
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
            "no answer",
            Act::by_request(|request| {
                let head = format!("HTTP/1.1 200 {}\r\n\r\x01", printable(&repeated(request)));
                vec![Piece::Bytes(head.into())]
            })
            .then_close(),
        ),
        ("broken off", Act::reset()),
    ]
}

/// An answer with all of the request in its reason, its headers and its body.
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
    let answer = http(status, &headers, body(all));
    let answer = String::from_utf8(answer).expect("text");
    answer
        .replacen(" So\r\n", &format!(" {line}\r\n"), 1)
        .into_bytes()
}

fn printable(text: &str) -> String {
    text.replace(|c: char| c.is_control(), "")
}

/// Every text that the error gives away.
fn shown(error: &Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let parts = [
        error.message(),
        error.code(),
        error.reason(),
        error.request_id(),
        error.redirect(),
    ];
    for part in parts.into_iter().flatten() {
        text += part;
    }
    text += &String::from_utf8_lossy(error.body());
    let mut next = error.source();
    while let Some(source) = next {
        text += &format!("{source} {source:?}");
        next = source.source();
    }
    text
}

/// Fails where a secret, or its beginning at an end, is in the text.
fn assert_none(text: &str, case: &Case, what: &str) {
    for secret in &case.secrets {
        for form in written(secret) {
            // Half a secret is too much as well.
            let half = &form[..form.len() / 2];
            if let Some(at) = text.find(half) {
                let start = text[..at]
                    .char_indices()
                    .rev()
                    .nth(40)
                    .map_or(0, |(at, _)| at);
                let near: String = text[start..].chars().take(120).collect();
                panic!("{}, {what}: a {} shows: {near}", case.api, case.name);
            }
        }
    }
}

async fn call_once(case: &Case, act: Act, settings: Settings) -> Outcome {
    let server = Server::acting(vec![act]).await;
    let settings = settings.after(|report| tracing::trace!("{report:?}"));
    let settings = settings.before(|attempt, request| tracing::trace!("{attempt:?} {request:?}"));
    let grant = Grant::new(&server.url(), false).and_then(|grant| {
        let grant = grant.header("X-AccountId", "CAAAAAAAA")?;
        grant.secret(case.header, &case.value)
    });
    let grant = grant.expect("a grant");
    tracing::trace!("{grant:?} {settings:?}");
    let client = Client::with(case.api, grant, &settings).expect("a client");
    tracing::trace!("{client:?}");
    let outcome = client.create("k1").await;
    let sent = server.seen().heads;
    assert_eq!(
        sent[0].header(&case.header.to_ascii_lowercase()),
        Some(&*case.value)
    );
    outcome
}

#[tokio::test]
async fn no_part_of_a_failing_call_shows_a_credential() {
    for case in cases() {
        for (name, act) in echoes() {
            for traces_bodies in [false, true] {
                let traced = Traced::all();
                let settings = match traces_bodies {
                    true => quick().trace_bodies(),
                    false => quick(),
                };
                let outcome = call_once(&case, act.clone(), settings).await;
                let error = outcome.expect_err(name);
                assert_none(&shown(&error), &case, name);
                let traced = traced.text();
                assert!(traced.contains("sdk_runtime::http"), "{traced}");
                assert!(
                    traced.contains("reqwest::"),
                    "logs of others are kept: {traced}"
                );
                assert_none(&traced, &case, &format!("{name}, traced"));
                let has_body = traced.contains("\"what\": \"answer\"");
                assert_eq!(
                    has_body,
                    traces_bodies && error.status().is_some(),
                    "{name}"
                );
            }
        }
    }
}

#[tokio::test]
async fn no_part_of_a_call_that_succeeds_shows_a_credential() {
    for case in cases() {
        let sample = &samples(case.api)[0];
        let answer = good(sample);
        let act = Act::by_request(move |request| {
            let line = printable(&repeated(request));
            let text = String::from_utf8(answer.clone()).expect("text");
            let headers = format!(" {line}\r\nx-echo: {line}\r\n");
            vec![Piece::Bytes(text.replacen(" So\r\n", &headers, 1).into())]
        });
        let traced = Traced::all();
        call_once(&case, act.clone(), quick().trace_bodies())
            .await
            .expect("an answer");
        let server = Server::acting(vec![act]).await;
        let grant = Grant::new(&server.url(), false)
            .and_then(|grant| grant.secret(case.header, &case.value));
        let grant = grant.expect("a grant");
        let answer = match case.api {
            "bouwsoft" => {
                let client = bouwsoft::Client::new(grant, &quick()).expect("a client");
                let request = client.create_order().columns("type='FAKTUUR'");
                let shown = format!("{request:?}");
                format!("{shown} {:?}", request.send().await.expect("an answer"))
            }
            _ => {
                let client = eenvoudigfactureren::Client::new(grant, &quick()).expect("a client");
                let order = json!({"client_id": 1, "items": [{"description": "a", "amount": 1}]});
                let order: eenvoudigfactureren::types::OrderCreate =
                    serde_json::from_value(order).expect("an order");
                let request = client.create_order().body(order);
                let shown = format!("{request:?}");
                format!("{shown} {:?}", request.send().await.expect("an answer"))
            }
        };
        assert_none(&answer, &case, "the answer");
        assert_none(&traced.text(), &case, "traced");
    }
}

#[test]
fn the_ways_to_name_a_credential_do_not_show_it() {
    use eenvoudigfactureren::Credentials;
    let key = Credentials::api_key(KEY).for_account("CAAAAAAAA");
    let password = Credentials::password("me@here.be", PASSWORD);
    let local = "http://127.0.0.1:9/api";
    let orders = eenvoudigfactureren::Client::connect(local, &password).expect("a client");
    let bouwsoft = bouwsoft::Client::connect(local, 115, KEY).expect("a client");
    let shown = format!(
        "{key:?} {password:?} {orders:?} {bouwsoft:?} {:?}",
        orders.create_order()
    );
    let bad = eenvoudigfactureren::Client::with_api_key(local, &format!("{KEY}\n"));
    let bad = bad.expect_err("a line break");
    let shown = format!("{shown} {bad} {bad:?}");
    for case in cases() {
        assert_none(&shown, &case, "a client");
    }
}
