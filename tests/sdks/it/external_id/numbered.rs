//! Orders that earlier calls created or found: the client knows their IDs, even if the list does not contain them.

use std::time::Duration;

use eenvoudigfactureren::{ErrorKind, FoundOrCreated};
use futures_util::future::join_all;
use serde_json::json;

use super::{Creates, Service, once};

#[tokio::test]
async fn an_order_that_is_not_listed_yet_is_found_by_its_id() {
    let (service, _server, client) = Service::start(Creates::Unlisted, &[]);
    let (first, second) = tokio::join!(once(&client, "Q-1"), once(&client, "Q-1"));
    for outcome in [first, second, once(&client, "Q-1").await] {
        assert_eq!(outcome.expect("an order").order_id(), Some(1));
    }
    assert_eq!(
        (service.called("create"), service.called("get")),
        (1, 2),
        "no waits"
    );
    // If the server does not know the order for a moment, the client waits.
    let orders = std::mem::take(&mut *service.orders.lock().expect("not poisoned"));
    let late = async {
        tokio::time::sleep(Duration::from_millis(400)).await;
        *service.orders.lock().expect("not poisoned") = orders;
    };
    let (found, ()) = tokio::join!(once(&client, "Q-1"), late);
    assert_eq!(found.expect("an order").order_id(), Some(1));
    assert_eq!(service.called("create"), 1);
    let error = once(&client, "q-1").await.expect_err("another spelling");
    assert!(error.to_string().contains("`Q-1`"), "{error}");
    // An order that was deleted can be created again.
    service.orders.lock().expect("not poisoned").clear();
    let created = once(&client, "Q-1").await.expect("an order");
    assert!(matches!(created, FoundOrCreated::Created(_)), "{created:?}");
    assert_eq!(service.called("create"), 2);
}

#[tokio::test]
async fn an_order_that_was_found_is_not_created_again_if_the_list_lacks_it() {
    let (service, _server, client) = Service::start(Creates::Yes, &[(5, "Q-1")]);
    for _ in 0..2 {
        let found = once(&client, "Q-1").await.expect("an order");
        assert_eq!(found.order_id(), Some(5));
        service.unlisted.lock().expect("not poisoned").push(5);
    }
    assert_eq!(service.called("create"), 0);
}

#[tokio::test]
async fn an_order_whose_identifier_is_shortened_is_created_once() {
    let (service, _server, client) = Service::start(Creates::Shortened, &[]);
    once(&client, "Q-1").await.expect("an order");
    let error = once(&client, "Q-1").await.expect_err("another identifier");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    let message = error.to_string();
    let expected = "the order 1 had the external_order_id `Q-1` and now has `Q-`";
    assert!(message.contains(expected), "{message}");
    assert_eq!(service.called("create"), 1);
}

#[tokio::test]
async fn only_an_order_that_is_gone_is_created_again() {
    let error = |text: &str| json!({ "error": text });
    let cases = [
        (402, error("account suspended"), 1),
        (409, error("locked"), 1),
        (200, error("too many requests"), 1),
        (200, error("order_id unknown"), 2),
        (400, error("order_id unknown"), 2),
        (410, error("deleted"), 2),
        (200, error("order 1 does not exist"), 2),
        (200, json!({ "code": 404, "error": "no such" }), 2),
        (404, json!("<!DOCTYPE html><title>Not Found</title>"), 1),
        (404, json!("<html><title>Not Found</title>"), 1),
        (404, json!("404 page not found"), 1),
        (404, json!(""), 2),
        (400, error("database not found"), 1),
        (400, error("unknown error while reading order"), 1),
        (400, error("customer of order is deleted"), 1),
    ];
    join_all(cases.map(async |(status, body, creates)| {
        let (service, _server, client) = Service::start(Creates::Unlisted, &[]);
        once(&client, "Q-1").await.expect("an order");
        *service.other.lock().expect("not poisoned") = Some((status, body));
        let outcome = once(&client, "Q-1").await;
        assert_eq!(outcome.is_ok(), creates == 2, "{status}: {outcome:?}");
        assert_eq!(service.called("create"), creates, "{status}");
    }))
    .await;
}

