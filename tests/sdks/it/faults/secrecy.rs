//! Nothing shows a credential, even if the server repeats everything that it received.

use std::{error::Error as _, fmt, pin::Pin};

use order_sdk_http::{Error, Settings, basic};
use serde_json::json;

use super::{
    api::{quick, samples},
    capture::Traced,
    echo::{KEY, PASSWORD, echoes, success, written},
    list,
    reaction::{Piece, Reaction},
    server::Server,
};

/// A call; its result is the `Debug` output of the response.
type Shown = Pin<Box<dyn Future<Output = Result<String, Error>>>>;

/// A credential, how it is used, and the secrets that must not be shown.
struct Case {
    name: &'static str,
    header: &'static str,
    value: String,
    secrets: Vec<String>,
    call: fn(String, Settings) -> Shown,
    /// Whether the server first issues an access token.
    is_fetched: bool,
}

fn cases() -> Vec<Case> {
    let case = |name, header, value: &str, call| Case {
        name,
        header,
        value: value.to_owned(),
        secrets: vec![KEY.to_owned()],
        call,
        is_fetched: false,
    };
    let basic_credentials = basic("me@here.be", PASSWORD);
    let credential = basic_credentials.trim_start_matches("Basic ").to_owned();
    vec![
        case("API key", "x-api-key", KEY, |url, settings| {
            orders(|builder| builder.api_key(KEY), url, settings)
        }),
        case(
            "bearer token",
            "authorization",
            &format!("Bearer {KEY}"),
            |url, settings| orders(|builder| builder.bearer(KEY), url, settings),
        ),
        Case {
            secrets: vec![credential, PASSWORD.to_owned()],
            ..case(
                "password",
                "authorization",
                &basic_credentials,
                |url, settings| {
                    orders(
                        |builder| builder.password("me@here.be", PASSWORD),
                        url,
                        settings,
                    )
                },
            )
        },
        case("access token", "accesstoken", KEY, |url, settings| {
            bouwsoft_order(
                |builder, url| builder.access_token(url, 115, KEY),
                url,
                settings,
            )
        }),
        case("refresh token", "refreshtoken", KEY, |url, settings| {
            bouwsoft_order(|builder, _| builder.refresh_token(115, KEY), url, settings)
        }),
        Case {
            is_fetched: true,
            ..case(
                "fetched access token",
                "accesstoken",
                KEY,
                |url, settings| {
                    bouwsoft_order(
                        |builder, _| builder.refresh_token(115, "refresh-for-tests"),
                        url,
                        settings,
                    )
                },
            )
        },
        case("application key", "appkey", KEY, activation),
    ]
}

fn orders(
    credentials: fn(eenvoudigfactureren::ClientBuilder) -> eenvoudigfactureren::ClientBuilder,
    url: String,
    settings: Settings,
) -> Shown {
    Box::pin(async move {
        let builder = credentials(eenvoudigfactureren::Client::builder());
        let builder = builder
            .account("CAAAAAAAA")
            .server(&*url)
            .settings(settings);
        note(&builder);
        let client = builder.build().expect("a client");
        note(&client);
        let order = json!({"client_id": 1, "items": [{"description": "a", "amount": 1}]});
        let order: eenvoudigfactureren::types::OrderCreate =
            serde_json::from_value(order).expect("an order");
        let request = client.create_order(order);
        note(&request);
        request.send().await.map(|response| format!("{response:?}"))
    })
}

fn bouwsoft_order(
    credentials: fn(bouwsoft::ClientBuilder, &str) -> bouwsoft::ClientBuilder,
    url: String,
    settings: Settings,
) -> Shown {
    Box::pin(async move {
        let builder = bouwsoft::Client::builder().allow_host("127.0.0.1");
        let builder = credentials(builder.authorization_server(&url), &url).settings(settings);
        note(&builder);
        let client = builder.build().expect("a client");
        note(&client);
        let request = client.create_order("type='FAKTUUR'");
        note(&request);
        request.send().await.map(|response| format!("{response:?}"))
    })
}

fn activation(url: String, settings: Settings) -> Shown {
    Box::pin(async move {
        let begin = bouwsoft::Activation::builder(KEY).authorization_server(&url);
        let begin = begin.settings(settings);
        note(&begin);
        begin
            .start()
            .await
            .map(|activation| format!("{activation:?}"))
    })
}

/// Traces the debug text of a value, so that the test checks it.
fn note(value: &impl fmt::Debug) {
    tracing::trace!("{value:?} {value:#?}");
}

/// Every text that users can get from the error.
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

/// Fails if a secret or its first half is in the text.
fn assert_none(text: &str, case: &Case, what: &str) {
    for secret in &case.secrets {
        for form in written(secret) {
            // Half a secret must not be shown either.
            let half = &form[..form.len() / 2];
            if let Some(at) = text.find(half) {
                let start = text[..at]
                    .char_indices()
                    .rev()
                    .nth(40)
                    .map_or(0, |(at, _)| at);
                let near: String = text[start..].chars().take(120).collect();
                panic!("{}, {what}: {near}", case.name);
            }
        }
    }
}

