//! Creates with an unknown outcome: later calls look for the order, and do not create another one.

use std::{
    error::Error as _,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use eenvoudigfactureren::{Client, ErrorKind, FoundOrCreated, RetryPolicy, Settings};

use super::{Creates, Service, once, order};
use crate::faults::{
    reaction::{Piece, Reaction, Request},
    server::Server,
};

const LONG: Duration = Duration::from_secs(3600);

/// A server that never responds to a create, and lists the order after some time.
struct Slow {
    server: Server,
    /// The time at which each order that was sent appears in lists.
    orders: Arc<Mutex<Vec<Instant>>>,
}

impl Slow {
    async fn new(commit: Duration) -> Self {
        let orders = Arc::<Mutex<Vec<Instant>>>::default();
        let sent = orders.clone();
        let response = move |request: &Request| {
            let mut orders = sent.lock().expect("not poisoned");
            if request.line.starts_with("POST") {
                orders.push(Instant::now() + commit);
                return vec![Piece::Pause(LONG)];
            }
            let now = Instant::now();
            let there = orders.iter().filter(|time| **time <= now);
            let row = r#"{"order_id":1,"external_order_id":"Q-1"}"#;
            let rows: Vec<_> = there.map(|_| row).collect();
            vec![Piece::Bytes(json(&format!("[{}]", rows.join(","))))]
        };
        let reaction = Reaction::by_request(response).then_close();
        let server = Server::scripted(move |_| reaction.clone()).await;
        Self { server, orders }
    }

    fn client(&self, request_timeout: Duration) -> Client {
        let settings = Settings::new().retry(RetryPolicy::none());
        let settings = settings.request_timeout(request_timeout);
        let builder = Client::builder().api_key("key").settings(settings);
        let builder = builder.server(self.server.url().as_str());
        builder.build().expect("a client")
    }

    fn sent(&self) -> usize {
        self.orders.lock().expect("not poisoned").len()
    }

    /// Makes a call, and drops it as soon as its order has reached the server.
    async fn cancelled(&self, client: &Client) {
        let arrived = async {
            while self.sent() == 0 {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::select! {
            outcome = once(client, "Q-1") => panic!("{outcome:?}"),
            () = arrived => {}
        }
    }
}

fn json(body: &str) -> Vec<u8> {
    let length = body.len();
    let head = format!("content-type: application/json\r\ncontent-length: {length}");
    format!("HTTP/1.1 200 OK\r\n{head}\r\nconnection: close\r\n\r\n{body}").into_bytes()
}

#[tokio::test]
async fn calls_at_once_create_one_order_however_late_it_is_listed() {
    // The create has already failed when the order appears.
    let slow = Slow::new(Duration::from_millis(1200)).await;
    let client = slow.client(Duration::from_millis(700));
    let (first, second) = tokio::join!(once(&client, "Q-1"), once(&client, "Q-1"));
    for outcome in [first, second] {
        assert!(
            matches!(outcome, Ok(FoundOrCreated::Found(_))),
            "{outcome:?}"
        );
    }
    assert_eq!(slow.sent(), 1);
}

#[tokio::test]
async fn calls_at_once_create_one_order_that_is_never_listed() {
    let slow = Slow::new(LONG).await;
    let client = slow.client(Duration::from_millis(700));
    let (first, second) = tokio::join!(once(&client, "Q-1"), once(&client, "Q-1"));
    for outcome in [first, second] {
        let error = outcome.expect_err("an unknown outcome");
        assert_eq!(error.kind(), ErrorKind::UnknownOutcome);
    }
    assert_eq!(slow.sent(), 1);
}

#[tokio::test]
async fn after_a_cancelled_create_the_order_is_found() {
    let slow = Slow::new(Duration::from_millis(600)).await;
    let client = slow.client(Duration::from_secs(30));
    slow.cancelled(&client).await;
    let found = once(&client, "Q-1").await;
    assert!(matches!(found, Ok(FoundOrCreated::Found(_))), "{found:?}");
    assert_eq!(slow.sent(), 1);
}

#[tokio::test]
async fn after_a_cancelled_create_nothing_is_created() {
    let slow = Slow::new(LONG).await;
    let client = slow.client(Duration::from_secs(30));
    slow.cancelled(&client).await;
    let error = once(&client, "Q-1").await.expect_err("an unknown outcome");
    assert_eq!(
        error.to_string(),
        "create_order: the outcome is unknown: the request may have been applied: an \
         earlier call may have created it, but it was not found"
    );
    assert!(error.may_have_been_applied() && !error.is_retryable() && error.attempts() > 0);
    assert_eq!(slow.sent(), 1);

    // A search that fails does not prove that the order was not created.
    drop(slow);
    let error = once(&client, "Q-1").await.expect_err("no server");
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::UnknownOutcome, "create_order")
    );
    let cause = error.source().expect("a reason").to_string();
    assert!(error.may_have_been_applied() && cause.starts_with("list_orders"));
}

#[tokio::test]
async fn a_client_creates_again_after_the_order_was_found() {
    let (service, server, client) = Service::start(Creates::Not, &[]);
    let (first, second) = tokio::join!(once(&client, "Q-1"), once(&client, "Q-2"));
    for outcome in [first, second] {
        outcome.expect_err("an unknown outcome");
    }
    service.does(Creates::Yes);
    let error = once(&client, "Q-1")
        .await
        .expect_err("still an unknown outcome");
    assert_eq!(error.kind(), ErrorKind::UnknownOutcome);
    assert_eq!(service.called("create"), 2);

    // A user who has checked the account continues in one of two ways.
    let sent = client.create_order(order("Q-1")).await;
    sent.expect("an order");
    let other = super::client(&server);
    let created = once(&other, "Q-2").await.expect("an order");
    assert!(matches!(created, FoundOrCreated::Created(_)), "{created:?}");
    for id in ["Q-1", "Q-2"] {
        let found = once(&client, id).await.expect("an order");
        assert!(matches!(found, FoundOrCreated::Found(_)), "{found:?}");
    }
    assert_eq!(service.called("create"), 4);

    service.orders.lock().expect("not poisoned").clear();
    let created = once(&client, "Q-1").await.expect("an order");
    assert!(matches!(created, FoundOrCreated::Created(_)), "{created:?}");
}

#[tokio::test]
async fn a_refused_order_may_be_created_later() {
    let (service, _server, client) = Service::start(Creates::Refuses, &[]);
    let error = once(&client, "Q-1").await.expect_err("refused");
    assert!(!error.may_have_been_applied());
    service.does(Creates::Yes);
    let created = once(&client, "Q-1").await.expect("an order");
    assert!(matches!(created, FoundOrCreated::Created(_)), "{created:?}");
    assert_eq!(service.called("create"), 2);
}

#[tokio::test]
async fn a_call_that_waits_for_another_one_ends_at_its_deadline() {
    let server = Slow::new(LONG).await;
    let settings = Settings::new().retry(RetryPolicy::none());
    let settings = settings.deadline(Duration::from_millis(500));
    let builder = Client::builder().api_key("key").settings(settings);
    let builder = builder.server(server.server.url().as_str());
    let client = builder.build().expect("a client");
    let mut first = Box::pin(once(&client, "Q-1"));
    let begun = tokio::time::timeout(Duration::from_millis(20), &mut first).await;
    begun.expect_err("the call has not finished");
    // The first call is no longer polled, but keeps its turn.
    let start = Instant::now();
    let error = once(&client, "Q-1")
        .await
        .expect_err("the other call has not finished");
    assert!(start.elapsed() < Duration::from_secs(3), "{error}");
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    assert!(
        error.is_retryable() && !error.may_have_been_applied(),
        "{error}"
    );
    let expected = "create_order: timed out: another call for the same record did not finish before the deadline";
    assert_eq!(error.to_string(), expected);
}
