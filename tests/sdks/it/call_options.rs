//! One call: its forms, its options, its preview, and what it does not show.

use std::{future::IntoFuture, time::Duration};

use eenvoudigfactureren::{
    Client, Error, ErrorKind, RetryPolicy, Settings, order_fields::STATUS, types::*,
};
use futures_util::{StreamExt, future::join_all, stream};
use httpmock::{Method, MockServer};
use serde_json::json;

use crate::support::bouwsoft_client;

const KEY: &str = "key-for-tests";

fn client(server: &MockServer) -> Client {
    let settings = Settings::new()
        .retry(RetryPolicy::default().delays(Duration::from_millis(1), Duration::from_millis(2)));
    let builder = Client::builder()
        .api_key(KEY)
        .server(server.base_url().as_str());
    builder.settings(settings).build().expect("a client")
}

/// Sends a call that must not be sent, to a server that must not be called.
async fn refused<T>(call: impl AsyncFn(&Client) -> Result<T, Error>) -> String {
    let server = MockServer::start_async().await;
    let Err(error) = call(&client(&server)).await else {
        panic!("the call was sent");
    };
    assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
    assert_eq!(error.attempts(), 0);
    error.to_string()
}

#[tokio::test]
async fn a_call_returns_the_record_or_the_response_around_it() {
    let server = MockServer::start_async().await;
    let mock = server.mock(|when, then| {
        when.method(Method::GET).path("/orders/4004");
        then.status(200)
            .header("x-request-id", "r-1")
            .json_body(json!({"order_id": 4004, "number": "2026-1"}));
    });
    let client = client(&server);
    let order = client.get_order(4004).await.expect("an order");
    assert_eq!(order.number.as_deref(), Some("2026-1"));
    let response = client.get_order(4004).send().await.expect("a response");
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["x-request-id"], "r-1");
    assert_eq!(response.number.as_deref(), Some("2026-1"));
    assert_eq!(response.into_inner(), order);
    mock.assert_calls(2);
}

#[tokio::test]
async fn calls_can_be_spawned_joined_and_buffered() {
    let server = MockServer::start_async().await;
    let mock = server.mock(|when, then| {
        when.method(Method::GET).path_prefix("/orders/");
        then.status(200)
            .json_body(json!({"order_id": null, "number": "1"}));
    });
    let client = client(&server);
    let other = client.clone();
    let spawned = tokio::spawn(async move { other.get_order(1).await });
    assert!(spawned.await.expect("no panic").is_ok());
    let calls = (2..5).map(|id| client.get_order(id).into_future());
    assert!(join_all(calls).await.iter().all(Result::is_ok));
    let calls = stream::iter(5..8).map(|id| client.get_order(id).into_future());
    let orders: Vec<_> = calls.buffer_unordered(2).collect().await;
    assert!(orders.iter().all(Result::is_ok));
    mock.assert_calls(7);
}

#[tokio::test]
async fn a_body_is_taken_by_value_and_by_reference() {
    let server = MockServer::start_async().await;
    let mock = server.mock(|when, then| {
        when.method(Method::POST)
            .path("/orders/4004")
            .json_body(json!({"reference": "Q-2"}));
        then.status(200)
            .json_body(json!({"success": "updated", "order_id": 4004}));
    });
    let client = client(&server);
    let update = OrderUpdate::new().reference("Q-2");
    client.update_order(4004, &update).await.expect("updated");
    client.update_order(4004, update).await.expect("updated");
    mock.assert_calls(2);
}

#[tokio::test]
async fn a_time_limit_and_a_retry_policy_apply_to_one_call() {
    let server = MockServer::start_async().await;
    let slow = server.mock(|when, then| {
        when.path("/orders/1");
        then.status(200)
            .delay(Duration::from_secs(3))
            .json_body(json!({"order_id": 1}));
    });
    let failing = server.mock(|when, then| {
        when.path("/orders/2");
        then.status(503);
    });
    let client = client(&server);
    let error = client
        .get_order(1)
        .timeout(Duration::from_millis(200))
        .await;
    assert_eq!(error.expect_err("too slow").kind(), ErrorKind::Timeout);
    let error = client.get_order(1).timeout(Duration::ZERO).await;
    assert_eq!(error.expect_err("no time").attempts(), 0);
    slow.assert_calls(1);
    let once = client.get_order(2).retry(RetryPolicy::none()).await;
    assert_eq!(once.expect_err("failed").attempts(), 1);
    failing.assert_calls(1);
    let twice = client.get_order(2).retry(
        RetryPolicy::default()
            .attempts(2)
            .delays(Duration::from_millis(1), Duration::from_millis(1)),
    );
    assert_eq!(twice.await.expect_err("failed").attempts(), 2);
    failing.assert_calls(3);
}

