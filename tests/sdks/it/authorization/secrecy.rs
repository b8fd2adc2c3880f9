//! Nothing that users print shows a token.

use std::error::Error;

use bouwsoft::{Activation, Authorization, Client, types::AccessGrant, types::ActivationState};
use serde_json::json;

use super::service::{APP_KEY, REFRESH_TOKEN, Service, copy};

fn assert_hidden(what: &str, shown: &str) {
    assert!(!shown.contains("SECRET"), "{what}: {shown}");
}

/// All texts of an error.
fn all_texts(error: &bouwsoft::Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    text += &String::from_utf8_lossy(error.body());
    for part in [
        error.message(),
        error.reason(),
        error.code(),
        error.redirect(),
    ] {
        text += part.unwrap_or_default();
    }
    let mut source = error.source();
    while let Some(error) = source {
        text += &format!(" {error} {error:?}");
        source = error.source();
    }
    text
}

#[tokio::test]
async fn values_that_contain_a_token_do_not_show_it() {
    let service = Service::start();
    service.state().agreed = true;
    let begin = Activation::builder(APP_KEY).authorization_server(&service.url());
    assert_hidden("an activation that has not begun", &format!("{begin:?}"));
    let activation = begin.start().await.expect("an activation");
    assert_hidden("an activation", &format!("{activation:?}"));
    let authorization = activation
        .check()
        .await
        .expect("a response")
        .expect("agreed");
    assert_hidden("an authorization", &format!("{authorization:#?}"));

    let builder = service.around(Client::builder().authorized(&authorization));
    assert_hidden("a builder", &format!("{builder:?}"));
    let client = builder.build().expect("a client");
    copy(&client).await.expect("an order");
    assert_hidden("a client", &format!("{client:#?}"));
    let request = client.get_access_token("115", REFRESH_TOKEN);
    assert_hidden("a request for a token", &format!("{request:?}"));
    let request = client.request_refresh_token(APP_KEY);
    assert_hidden("a request for an activation", &format!("{request:?}"));
    let response = request.send().await.expect("a response");
    assert_hidden("a response", &format!("{response:?}"));
    let with_token = Client::connect(&service.url(), 115, "token-SECRET").expect("a client");
    assert_hidden("a client with a token", &format!("{with_token:?}"));
    let grant = AccessGrant::default();
    assert_hidden(
        "a grant",
        &format!("{grant:?} {:?}", ActivationState::default()),
    );
}

#[tokio::test]
async fn an_error_shows_no_token_that_the_server_repeats() {
    let service = Service::start();
    let client = service.client();
    // The refusal contains the token.
    service.state().locked = true;
    let error = copy(&client).await.expect_err("refused");
    let text = all_texts(&error);
    assert!(text.contains("no token"), "{text}");
    assert_hidden("an error of an order", &text);

    for (status, body) in [
        (
            401,
            json!({ "Code": "401", "Message": REFRESH_TOKEN, "Description": REFRESH_TOKEN }),
        ),
        (500, json!({ "AccessToken": "access-SECRET" })),
        (200, json!(["access-SECRET"])),
        (
            200,
            json!({ "AccessToken": ["access-SECRET"], "RefreshToken": REFRESH_TOKEN }),
        ),
    ] {
        service.state().refusal = Some((status, body.clone()));
        let client = service.client();
        let error = copy(&client).await.expect_err("no token");
        assert_hidden(&body.to_string(), &all_texts(&error));
        let own = client.get_access_token("115", REFRESH_TOKEN);
        let error = own.await.expect_err("no token");
        assert_hidden(&body.to_string(), &all_texts(&error));
    }
}

#[tokio::test]
async fn a_token_that_is_not_a_valid_header_is_refused_and_not_shown() {
    let service = Service::start();
    let client = service.client();
    let request = client.get_access_token("115", "line\nSECRET");
    let error = request.await.expect_err("not a valid header");
    let text = all_texts(&error);
    assert!(text.contains("the header RefreshToken"), "{text}");
    assert_hidden("a header", &text);
    let error =
        Client::connect(&service.url(), 115, "line\nSECRET").expect_err("not a valid header");
    assert_hidden("a client", &format!("{error} {error:?}"));
}

