//! Creating a customer only once, by its ID in another system or by its number.

use std::sync::{Arc, Mutex, MutexGuard};

use eenvoudigfactureren::{
    Client, CustomerKey, Error, ErrorKind, FoundOrCreated, RetryPolicy, Settings,
    types::{Customer, CustomerCreate},
};
use httpmock::{HttpMockRequest, HttpMockResponse, MockServer};
use serde_json::{Value, json};

/// What a server does with a new customer.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
enum Creates {
    #[default]
    Yes,
    /// Creates it and fails.
    AndFails,
    /// Creates it, but does not list it.
    Unlisted,
}

#[derive(Default)]
struct State {
    creates: Creates,
    /// The ID and the body of each customer that is listed.
    customers: Vec<(i64, Value)>,
    created: i64,
    filters: Vec<String>,
}

/// A server that supports filters by equality, and counts new customers.
#[derive(Clone, Default)]
struct Service(Arc<Mutex<State>>);

impl Service {
    fn start() -> (Self, MockServer, Client) {
        let service = Self::default();
        let server = MockServer::start();
        let responder = service.clone();
        server.mock(|when, then| {
            when.path_prefix("/clients");
            then.respond_with(move |request: &HttpMockRequest| {
                let (status, body) = responder.respond(request);
                HttpMockResponse::builder()
                    .status(status)
                    .header("content-type", "application/json")
                    .body(body.to_string())
                    .build()
            });
        });
        let client = Client::builder()
            .api_key("key-for-tests")
            .server(server.base_url().as_str())
            .settings(Settings::new().retry(RetryPolicy::none()))
            .build();
        (service, server, client.expect("a client"))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().expect("not poisoned")
    }

    fn respond(&self, request: &HttpMockRequest) -> (u16, Value) {
        let state = &mut *self.state();
        let uri = request.uri();
        match (request.method_str(), uri.path()) {
            ("GET", "/clients") => {
                let query = request.query_params();
                let filter = query.into_iter().find(|(name, _)| name == "filter");
                let (_, filter) = filter.expect("a filter");
                let parts = filter.split_once("__eq__").or(filter.split_once('='));
                let (field, value) = parts.expect("a condition");
                let rows = state.customers.iter().filter(|(_, body)| {
                    let own = body[field].as_str().unwrap_or_default();
                    own.eq_ignore_ascii_case(value)
                });
                let rows = rows.map(|(_, body)| body.clone()).collect();
                state.filters.push(filter.clone());
                (200, rows)
            }
            ("GET", path) => {
                let id = path
                    .rsplit('/')
                    .next()
                    .and_then(|id| id.parse::<i64>().ok());
                let known = state.customers.iter().find(|(known, _)| Some(*known) == id);
                match known {
                    Some((_, body)) => (200, body.clone()),
                    None => (400, json!({ "error": "client_id unknown" })),
                }
            }
            _ => {
                let mut body: Value = serde_json::from_slice(request.body_ref()).expect("JSON");
                state.created += 1;
                let id = 1000 + state.created;
                body["client_id"] = id.into();
                if state.creates != Creates::Unlisted {
                    state.customers.push((id, body));
                }
                match state.creates {
                    Creates::AndFails => (503, json!({})),
                    _ => (201, json!({ "success": "client created", "client_id": id })),
                }
            }
        }
    }
}

async fn once(
    client: &Client,
    value: &str,
    key: CustomerKey,
) -> Result<FoundOrCreated<Customer>, Error> {
    let customer = CustomerCreate::new("Bakkerij Van Damme");
    let customer = match key {
        CustomerKey::Number => customer.number(value),
        _ => customer.external_client_id(value),
    };
    client.find_or_create_client(customer, key).await
}

const KEYS: [(CustomerKey, &str); 2] = [
    (CustomerKey::ExternalClientId, "external_client_id"),
    (CustomerKey::Number, "number"),
];

#[tokio::test]
async fn each_key_is_a_field_of_the_customer() {
    for (key, field) in KEYS {
        let (service, _server, client) = Service::start();
        let created = once(&client, "B12", key).await.expect("created");
        assert!(matches!(created, FoundOrCreated::Created(_)));
        assert_eq!(created.client_id(), Some(1001));
        let found = once(&client, "B12", key).await.expect("found");
        assert!(matches!(found, FoundOrCreated::Found(_)));
        assert_eq!(found.client_id(), Some(1001));
        let state = service.state();
        assert_eq!(state.created, 1);
        let filter = format!("{field}=B12");
        assert_eq!(state.filters, [filter.as_str(), filter.as_str()]);
    }
}

#[tokio::test]
async fn a_value_that_begins_with_an_operator_is_searched_for_with_a_word_operator() {
    let (service, _server, client) = Service::start();
    for _ in 0..2 {
        let customer = once(&client, "=B12", CustomerKey::Number).await;
        assert_eq!(customer.expect("a customer").client_id(), Some(1001));
    }
    assert_eq!(service.state().filters[0], "number__eq__=B12");
    assert_eq!(service.state().created, 1);
}

#[tokio::test]
async fn a_customer_with_unknown_outcome_is_looked_for() {
    let (service, _server, client) = Service::start();
    service.state().creates = Creates::AndFails;
    let found = once(&client, "B12", CustomerKey::Number)
        .await
        .expect("found");
    assert!(matches!(found, FoundOrCreated::Found(_)));
    assert_eq!(service.state().created, 1);
}

#[tokio::test]
async fn a_customer_that_is_gone_is_created_again() {
    let (service, _server, client) = Service::start();
    service.state().creates = Creates::Unlisted;
    let first = once(&client, "B12", CustomerKey::Number)
        .await
        .expect("created");
    assert_eq!(first.client_id(), Some(1001));
    let second = once(&client, "B12", CustomerKey::Number)
        .await
        .expect("created");
    assert_eq!(second.client_id(), Some(1002));
}

#[tokio::test]
async fn calls_at_once_create_one_customer() {
    let (service, _server, client) = Service::start();
    let calls = (0..8).map(|_| once(&client, "B12", CustomerKey::Number));
    for customer in futures_util::future::join_all(calls).await {
        assert_eq!(customer.expect("a customer").client_id(), Some(1001));
    }
    assert_eq!(service.state().created, 1);
}

#[tokio::test]
async fn what_cannot_be_searched_for_is_refused() {
    let (service, _server, client) = Service::start();
    once(&client, "b12", CustomerKey::Number)
        .await
        .expect("created");
    for (value, reason) in [
        ("", "the customer has no number; set one"),
        ("a,b", "number: the value contains a comma"),
        (" B1", "starts or ends with white space"),
        ("B12", "the customer 1001 has the number `b12`"),
    ] {
        let error = once(&client, value, CustomerKey::Number)
            .await
            .expect_err(value);
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().contains(reason), "{error}");
    }
    assert_eq!(service.state().created, 1);
}
