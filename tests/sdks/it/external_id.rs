//! Creating an order only once, by its ID in another system, against a server that counts requests.

mod numbered;
mod unknown;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use eenvoudigfactureren::{
    Client, Error, ErrorKind, FoundOrCreated, RetryPolicy, Settings,
    types::{Order, OrderCreate, OrderItemCreate},
};
use httpmock::{HttpMockRequest, HttpMockResponse, MockServer};
use serde_json::{Value, json};

/// What a server does with a new order.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Creates {
    /// Creates it and returns it.
    Yes,
    /// Creates it and returns it, but does not list it.
    Unlisted,
    /// Creates it and returns no ID.
    WithoutId,
    /// Creates it, and returns its ID and a field of the wrong type.
    Unreadable,
    /// Creates it and fails.
    AndFails,
    /// Fails.
    Not,
    /// Refuses it.
    Refuses,
    /// Creates it with only the beginning of its identifier.
    Shortened,
}

/// A server that filters by `external_order_id` regardless of case, and counts requests.
#[derive(Clone)]
struct Service {
    creates: Arc<Mutex<Creates>>,
    orders: Arc<Mutex<Vec<(i64, String)>>>,
    /// The orders that are not listed.
    unlisted: Arc<Mutex<Vec<i64>>>,
    /// The responses to return instead of an order, and instead of a list.
    other: Arc<Mutex<Option<(u16, Value)>>>,
    others: Arc<Mutex<Option<Value>>>,
    calls: Arc<Mutex<BTreeMap<&'static str, u32>>>,
}

impl Service {
    fn start(creates: Creates, existing: &[(i64, &str)]) -> (Self, MockServer, Client) {
        let existing = existing
            .iter()
            .map(|(number, id)| (*number, (*id).to_owned()));
        let service = Self {
            creates: Arc::new(Mutex::new(creates)),
            orders: Arc::new(Mutex::new(existing.collect())),
            unlisted: Arc::default(),
            other: Arc::default(),
            others: Arc::default(),
            calls: Arc::default(),
        };
        let server = MockServer::start();
        for method in ["GET", "POST"] {
            let service = service.clone();
            server.mock(|when, then| {
                when.method(method).path_prefix("/orders");
                then.delay(Duration::from_millis(2))
                    .respond_with(move |request: &HttpMockRequest| service.respond(request));
            });
        }
        let client = client(&server);
        (service, server, client)
    }

    /// Sets what the server does with new orders from now on.
    fn does(&self, creates: Creates) {
        *self.creates.lock().expect("not poisoned") = creates;
    }

    fn respond(&self, request: &HttpMockRequest) -> HttpMockResponse {
        let (status, body) = match request.method_str() {
            "GET" if request.uri().path() != "/orders" => self.get(request),
            "GET" => (200, self.list(request)),
            _ => self.create(request),
        };
        HttpMockResponse::builder()
            .status(status)
            .header("content-type", "application/json")
            .body(match body {
                Value::String(page) => page,
                body => body.to_string(),
            })
            .build()
    }

    fn list(&self, request: &HttpMockRequest) -> Value {
        self.count("list");
        if let Some(others) = &*self.others.lock().expect("not poisoned") {
            return others.clone();
        }
        let query = request.query_params();
        let filter = query.iter().find(|(name, _)| name == "filter");
        let wanted = filter.and_then(|(_, filter)| filter.strip_prefix("external_order_id="));
        let wanted = wanted.expect("a filter").to_lowercase();
        let orders = self.orders.lock().expect("not poisoned");
        let unlisted = self.unlisted.lock().expect("not poisoned");
        let found = orders
            .iter()
            .filter(|(number, id)| id.to_lowercase() == wanted && !unlisted.contains(number));
        found
            .map(|(number, id)| json!({ "order_id": number, "external_order_id": id }))
            .collect()
    }