#[tokio::test]
async fn a_refused_server_shows_no_token() {
    const REFRESH: &str = "Refresh-Wombat-17";
    const ACCESS: &str = "Access-Quokka-17";
    let service = Service::start();
    let builder = || service.around(Client::builder().refresh_token(115, REFRESH));
    let long = format!("{}.example.com/{ACCESS}", "a".repeat(100_000));
    for (name, host) in [
        (format!("https://example.com/{REFRESH}"), "`example.com`"),
        (format!("https://example.com/?{ACCESS}"), "`example.com`"),
        (format!("user:{ACCESS}@ra.bouwsoft.be"), "`ra.bouwsoft.be`"),
        (
            format!("{ACCESS}.{REFRESH}.example.com"),
            "`[secret].[secret].example.com`",
        ),
        (format!("{REFRESH}://example.com"), "`[…]`"),
        (format!("{REFRESH} {ACCESS}"), "`[…]`"),
        (long, "aaa…`"),
    ] {
        service.state().grant = Some(json!({ "AccessToken": ACCESS, "ServerName": name }));
        let client = builder().build().expect("a client");
        let renewed = copy(&client).await.expect_err("another server");
        let callback = format!("clientnr=115&refreshtoken={REFRESH}");
        let mut callback = Authorization::from_callback(&callback).expect("tokens");
        callback.access_token = Some(ACCESS.into());
        callback.server_name = Some(name.clone());
        let begun = service.around(Client::builder().authorized(&callback));
        let begun = begun.build().expect_err("another server");
        for text in [all_texts(&renewed), format!("{begun} {begun:?}")] {
            assert!(text.contains(host), "{text}");
            let text = text.to_lowercase();
            assert!(
                !text.contains("wombat") && !text.contains("quokka"),
                "{text}"
            );
            assert!(text.len() < 4000, "{} characters", text.len());
        }
    }
    assert_eq!(service.count("/Copy"), 0);
}

#[tokio::test]
async fn an_activation_does_not_show_its_url_or_request_id() {
    let service = Service::start();
    let begin = Activation::builder(APP_KEY).authorization_server(&service.url());
    let begin = begin.callback("https://me:SECRET@example.com/callback?state=SECRET");
    assert_hidden("an activation that has not begun", &format!("{begin:?}"));
    let activation = begin.start().await.expect("an activation");
    let shown = format!("{activation:?} {activation:#?}");
    for part in [activation.url(), "agree", "request-17"] {
        assert!(!shown.contains(part), "{part}: {shown}");
    }
}

#[test]
fn a_builder_shows_no_password_in_a_url() {
    for server in [
        "https://me:SECRET@ra.bouwsoft.be/api/v1",
        "https://me:SEC?RET@ra.bouwsoft.be/SECRET",
        "me:SECRET@ra.bouwsoft.be",
        "https://ra.bouwsoft.be/api/v1?token=SECRET",
    ] {
        let mut authorization =
            Authorization::from_callback("clientnr=1&refreshtoken=SECRET").expect("tokens");
        authorization.server_name = Some(server.to_owned());
        let builder = || {
            Client::builder()
                .authorization_server(server)
                .allow_host(server)
        };
        let ef = eenvoudigfactureren::Client::builder()
            .api_key("SECRET")
            .server(server);
        for shown in [
            format!("{:?}", builder().refresh_token(115, "SECRET")),
            format!("{:?}", builder().access_token(server, 115, "SECRET")),
            format!("{:?}", builder().authorized(&authorization)),
            format!("{authorization:?}"),
            format!(
                "{:?}",
                Activation::builder("SECRET").authorization_server(server)
            ),
            format!("{ef:?} {:?}", eenvoudigfactureren::Server::from(server)),
            format!("{0} {0:?}", ef.build().expect_err("credentials in the URL")),
            format!(
                "{0} {0:?}",
                builder()
                    .refresh_token(115, "a")
                    .build()
                    .expect_err("credentials in the URL")
            ),
        ] {
            assert_hidden(server, &shown);
            assert!(!shown.contains("SEC"), "{shown}");
        }
    }
}

#[test]
fn a_server_that_the_caller_wrote_shows_no_password() {
    for server in [
        "user:SECRET@ra.bouwsoft.be",
        "https://user:SECRET@ra.bouwsoft.be/api/v1",
        "http://user:SECRET@127.0.0.1",
        "https://ra.bouwsoft.be/api/v1?token=SECRET",
    ] {
        let error = Client::connect(server, 115, "a token").expect_err(server);
        assert_hidden(server, &format!("{error} {error:?}"));
    }
}
