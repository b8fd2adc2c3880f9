//! The client sends every documented call to a local server; the request matches the document.

pub mod bouwsoft;
pub mod clients;
pub mod orders;

use std::{
    fmt::Write as _,
    sync::{Arc, Mutex},
};

use contract::Contract;
use httpmock::{HttpMockRequest, HttpMockResponse, MockServer};
use openapi_document::{parameters, pointer};
use serde_json::Value;

use crate::{
    calls::{self, Call},
    forms::{form, is_form},
    support::{bouwsoft_client, contract},
};

type Sent = Result<(), Box<dyn std::error::Error>>;

#[tokio::test]
async fn bouwsoft_calls_arrive_as_documented() {
    each_call("bouwsoft", async |base, call| {
        bouwsoft::send(&bouwsoft_client(&base), &call).await
    })
    .await;
}

#[tokio::test]
async fn eenvoudigfactureren_calls_arrive_as_documented() {
    use eenvoudigfactureren::{Client, Credentials};
    each_call("eenvoudigfactureren", async |base, call| {
        let credentials = Credentials::api_key("key-for-tests").for_account("CAAAAAAAA");
        let client = Client::connect(&base, &credentials)?;
        orders::send(&client, &call).await
    })
    .await;
}

/// Sends every documented call of an API to a server that returns the documented responses, and checks the requests.
async fn each_call(api: &str, send: impl AsyncFn(String, Call) -> Sent) {
    let contract = contract(api);
    let calls = calls::of(contract);
    let operations = contract.document.operations().len();
    assert!(
        calls.len() >= operations,
        "{} calls, {operations} operations",
        calls.len()
    );
    for call in calls {
        let title = format!("{api}__{}__{}", call.operation, call.name);
        let expected = expected_target(contract, &call);
        let headers = header_parameters(contract, &call);
        let body = call.body.clone();
        let arrived = Arc::new(Mutex::new(Vec::new()));
        let server = server(contract, &arrived, &[&call]);
        let sent = send(server.url("/api"), call).await;
        sent.unwrap_or_else(|error| panic!("{title}: {error}"));
        let arrived = arrived.lock().expect("not poisoned").clone();
        let [request] = arrived.as_slice() else {
            panic!("{title}: {} requests arrived", arrived.len());
        };
        assert_eq!(target(request), expected, "{title}");
        for (name, value) in headers {
            assert!(sends(request, &name, &value), "{title}: {name}: {value}");
        }
        if let Some(Value::String(text)) = body {
            assert_eq!(request.body_string(), text, "{title}");
        } else if let Some(fields) = body.as_ref().filter(|_| is_form(request)) {
            assert_eq!(form(request).await, *fields, "{title}");
        } else if let Some(body) = body {
            let sent: Value = serde_json::from_slice(request.body_ref()).expect("JSON");
            assert_eq!(by_value(&sent), by_value(&body), "{title}");
        }
        insta::assert_snapshot!(title, printed(request));
    }
}

/// A server that returns the documented response to each call. To any other request, it returns the response of the
/// first call. It records the requests.
pub fn server(
    contract: &Contract,
    arrived: &Arc<Mutex<Vec<HttpMockRequest>>>,
    calls: &[&Call],
) -> MockServer {
    let server = MockServer::start();
    let known: Vec<_> = calls
        .iter()
        .map(|call| {
            let headers = header_parameters(contract, call);
            (
                expected_target(contract, call),
                headers,
                call.response.clone(),
            )
        })
        .collect();
    let arrived = Arc::clone(arrived);
    server.mock(|when, then| {
        when.is_true(|_| true);
        then.respond_with(move |request: &HttpMockRequest| {
            arrived.lock().expect("not poisoned").push(request.clone());
            let sent = target(request);
            let mut all = known.iter();
            let found = all.find(|(target, headers, _)| {
                *target == sent
                    && headers
                        .iter()
                        .all(|(name, value)| sends(request, name, value))
            });
            let (_, _, response) = found.unwrap_or(known.first().expect("a documented call"));
            HttpMockResponse::builder()
                .status(response.status)
                .header("content-type", &response.media)
                .body(response.body.clone())
                .build()
        });
    });
    server
}

