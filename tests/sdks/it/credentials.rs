//! Credentials of EenvoudigFactureren: how they arrive at the server, and that errors redact them.

use std::sync::{Arc, Mutex};

use eenvoudigfactureren::{
    BoxFuture, Client, ClientBuilder, Error, Grant, Settings, TokenSource, Tokens,
};
use httpmock::{HttpMockRequest, HttpMockResponse, MockServer};

/// The credentials that arrive at a server, and everything that an error shows if the server repeats them and `parts`
/// of them.
async fn called(builder: ClientBuilder, parts: &'static str) -> (Vec<(String, String)>, String) {
    let arrived = Arc::<Mutex<Vec<_>>>::default();
    let seen = arrived.clone();
    let server = MockServer::start_async().await;
    let refuse = |when: httpmock::When, then: httpmock::Then| {
        when.is_true(|_| true);
        then.respond_with(move |request: &HttpMockRequest| {
            let found = credentials(request);
            let message = format!("{found:?} {parts}");
            seen.lock().expect("not poisoned").extend(found);
            let body = serde_json::json!({ "error": message }).to_string();
            let response = HttpMockResponse::builder().status(401).body(body);
            response.header("content-type", "application/json").build()
        });
    };
    server.mock_async(refuse).await;
    let client = builder.server(server.base_url().as_str()).build();
    let client = client.expect("a client");
    let error = client.get_order(1).await;
    let error = error.expect_err("refused");
    let body = String::from_utf8_lossy(error.body());
    let shown = format!("{error} {error:?} {client:?} {body}");
    let arrived = arrived.lock().expect("not poisoned").clone();
    (arrived, shown)
}

fn credentials(request: &HttpMockRequest) -> Vec<(String, String)> {
    let names = ["authorization", "x-accountid", "x-api-key"];
    let headers = request.headers_vec().iter();
    let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.clone()));
    let mut found: Vec<_> = headers
        .filter(|(name, _)| names.contains(&name.as_str()))
        .collect();
    found.sort();
    found
}

#[tokio::test]
async fn each_kind_arrives_and_is_in_no_error() {
    let basic = "Basic bWVAaGVyZS5iZTp0b3BzZWNyZXQ=";
    let cases = [
        (
            Client::builder().api_key("topsecret"),
            "",
            vec![("x-api-key", "topsecret")],
        ),
        (
            Client::builder().bearer("topsecret").account("CAAAAAAAA"),
            "topsecret",
            vec![
                ("authorization", "Bearer topsecret"),
                ("x-accountid", "CAAAAAAAA"),
            ],
        ),
        (
            Client::builder().password("me@here.be", "topsecret"),
            "topsecret bWVAaGVyZS5iZTp0b3BzZWNyZXQ=",
            vec![("authorization", basic)],
        ),
    ];
    for (builder, parts, expected) in cases {
        let (arrived, shown) = called(builder, parts).await;
        let arrived: Vec<_> = arrived
            .iter()
            .map(|(name, value)| (&**name, &**value))
            .collect();
        assert_eq!(arrived, expected);
        assert!(shown.contains("[secret]"), "{shown}");
        for secret in ["topsecret", "bWVAaGVyZS5iZTp0b3BzZWNyZXQ"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
}

/// A token source as users write it, with only the client crate.
struct Source {
    base_url: String,
    fetched: Arc<Mutex<u32>>,
}

impl TokenSource for Source {
    fn fetch(&self) -> BoxFuture<'_, Result<Grant, Error>> {
        Box::pin(async {
            let mut fetched = self.fetched.lock().expect("not poisoned");
            *fetched += 1;
            let header = format!("Bearer token-{fetched}");
            let grant = Grant::new(&self.base_url, false);
            let grant = grant.and_then(|grant| grant.secret("Authorization", &header));
            grant.map_err(|error| Error::authentication(error.to_string()))
        })
    }
}

#[tokio::test]
async fn a_token_that_is_refused_is_renewed_from_a_source() {
    let server = MockServer::start_async().await;
    let responses = [("Bearer token-1", 401), ("Bearer token-2", 200)];
    for (token, status) in responses {
        let mock = |when: httpmock::When, then: httpmock::Then| {
            when.path("/orders").header("authorization", token);
            then.status(status)
                .header("content-type", "application/json")
                .body("[]");
        };
        server.mock_async(mock).await;
    }
    let fetched = Arc::<Mutex<u32>>::default();
    let source = Source {
        base_url: server.base_url(),
        fetched: fetched.clone(),
    };
    let client = Client::new(Tokens::new(source), &Settings::new()).expect("a client");
    for _ in 0..2 {
        let orders = client.list_orders().await.expect("a list");
        assert!(orders.is_empty());
    }
    assert_eq!(*fetched.lock().expect("not poisoned"), 2);
}
