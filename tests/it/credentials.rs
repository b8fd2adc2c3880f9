//! Who calls EenvoudigFactureren, as it arrives at the server, and as it is kept out of errors.

use std::sync::{Arc, Mutex};

use eenvoudigfactureren::{Client, ClientBuilder};
use httpmock::{HttpMockRequest, HttpMockResponse, MockServer};

/// The credentials that arrive at a server, and all that is shown of an error that repeats them and `parts` of them.
async fn called(builder: ClientBuilder, parts: &'static str) -> (Vec<(String, String)>, String) {
    let arrived = Arc::<Mutex<Vec<_>>>::default();
    let seen = arrived.clone();
    let server = MockServer::start_async().await;
    let refuse = |when: httpmock::When, then: httpmock::Then| {
        when.is_true(|_| true);
        then.respond_with(move |request: &HttpMockRequest| {
            let found = credentials(request);
            let told = format!("{found:?} {parts}");
            seen.lock().expect("not poisoned").extend(found);
            let body = serde_json::json!({ "error": told }).to_string();
            let response = HttpMockResponse::builder().status(401).body(body);
            response.header("content-type", "application/json").build()
        });
    };
    server.mock_async(refuse).await;
    let client = builder.server(server.base_url().as_str()).build();
    let client = client.expect("a client");
    let error = client.get_order().order_id(1).send().await;
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
