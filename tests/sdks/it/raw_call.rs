//! Requests that the contracts do not describe, over real HTTP: what is sent, and what is returned.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use bouwsoft::{ErrorKind, RawCall, RetryPolicy, Settings, reqwest::Method, serde_json::Value};
use serde_json::json;

use crate::{
    authorization::service::Service,
    faults::{list, reaction::Reaction, server::Server},
};

const SECRET: &str = "secret-of-the-client";

/// A client of one of the SDKs.
enum Client {
    Bouwsoft(bouwsoft::Client),
    EenvoudigFactureren(eenvoudigfactureren::Client),
}

impl Client {
    fn request(&self, method: Method, path: &str) -> RawCall<'_> {
        match self {
            Self::Bouwsoft(client) => client.request(method, path),
            Self::EenvoudigFactureren(client) => client.request(method, path),
        }
    }

    fn get(&self, path: &str) -> RawCall<'_> {
        self.request(Method::GET, path)
    }
}

fn quick() -> Settings {
    let delay = Duration::from_millis(1);
    Settings::new().retry(RetryPolicy::default().delays(delay, delay))
}

/// A client of each SDK, and the name of the header with its secret.
fn clients(url: &str, settings: &Settings) -> [(Client, &'static str); 2] {
    let bouwsoft = bouwsoft::Client::builder()
        .access_token(url, 115, SECRET)
        .authorization_server(url)
        .settings(settings.clone());
    let eenvoudigfactureren = eenvoudigfactureren::Client::builder()
        .api_key(SECRET)
        .server(url)
        .settings(settings.clone());
    [
        (
            Client::Bouwsoft(bouwsoft.build().expect("a client")),
            "accesstoken",
        ),
        (
            Client::EenvoudigFactureren(eenvoudigfactureren.build().expect("a client")),
            "x-api-key",
        ),
    ]
}

fn respond(status: u16, body: &Value) -> Reaction {
    Reaction::respond(list::json(status, body.to_string()))
}

#[tokio::test]
async fn a_request_is_sent_as_it_is_written() {
    let body = json!({"any": ["thing", 1.5, null]});
    let server = Server::reacting(vec![respond(200, &body)]).await;
    for (client, secret) in clients(&server.url(), &quick()) {
        let call = client
            .get("/Projects/a%2Fb c/")
            .query("limit", "10")
            .query("filter", "a = b+c")
            .header("X-Trace", "17");
        let preview = call.preview().expect("valid").to_string();
        assert!(!preview.contains(SECRET), "{preview}");
        assert_eq!(call.await.expect("a response"), body);
        let seen = server.seen().heads;
        let sent = seen.last().expect("a request");
        let line = "GET /api/Projects/a%2Fb%20c/?limit=10&filter=a%20%3D%20b%2Bc";
        assert_eq!(sent.line, line);
        assert_eq!(sent.header(secret), Some(SECRET));
        assert_eq!(sent.header("x-trace"), Some("17"));
        assert_eq!(sent.header("accept"), Some("application/json"));
        assert_eq!(sent.header("content-type"), None);
    }
}

#[tokio::test]
async fn every_method_is_sent_and_a_body_if_one_is_set() {
    let methods = [
        Method::GET,
        Method::HEAD,
        Method::POST,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
    ];
    let server =
        Server::reacting(vec![Reaction::respond(list::http(204, &[], "")).created()]).await;
    for (client, _) in clients(&server.url(), &quick()) {
        for method in &methods {
            let call = client.request(method.clone(), "/Projects/17");
            let response = call.send().await.expect("a response");
            assert_eq!(response.status(), 204);
            assert_eq!(response.into_inner(), Value::Null);
            let seen = server.seen().heads;
            let line = format!("{method} /api/Projects/17");
            assert_eq!(seen.last().map(|sent| &sent.line), Some(&line));
        }
        let call = client.request(Method::PATCH, "/Projects/17");
        let call = call.json(&json!({"title": "Q-1"}));
        call.await.expect("a response");
        let seen = server.seen().created;
        let sent = seen.last().expect("a request");
        assert_eq!(sent.header("content-type"), Some("application/json"));
        assert_eq!(sent.body, br#"{"title":"Q-1"}"#);
    }
}

#[tokio::test]
async fn a_response_without_a_body_is_null_and_other_text_is_an_error() {
    for (body, expected) in [
        ("", Some(Value::Null)),
        (" \r\n", Some(Value::Null)),
        ("null", Some(Value::Null)),
        ("\"text\"", Some(json!("text"))),
        ("[]", Some(json!([]))),
        ("{}", Some(json!({}))),
        ("created", None),
        ("<html><title>Log in</title>", None),
    ] {
        let server = Server::reacting(vec![Reaction::respond(list::http(200, &[], body))]).await;
        for (client, _) in clients(&server.url(), &quick()) {
            let read = client.get("/Projects").await;
            let written = client.request(Method::POST, "/Projects").await;
            match &expected {
                Some(expected) => {
                    assert_eq!(&read.expect("a response"), expected);
                    assert_eq!(&written.expect("a response"), expected);
                }
                None => {
                    let (read, written) = (read.expect_err(body), written.expect_err(body));
                    assert_eq!(read.kind(), ErrorKind::UnreadableResponse, "{read}");
                    assert_eq!(read.body(), body.as_bytes());
                    assert!(!read.may_have_been_applied() && written.may_have_been_applied());
                }
            }
        }
    }
}

#[tokio::test]
async fn a_read_is_retried_and_a_write_is_not() {
    for (method, requests) in [
        (Method::GET, 2),
        (Method::HEAD, 2),
        (Method::POST, 1),
        (Method::PUT, 1),
        (Method::PATCH, 1),
        (Method::DELETE, 1),
    ] {
        for index in 0..2 {
            let refused = Reaction::respond(list::http(503, &[], "")).then_close();
            let good = Reaction::respond(list::http(200, &[], ""));
            let server = Server::reacting(vec![refused, good]).await;
            let (client, _) = &clients(&server.url(), &quick())[index];
            let outcome = client.request(method.clone(), "/Projects").await;
            assert_eq!(server.seen().heads.len(), requests, "{method}");
            let kind = outcome.map_err(|error| error.kind());
            match requests {
                1 => assert_eq!(kind, Err(ErrorKind::UnknownOutcome), "{method}"),
                _ => assert_eq!(kind, Ok(Value::Null), "{method}"),
            }
        }
    }
}

#[tokio::test]
async fn a_retry_policy_and_a_time_limit_apply_to_one_request() {
    let server = Server::reacting(vec![Reaction::respond(list::http(503, &[], ""))]).await;
    for (client, _) in clients(&server.url(), &quick()) {
        let error = client.get("/Projects").retry(RetryPolicy::none()).await;
        assert_eq!(error.expect_err("failed").attempts(), 1);
        let error = client.get("/Projects").timeout(Duration::ZERO).await;
        assert_eq!(error.expect_err("no time").attempts(), 0);
    }
}

#[tokio::test]
async fn a_refused_access_token_is_renewed() {
    for method in [Method::GET, Method::POST] {
        let service = Service::start();
        let client = service.client();
        let call = || client.request(method.clone(), "/Projects");
        let records = json!({"Records": [{"id": 17617}]});
        assert_eq!(call().await.expect("a response"), records);
        service.state().valid = "another".into();
        assert_eq!(call().await.expect("a response"), records);
        let (fetches, served) = {
            let state = service.state();
            (state.fetches, state.served)
        };
        assert_eq!((fetches, served), (2, 2));
        assert_eq!(service.count("/Projects"), 3);
    }
}

#[tokio::test]
async fn what_must_not_be_sent_is_refused() {
    let server = Server::reacting(vec![Reaction::respond(list::http(200, &[], ""))]).await;
    for (client, _) in clients(&server.url(), &quick()) {
        for path in [
            "https://evil.example/",
            "//evil.example/",
            "/\\evil.example/",
            "@evil.example/",
            "/../../evil",
            "/a/%2e%2E/evil",
            "/a%2F..%2F..%2Fevil",
            "/Projects?limit=10",
            "/Projects#a",
            "/Projects\r\nX-Evil: 1",
        ] {
            let error = client.get(path).await.expect_err(path);
            assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
            let message = error.to_string();
            let start = "request: the request was not sent: path: it ";
            assert!(
                message.starts_with(start) && !message.contains("evil"),
                "{message}"
            );
        }
        for call in [
            client.request(Method::OPTIONS, "/"),
            client.get("/").header("authorization", "x"),
            client.get("/").query("_method", "DELETE"),
        ] {
            let error = call.await.expect_err("it must not be sent");
            assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
        }
    }
    assert!(server.seen().heads.is_empty());
}

#[tokio::test]
async fn errors_are_classified_by_the_rules_of_the_contract() {
    let kinds = |error: bouwsoft::Error| (error.kind(), error.message().map(str::to_owned));
    let message = Some("no such project".to_owned());
    let bouwsoft = json!({"Code": "404", "Message": "Not Found", "Description": message});
    let eenvoudigfactureren = json!({"error": message});
    for (index, body, kind) in [
        (0, bouwsoft, ErrorKind::NotFound),
        (1, eenvoudigfactureren, ErrorKind::Rejected),
    ] {
        for (status, kind) in [
            (200, kind),
            (403, ErrorKind::Permission),
            (422, ErrorKind::Rejected),
        ] {
            let server = Server::reacting(vec![respond(status, &body)]).await;
            let (client, _) = &clients(&server.url(), &quick())[index];
            let error = client.get("/Projects/17").await.expect_err("an error");
            assert_eq!(error.operation(), "request");
            assert_eq!(kinds(error), (kind, message.clone()), "{status}");
        }
    }
}

#[tokio::test]
async fn a_secret_that_the_server_repeats_is_redacted() {
    let body = json!({
        "Code": "400", "Message": SECRET, "Description": format!("wrong: {SECRET}"), "error": SECRET,
    });
    let server = Server::reacting(vec![respond(400, &body)]).await;
    for (client, _) in clients(&server.url(), &quick()) {
        let error = client.get("/Projects").await.expect_err("refused");
        let body = String::from_utf8_lossy(error.body());
        assert!(body.contains("[secret]"), "{body}");
        let shown = format!("{error} {error:?} {body}");
        assert!(!shown.contains(SECRET), "{shown}");
    }
}

#[tokio::test]
async fn reports_and_debug_output_have_one_route_and_no_path() {
    let server = Server::reacting(vec![Reaction::respond(list::http(200, &[], ""))]).await;
    let reports = Arc::<Mutex<Vec<_>>>::default();
    let kept = reports.clone();
    let settings = quick().after(move |report| kept.lock().expect("not poisoned").push(*report));
    for (client, _) in clients(&server.url(), &settings) {
        let call = client.request(Method::PUT, "/Projects/Jan%20Peeters");
        let shown = "RawCall(PUT /{path}, 0 bytes of arguments, 0 bytes of body)";
        assert_eq!(format!("{call:?}"), shown);
        call.await.expect("a response");
    }
    let reports = reports.lock().expect("not poisoned");
    assert_eq!(reports.len(), 2);
    for report in &*reports {
        assert_eq!((report.operation, report.route), ("request", "/{path}"));
        assert_eq!((report.status, report.error), (Some(200), None));
    }
}