/// The header parameters of a call, each with its value.
fn header_parameters(contract: &Contract, call: &Call) -> Vec<(String, String)> {
    let operations = contract.document.operations();
    let operation = operations
        .iter()
        .find(|operation| operation.name() == call.operation);
    let listed = parameters(
        &contract.document,
        operation.expect("a documented operation"),
    );
    let is_header = |at: &str| {
        contract
            .document
            .at(at)
            .is_some_and(|value| value["in"] == "header")
    };
    let headers = listed.iter().filter(|(_, at)| is_header(at));
    headers
        .filter_map(|(name, _)| Some((name.clone(), plain(call.parameters.get(name)?))))
        .collect()
}

fn sends(request: &HttpMockRequest, name: &str, value: &str) -> bool {
    let headers = request.headers_vec();
    let mut headers = headers.iter();
    headers.any(|(sent, with)| sent.eq_ignore_ascii_case(name) && with == value)
}

/// Method, path and query that the document requires, from the examples of the call.
pub fn expected_target(contract: &Contract, call: &Call) -> String {
    let operations = contract.document.operations();
    let operation = operations
        .iter()
        .find(|operation| operation.name() == call.operation);
    let operation = operation.expect("a documented operation");
    let mut path = operation.path.to_owned();
    let mut query = Vec::new();
    let headers = header_parameters(contract, call);
    let is_header = |name: &str| headers.iter().any(|(header, _)| header == name);
    for (name, value) in call.parameters.iter().filter(|(name, _)| !is_header(name)) {
        let text = plain(value);
        let place = format!("{{{name}}}");
        if path.contains(&place) {
            path = path.replace(&place, &text);
        } else {
            query.push((name.clone(), text));
        }
    }
    assert!(
        !path.contains('{'),
        "{path}: a path parameter has no example"
    );
    assert!(
        contract
            .document
            .at(&pointer::of(["paths", operation.path]))
            .is_some()
    );
    query.sort();
    format!("{} /api{path} {query:?}", operation.method.to_uppercase())
}

/// The value of a parameter as a string: lists are joined with commas.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

/// Method, path and decoded query of a request.
pub fn target(request: &HttpMockRequest) -> String {
    let mut query = request.query_params();
    query.sort();
    let uri = request.uri();
    format!("{} {} {query:?}", request.method_str(), uri.path())
}

/// Numbers as floats, so that 1 and 1.0 are equal.
fn by_value(value: &Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .map(|(key, member)| (key.clone(), by_value(member)))
            .collect(),
        Value::Array(items) => items.iter().map(by_value).collect(),
        Value::Number(number) => Value::from(number.as_f64()),
        other => other.clone(),
    }
}

/// A request as it arrived, with credentials redacted.
fn printed(request: &HttpMockRequest) -> String {
    let uri = request.uri();
    let target = uri.path_and_query().map_or("", |target| target.as_str());
    let mut text = format!("{} {target}\n", request.method_str());
    let mut headers: Vec<_> = request.headers_vec().clone();
    headers.sort();
    for (name, value) in headers {
        let value = match name.to_ascii_lowercase().as_str() {
            "host" | "content-length" => continue,
            "accesstoken" | "appkey" | "clientnr" | "refreshtoken" | "x-api-key" => "[redacted]",
            _ => &value,
        };
        writeln!(text, "{name}: {value}").expect("written");
    }
    let body = request.body_string();
    match serde_json::from_str::<Value>(&body) {
        Ok(_) => write!(text, "\n{body}"),
        Err(_) => write!(text, "\n{} bytes", body.len()),
    }
    .expect("written");
    text
}