#[tokio::test]
async fn an_order_without_an_identifier_is_recognized_by_its_id() {
    let (service, _server, client) = Service::start(Creates::Unlisted, &[]);
    once(&client, "Q-1").await.expect("an order");
    let body = json!({ "order_id": 1, "external_order_id": "" });
    *service.other.lock().expect("not poisoned") = Some((200, body));
    let found = once(&client, "Q-1").await.expect("an order");
    assert_eq!(found.order_id(), Some(1));
    assert_eq!(service.called("create"), 1);
}

#[tokio::test]
async fn an_empty_order_is_an_error_and_no_second_order_is_created() {
    let (service, _server, client) = Service::start(Creates::Unlisted, &[]);
    once(&client, "Q-1").await.expect("an order");
    *service.other.lock().expect("not poisoned") = Some((200, json!({})));
    let error = once(&client, "Q-1").await.expect_err("no order");
    assert_eq!(error.kind(), ErrorKind::UnreadableResponse);
    assert_eq!(service.called("create"), 1);
}

#[tokio::test]
async fn a_refused_create_does_not_make_the_client_forget_the_order() {
    let (service, _server, client) = Service::start(Creates::Unlisted, &[]);
    once(&client, "Q-1").await.expect("an order");
    let orders = std::mem::take(&mut *service.orders.lock().expect("not poisoned"));
    service.does(Creates::Refuses);
    let error = once(&client, "Q-1").await.expect_err("refused");
    assert_eq!(error.kind(), ErrorKind::Rejected);
    service.does(Creates::Yes);
    *service.orders.lock().expect("not poisoned") = orders;
    let found = once(&client, "Q-1").await.expect("an order");
    assert!(matches!(found, FoundOrCreated::Found(_)), "{found:?}");
}

#[tokio::test]
async fn an_order_is_found_beside_rows_that_are_not_orders() {
    let (service, _server, client) = Service::start(Creates::Yes, &[]);
    let rows = json!([
        { "new": 1 },
        { "order_id": 5, "external_order_id": "Q-1" },
        { "external_order_id": "Q-1" },
    ]);
    *service.others.lock().expect("not poisoned") = Some(rows);
    let found = once(&client, "Q-1").await.expect("an order");
    assert_eq!(found.order_id(), Some(5));
}

#[tokio::test]
async fn an_order_is_found_next_to_an_unreadable_row() {
    let unreadable = json!({ "order_id": 4, "date": "2018-02-29" });
    let order = json!({ "order_id": 5, "external_order_id": "Q-1" });
    for (rows, expected) in [
        (json!([unreadable, order]), Ok(Some(5))),
        (json!([unreadable]), Err(ErrorKind::UnreadableResponse)),
    ] {
        let (service, _server, client) = Service::start(Creates::Yes, &[]);
        *service.others.lock().expect("not poisoned") = Some(rows);
        let found = once(&client, "Q-1").await;
        let found = found.map(|found| found.order_id());
        assert_eq!(found.map_err(|error| error.kind()), expected);
        assert_eq!(service.called("create"), 0);
    }
}

#[tokio::test]
async fn the_id_in_an_unreadable_response_counts_only_if_that_order_has_the_identifier() {
    let (service, _server, client) = Service::start(Creates::Unreadable, &[]);
    let found = once(&client, "Q-1").await.expect("an order");
    assert!(matches!(&found, FoundOrCreated::Found(_)), "{found:?}");
    assert_eq!((found.order_id(), service.called("create")), (Some(1), 1));

    let (service, _server, client) = Service::start(Creates::Unreadable, &[]);
    *service.other.lock().expect("not poisoned") = Some((200, json!({ "order_id": 1 })));
    *service.others.lock().expect("not poisoned") = Some(json!([]));
    let error = once(&client, "Q-1").await.expect_err("another order");
    assert!(error.may_have_been_applied(), "{error}");
    assert_eq!(service.called("create"), 1);
}

#[tokio::test]
async fn rows_that_are_not_orders_do_not_prove_that_no_order_exists() {
    for rows in [
        json!([{ "errorMessage": "no", "errorCode": 4 }]),
        json!([{ "melding": "nee" }]),
    ] {
        let (service, _server, client) = Service::start(Creates::Yes, &[]);
        *service.others.lock().expect("not poisoned") = Some(rows);
        let error = once(&client, "Q-1").await.expect_err("no orders");
        assert_eq!(error.kind(), ErrorKind::UnreadableResponse, "{error}");
        assert!(!error.may_have_been_applied());
        assert_eq!(service.called("create"), 0);
    }
}