#[tokio::test]
async fn a_write_is_sent_once_whatever_its_retry_policy_says() {
    let server = MockServer::start_async().await;
    let mock = server.mock(|when, then| {
        when.method(Method::POST).path("/orders");
        then.status(503);
    });
    let call = client(&server);
    let call = call
        .create_order(OrderCreate::new(1))
        .retry(RetryPolicy::default().attempts(9));
    let error = call.await.expect_err("failed");
    assert_eq!(error.kind(), ErrorKind::UnknownOutcome);
    mock.assert_calls(1);
}

#[tokio::test]
async fn headers_and_query_parameters_that_the_contract_lacks_are_sent() {
    let server = MockServer::start_async().await;
    let mock = server.mock(|when, then| {
        when.path("/orders")
            .query_param("filter", "status=open")
            .query_param("take", "50")
            .query_param("new", "a b")
            .header("x-trace", "t-1")
            .header("x-api-key", KEY);
        then.status(200).json_body(json!([]));
    });
    let client = client(&server);
    let call = client
        .list_orders()
        .query("new", "a b")
        .header("X-Trace", "t-1");
    let orders = call.take(50).filter(STATUS.is("open")).await;
    assert_eq!(orders.expect("a list"), []);
    mock.assert();
}

#[tokio::test]
async fn headers_of_the_client_and_parameters_of_the_operation_are_refused() {
    for name in [
        "Authorization",
        "X-API-Key",
        "x-accountid",
        "host",
        "Content-Length",
        "content-type",
        "Accept",
        "cookie",
        "transfer-encoding",
        "user-agent",
        "X_API_KEY",
        "Content_Length",
        "X-HTTP-Method-Override",
    ] {
        let reason = refused(async |client| client.get_order(1).header(name, "x").await).await;
        let expected = format!("header {}: it is reserved", name.to_lowercase());
        assert!(reason.contains(&expected), "{reason}");
    }
    for (name, value) in [("a b", "x"), ("x-a", "line\nbreak")] {
        let reason = refused(async |client| client.get_order(1).header(name, value).await).await;
        assert!(reason.contains("is not valid in HTTP"), "{reason}");
    }
    for name in ["Filter", "filter[]"] {
        let reason = refused(async |client| client.list_orders().query(name, "x").await).await;
        assert!(
            reason.contains("the operation has an argument for it"),
            "{reason}"
        );
    }
    let reason = refused(async |client| client.list_orders().query("filter", "x").await).await;
    assert!(
        reason.contains("query parameter filter: the operation has an argument for it"),
        "{reason}"
    );
}

#[tokio::test]
async fn everything_that_is_wrong_is_reported_by_the_name_of_the_argument() {
    let reason = refused(async |client| {
        let item = OrderItemCreate::new().description("x".repeat(300_000));
        let order = OrderCreate::new(1).reference("x".repeat(500)).items([item]);
        client.create_order(order).await
    });
    let reason = reason.await;
    assert!(
        reason.contains("body.reference: 500 characters, at most"),
        "{reason}"
    );
    let reason = refused(async |client| client.list_orders().skip(-1).take(-2).await).await;
    assert!(
        reason.contains("skip: -1 is less than 0; take: -2 is less than 0"),
        "{reason}"
    );
}

#[tokio::test]
async fn an_argument_that_is_set_again_replaces_the_value_before_it() {
    let server = MockServer::start_async().await;
    let mock = server.mock(|when, then| {
        when.path("/orders")
            .query_param("skip", "1")
            .query_param_missing("take");
        then.status(200).json_body(json!([]));
    });
    let client = client(&server);
    let call = client.list_orders().skip(-1).skip(1).take(5).take(None);
    call.await.expect("a list");
    mock.assert();
}

