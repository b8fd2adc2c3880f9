//! Creating an order and reading it in one step.

use std::time::Duration;

use eenvoudigfactureren::{Client, ErrorKind, RetryPolicy, types::OrderCreate};
use httpmock::{Method, MockServer};
use serde_json::json;

fn client(server: &MockServer) -> Client {
    Client::with_api_key(&server.base_url(), "key-for-tests").expect("a client")
}

#[tokio::test]
async fn an_order_is_created_and_read_in_one_step() {
    let server = MockServer::start_async().await;
    let create = server.mock(|when, then| {
        when.method(Method::POST).path("/orders");
        then.status(201)
            .json_body(json!({"success": "created", "order_id": 4004}));
    });
    let get = server.mock(|when, then| {
        when.method(Method::GET).path("/orders/4004");
        then.status(200)
            .json_body(json!({"order_id": 4004, "number": "2026-1"}));
    });
    let order = client(&server)
        .create_order(OrderCreate::new(1))
        .and_get()
        .await;
    assert_eq!(order.expect("an order").number.as_deref(), Some("2026-1"));
    create.assert();
    get.assert();
}

#[tokio::test]
async fn an_order_that_the_server_does_not_know_yet_is_read_again() {
    let server = MockServer::start_async().await;
    server.mock(|when, then| {
        when.method(Method::POST).path("/orders");
        then.status(201).json_body(json!({"order_id": 4004}));
    });
    let unknown = server.mock(|when, then| {
        when.method(Method::GET).path("/orders/4004");
        then.status(404)
            .json_body(json!({"error": "order unknown"}));
    });
    let client = client(&server);
    let created = client.create_order(OrderCreate::new(1)).and_get();
    let known = async {
        while unknown.calls_async().await == 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        unknown.delete_async().await;
        server
            .mock_async(|when, then| {
                when.method(Method::GET).path("/orders/4004");
                then.status(200)
                    .json_body(json!({"order_id": 4004, "number": "1"}));
            })
            .await;
    };
    let (order, ()) = tokio::join!(created, known);
    assert_eq!(order.expect("an order").number.as_deref(), Some("1"));
}

#[tokio::test]
async fn an_order_that_was_created_and_not_read_is_reported_as_created() {
    for (created, identifier) in [
        (json!({"order_id": 4004}), Some(4004)),
        (json!({"success": "created"}), None),
    ] {
        let server = MockServer::start_async().await;
        server.mock(|when, then| {
            when.method(Method::POST).path("/orders");
            then.status(201).json_body(created.clone());
        });
        server.mock(|when, then| {
            when.method(Method::GET).path("/orders/4004");
            then.status(503);
        });
        let call = client(&server);
        let call = call
            .create_order(OrderCreate::new(1))
            .retry(RetryPolicy::none());
        let error = call.and_get().await.expect_err("not read");
        assert_eq!(error.operation(), "create_order");
        assert_eq!(error.kind(), ErrorKind::UnreadableResponse);
        assert!(error.attempts() > 0, "{error}");
        assert_eq!(error.identifier(), identifier);
        assert!(
            error.may_have_been_applied() && !error.is_retryable(),
            "{error}"
        );
        assert!(
            error
                .to_string()
                .contains("was written, but could not be read"),
            "{error}"
        );
    }
    let server = MockServer::start_async().await;
    let error = client(&server)
        .create_order(OrderCreate::new(1))
        .and_get()
        .await;
    let error = error.expect_err("not created");
    assert!(!error.to_string().contains("was written"), "{error}");
}