    fn get(&self, request: &HttpMockRequest) -> (u16, Value) {
        self.count("get");
        if let Some(other) = &*self.other.lock().expect("not poisoned") {
            return other.clone();
        }
        let number = request.uri().path().rsplit('/').next().map(str::parse);
        let number: i64 = number.expect("a number").expect("a number");
        let orders = self.orders.lock().expect("not poisoned");
        match orders.iter().find(|(known, _)| *known == number) {
            Some((_, id)) => (200, json!({ "order_id": number, "external_order_id": id })),
            None => (404, json!({ "error": "order_id unknown" })),
        }
    }

    fn create(&self, request: &HttpMockRequest) -> (u16, Value) {
        self.count("create");
        let body: Value = serde_json::from_slice(request.body_ref()).expect("JSON");
        let id = body["external_order_id"].as_str().expect("an identifier");
        let mut orders = self.orders.lock().expect("not poisoned");
        let number = orders.len() as i64 + 1;
        let creates = *self.creates.lock().expect("not poisoned");
        match creates {
            Creates::Not | Creates::Refuses => {}
            Creates::Shortened => orders.push((number, id[..2].to_owned())),
            _ => orders.push((number, id.to_owned())),
        }
        if creates == Creates::Unlisted {
            self.unlisted.lock().expect("not poisoned").push(number);
        }
        match creates {
            Creates::WithoutId => (201, json!({ "success": "order created" })),
            Creates::Yes | Creates::Unlisted | Creates::Shortened => (
                201,
                json!({ "success": "order created", "order_id": number }),
            ),
            Creates::Unreadable => (201, json!({ "success": {}, "order_id": number })),
            Creates::Refuses => (400, json!({ "error": "client_id unknown" })),
            Creates::AndFails | Creates::Not => (503, json!({})),
        }
    }

    fn count(&self, call: &'static str) {
        *self
            .calls
            .lock()
            .expect("not poisoned")
            .entry(call)
            .or_default() += 1;
    }

    fn called(&self, call: &str) -> u32 {
        let calls = self.calls.lock().expect("not poisoned");
        calls.get(call).copied().unwrap_or_default()
    }
}

fn client(server: &MockServer) -> Client {
    let settings = Settings::new().retry(RetryPolicy::none());
    let builder = Client::builder().api_key("key");
    let builder = builder.server(server.base_url().as_str());
    builder.settings(settings).build().expect("a client")
}

fn order(id: &str) -> OrderCreate {
    let item = OrderItemCreate::new().description("Survey").amount(100);
    OrderCreate::new(1001).external_order_id(id).items([item])
}

async fn once(client: &Client, id: &str) -> Result<FoundOrCreated<Order>, Error> {
    client.find_or_create_by_external_id(order(id)).await
}

#[tokio::test]
async fn an_order_is_created_once_and_then_found() {
    let (service, _server, client) = Service::start(Creates::Yes, &[]);
    let created = once(&client, "Q-1").await.expect("an order");
    assert!(
        matches!(&created, FoundOrCreated::Created(_)),
        "{created:?}"
    );
    let found = once(&client, "Q-1").await.expect("an order");
    assert!(matches!(&found, FoundOrCreated::Found(_)), "{found:?}");
    assert_eq!((created.order_id(), found.order_id()), (Some(1), Some(1)));
    assert_eq!((service.called("create"), service.called("list")), (1, 2));
}

#[tokio::test]
async fn identifiers_are_compared_exactly_and_the_first_order_is_found() {
    let existing = [(9, "q-1"), (7, "Q-1"), (3, "Q-1 "), (5, "Q-1")];
    let (service, _server, client) = Service::start(Creates::Yes, &existing);
    let found = once(&client, "Q-1").await.expect("an order");
    assert_eq!(found.order_id(), Some(5));
    let created = once(&client, "Q-1-B").await.expect("an order");
    assert!(matches!(created, FoundOrCreated::Created(_)), "{created:?}");
    assert_eq!(service.called("create"), 1);
}