/// A server with this reaction; if a token is requested first, the server issues one.
async fn server(case: &Case, reaction: Reaction) -> Server {
    if !case.is_fetched {
        return Server::reacting(vec![reaction]).await;
    }
    let token = Reaction::by_request(|request| {
        let server = format!("http://{}", request.header("host").expect("a host"));
        let response =
            json!({"AccessToken": KEY, "ServerName": server, "ValidUntil": "2099-01-01T00:00Z"});
        vec![Piece::Bytes(list::json(200, response.to_string()))]
    });
    let (first, refused) = (token.clone(), Reaction::respond(list::json(401, "{}")));
    // After a refused token, the server issues no other.
    let reactions = vec![first, reaction, refused];
    Server::reacting(reactions).await
}

async fn call_once(case: &Case, reaction: Reaction, settings: Settings) -> Result<String, Error> {
    let server = server(case, reaction).await;
    let settings = settings.after(note);
    let settings = settings.before(|attempt, request| note(&(attempt, request)));
    note(&settings);
    let outcome = (case.call)(server.url().replace("/api", "/api/v1"), settings).await;
    let heads = server.seen().heads;
    let arrived = heads
        .iter()
        .any(|head| head.header(case.header) == Some(&*case.value));
    assert!(arrived, "{}: {heads:?}", case.name);
    outcome
}

#[tokio::test]
async fn no_part_of_a_failing_call_shows_a_credential() {
    for case in cases() {
        for (name, reaction) in echoes() {
            for traces_bodies in [false, true] {
                let traced = Traced::all();
                let settings = if traces_bodies {
                    quick().trace_bodies()
                } else {
                    quick()
                };
                let outcome = call_once(&case, reaction.clone(), settings).await;
                let error = outcome.expect_err(name);
                assert_none(&shown(&error), &case, name);
                let traced = traced.text();
                assert!(traced.contains("order_sdk_http"), "{traced}");
                assert!(
                    traced.contains("reqwest::"),
                    "logs of other crates are recorded: {traced}"
                );
                assert_none(&traced, &case, &format!("{name}, traced"));
                let has_body = traced.contains("\"what\": \"response\"");
                assert!(traces_bodies || !has_body, "{name}: a body is traced");
            }
        }
    }
}

#[tokio::test]
async fn no_part_of_a_call_that_succeeds_shows_a_credential() {
    for case in cases()
        .iter()
        .filter(|case| !matches!(case.name, "refresh token" | "application key"))
    {
        let api = if case.header == "accesstoken" {
            "bouwsoft"
        } else {
            "eenvoudigfactureren"
        };
        let sample = &samples(api)[0];
        let traced = Traced::all();
        let response = call_once(case, success(sample), quick().trace_bodies()).await;
        assert_none(&response.expect("a response"), case, "the response");
        let traced = traced.text();
        assert!(traced.contains("\"what\": \"response\""), "{traced}");
        assert_none(&traced, case, "traced");
    }
}

/// Invalid responses that contain a credential.
fn broken_grants() -> Vec<(&'static str, Vec<u8>)> {
    let complete = json!({"AccessToken": KEY, "ServerName": "ra.bouwsoft.be", "ValidUntil": KEY});
    let complete = complete.to_string();
    let number = json!({"AccessToken": "1", "ServerName": 5, "ValidUntil": [KEY]});
    vec![
        ("an invalid date", list::json(200, &complete)),
        ("another type", list::json(200, number.to_string())),
        ("not an object", list::json(200, json!(KEY).to_string())),
        ("cut", list::json(200, &complete[..complete.len() - 5])),
        (
            "trailing content",
            list::json(200, format!("{complete}{KEY}")),
        ),
        (
            "cut with 400",
            list::json(400, &complete[..complete.len() - 5]),
        ),
        ("plain text with 500", list::json(500, KEY)),
        (
            "a page",
            list::json(502, format!("<html><title>{KEY}</title>")),
        ),
        ("broken off", list::json(200, &complete)[..150].to_vec()),
    ]
}

#[tokio::test]
async fn no_part_of_a_response_with_a_credential_is_shown() {
    let case = Case {
        secrets: vec![KEY.to_owned()],
        ..cases().remove(0)
    };
    let call = |url, settings| {
        bouwsoft_order(
            |builder, _| builder.refresh_token(115, "refresh-for-tests"),
            url,
            settings,
        )
    };
    for (name, response) in broken_grants() {
        let traced = Traced::all();
        let server = Server::reacting(vec![Reaction::respond(response).then_close()]).await;
        let outcome = call(server.url(), quick().trace_bodies()).await;
        let error = outcome.expect_err(name);
        assert_eq!(error.attempts(), 0, "{name}: the order was sent");
        assert_none(&shown(&error), &case, name);
        assert_none(&traced.text(), &case, &format!("{name}, traced"));
    }
}

#[test]
fn credentials_are_in_no_debug_output_or_error() {
    use eenvoudigfactureren::Credentials;
    let key = Credentials::api_key(KEY).for_account("CAAAAAAAA");
    let password = Credentials::password("me@here.be", PASSWORD);
    let bearer = Credentials::bearer(KEY);
    let local = "http://127.0.0.1:9/api";
    let bad = eenvoudigfactureren::Client::with_api_key(local, &format!("{KEY}\n"));
    let bad = bad.expect_err("a line break");
    let other = bouwsoft::Client::connect(local, 115, &format!("{KEY}\n"));
    let other = other.expect_err("a line break");
    let shown = format!("{key:?} {password:?} {bearer:?} {bad} {bad:?} {other} {other:?}");
    for case in cases() {
        assert_none(&shown, &case, "a credential");
    }
}