#[tokio::test]
async fn the_order_of_setters_does_not_change_the_request() {
    let server = MockServer::start_async().await;
    let client = client(&server);
    let one = client
        .list_orders()
        .take(1)
        .skip(2)
        .sort("number")
        .filter("status=open");
    let other = client
        .list_orders()
        .filter("status=open")
        .sort("number")
        .skip(2)
        .take(1);
    let url = |call: &eenvoudigfactureren::calls::ListOrders<'_>| {
        call.preview().expect("a valid request").url().to_string()
    };
    assert_eq!(url(&one), url(&other));
    let expected = "/orders?filter=status%3Dopen&skip=2&sort=number&take=1";
    assert_eq!(url(&one), format!("{}{expected}", server.base_url()));
}

#[tokio::test]
async fn a_preview_is_the_request_that_is_sent_without_its_credentials() {
    let server = MockServer::start_async().await;
    let client = client(&server);
    let order = OrderCreate::new(1001).external_order_id("Q-1");
    let call = client.create_order(&order).header("x-trace", "t-1");
    let preview = call.preview().expect("a valid request");
    let shown = preview.to_string();
    assert!(
        !shown.contains(KEY) && !format!("{preview:?}").contains(KEY),
        "{shown}"
    );
    let expected = format!(
        "POST {}/orders\ncontent-type: application/json\naccept: application/json\nx-trace: t-1\n\
         x-api-key: [redacted]\n\n{}",
        server.base_url(),
        r#"{"external_order_id":"Q-1","client_id":1001}"#,
    );
    assert_eq!(shown, expected);
    let mock = server.mock(|when, then| {
        let mut when = when
            .method(preview.method().as_str())
            .path(preview.url().path());
        for (name, value) in preview
            .headers()
            .iter()
            .filter(|(name, _)| *name != "x-api-key")
        {
            when = when.header(name.as_str(), value.to_str().expect("text"));
        }
        when.header("x-api-key", KEY)
            .body(String::from_utf8_lossy(preview.body().expect("a body")));
        then.status(201).json_body(json!({"order_id": 1}));
    });
    call.await.expect("created");
    mock.assert();
    let invalid = client.create_order(OrderCreate::new(1).reference("x".repeat(500)));
    let error = invalid.preview().expect_err("too long");
    assert_eq!(error.operation(), "create_order");
}

#[tokio::test]
async fn a_call_shows_no_argument() {
    let server = MockServer::start_async().await;
    let client = client(&server);
    let update = OrderUpdate::new().reference("Jan Peeters");
    let shown = format!("{:?}", client.update_order(4004, update));
    let expected = "UpdateOrder(POST /orders/{order_id}, 4 bytes of arguments, 27 bytes of body)";
    assert_eq!(shown, expected);
    let bouwsoft = bouwsoft_client(&server.base_url());
    let calls = [
        format!("{:?}", bouwsoft.create_order("title='Jan Peeters'")),
        format!("{:?}", bouwsoft.request_refresh_token("secret-app-key")),
        format!("{:?}", bouwsoft.get_access_token("115", "secret-token")),
        format!("{:?}", client.get_order(1).into_future()),
    ];
    for shown in calls {
        for hidden in ["Peeters", "secret", "115"] {
            assert!(!shown.contains(hidden), "{shown}");
        }
    }
}

#[tokio::test]
async fn a_query_parameter_of_the_client_is_refused_and_a_header_of_its_name_is_not() {
    let reason = refused(async |client| client.get_order(1).query("_method", "DELETE").await).await;
    assert!(
        reason.contains("query parameter _method: it is reserved"),
        "{reason}"
    );
    let reason = refused(async |client| client.get_order(1).query("format", "xml").await).await;
    assert!(
        reason.contains("query parameter format: it is reserved"),
        "{reason}"
    );
    let server = MockServer::start_async().await;
    let mock = server.mock(|when, then| {
        when.path("/orders/1").header("format", "x");
        then.status(200).json_body(json!({"order_id": 1}));
    });
    let order = client(&server).get_order(1).header("format", "x").await;
    order.expect("an order");
    mock.assert();
}
