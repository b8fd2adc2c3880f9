//! The fakes: services in memory that behave as the contracts describe.

mod bouwsoft;
mod eenvoudigfactureren;

use contract::Contract;
use order_sdk_mock::fake::Request;
use reqwest::{Method, Url};
use serde_json::Value;

/// The value of an example in a contract.
fn example(api: &str, name: &str) -> Value {
    let path = crate::support::root().join(format!("spec/{api}/examples/{name}"));
    let text = std::fs::read_to_string(path).expect("an example");
    let example: Value = serde_json::from_str(&text).expect("JSON");
    example["value"].clone()
}

/// Sends a request to a fake at this base URL, and checks the response against the documented one.
async fn conforms(contract: &Contract, operation: &str, request: &Request, base: &str) {
    let mut url = Url::parse(base).expect("a URL");
    url.set_path(&request.path);
    if !request.query.is_empty() {
        url.query_pairs_mut().extend_pairs(&request.query);
    }
    let method = Method::from_bytes(request.method.as_bytes()).expect("a method");
    let mut again = reqwest::Client::new().request(method, url);
    let skipped = ["host", "content-length", "accept-encoding"];
    let headers = request.headers.iter();
    for (name, value) in headers.filter(|(name, _)| !skipped.contains(&name.as_str())) {
        again = again.header(name, value);
    }
    let response = again.body(request.body.clone()).send().await;
    let response = response.expect("a response");
    let status = response.status().as_u16();
    let body = response.bytes().await.expect("a body");
    let operations = contract.document.operations();
    let found = operations.iter().find(|known| known.name() == operation);
    let place = &found.expect("an operation").pointer;
    let at = contract
        .document
        .follow(&format!("{place}/responses/{status}"));
    let documented = contract.document.at(&at);
    let documented = documented.unwrap_or_else(|| panic!("{operation}: status {status}"));
    if documented["content"]["application/json"].is_null() {
        return;
    }
    let Ok(body) = serde_json::from_slice(&body) else {
        assert!(body.starts_with(b"%PDF-"), "{operation}: {body:?}");
        return;
    };
    let schema = format!("{at}/content/application~1json/schema");
    let errors = contract.validator().errors(&schema, &body);
    let errors = errors.expect("a valid schema");
    assert!(errors.is_empty(), "{operation}: {errors:?} in {body}");
}