#[tokio::test]
async fn an_identifier_in_another_spelling_is_neither_found_nor_created() {
    let (service, _server, client) = Service::start(Creates::Yes, &[(7, "Q-1"), (9, "q-2")]);
    for (id, theirs) in [
        ("q-1", "the order 7 has the external_order_id `Q-1`"),
        ("Q-2", "`q-2`"),
    ] {
        let error = once(&client, id).await.expect_err("another spelling");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
        let message = error.to_string();
        assert!(
            message.starts_with("create_order: the request was not sent: "),
            "{message}"
        );
        assert!(message.contains(theirs), "{message}");
    }
    assert_eq!(service.called("create"), 0);
}

#[tokio::test]
async fn an_order_whose_id_is_not_returned_is_searched_for() {
    let (service, _server, client) = Service::start(Creates::WithoutId, &[]);
    let created = once(&client, "Q-1").await.expect("an order");
    assert_eq!(created.order_id(), None);
    let found = once(&client, "Q-1").await.expect("an order");
    assert_eq!(found.order_id(), Some(1));
    service.orders.lock().expect("not poisoned").clear();
    assert_eq!(service.called("create"), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hundred_tasks_create_one_order() {
    let (service, _server, client) = Service::start(Creates::Yes, &[]);
    let tasks = (0..100).map(|number| {
        let client = client.clone();
        // Calls with different identifiers do not wait for each other.
        let id = if number % 2 == 0 { "even" } else { "odd" };
        tokio::spawn(async move { once(&client, id).await })
    });
    let tasks: Vec<_> = tasks.collect();
    let mut created = 0;
    for task in tasks {
        let result = task.await.expect("no panic").expect("an order");
        created += u32::from(matches!(result, FoundOrCreated::Created(_)));
        assert!(matches!(result.order_id(), Some(1 | 2)));
    }
    assert_eq!((created, service.called("create")), (2, 2));
    assert_eq!(service.called("list"), 100);
}

#[tokio::test]
async fn an_order_that_was_created_by_a_call_that_failed_is_found() {
    let (service, _server, client) = Service::start(Creates::AndFails, &[]);
    let found = once(&client, "Q-1").await.expect("an order");
    assert!(matches!(&found, FoundOrCreated::Found(_)), "{found:?}");
    assert_eq!((service.called("create"), service.called("list")), (1, 2));
}

#[tokio::test]
async fn an_unknown_outcome_stays_an_error() {
    let (service, _server, client) = Service::start(Creates::Not, &[]);
    let error = once(&client, "Q-1").await.expect_err("an unknown outcome");
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::UnknownOutcome, "create_order")
    );
    assert!(error.may_have_been_applied());
    assert_eq!((service.called("create"), service.called("list")), (1, 5));
}

#[tokio::test]
async fn a_refusal_is_returned() {
    let (service, _server, client) = Service::start(Creates::Refuses, &[]);
    let error = once(&client, "Q-1").await.expect_err("refused");
    assert_eq!(error.kind(), ErrorKind::Rejected);
    assert_eq!((service.called("create"), service.called("list")), (1, 1));
}

#[tokio::test]
async fn an_identifier_that_cannot_be_looked_for_is_refused() {
    let (service, _server, client) = Service::start(Creates::Yes, &[]);
    let none = client.find_or_create_by_external_id(OrderCreate::new(1001));
    for (error, reason) in [
        (none.await, "the order has no external_order_id; set one"),
        (
            once(&client, "").await,
            "the order has no external_order_id; set one",
        ),
        (
            once(&client, "A,B").await,
            "external_order_id: the value contains a comma",
        ),
    ] {
        let error = error.expect_err(reason);
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().contains(reason), "{error}");
    }
    assert_eq!((service.called("create"), service.called("list")), (0, 0));
}
