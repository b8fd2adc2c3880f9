//! The documented calls. A call consists of the examples of an operation's parameters, body and successful response
//! that have the same name.

use std::collections::BTreeMap;

use contract::Contract;
use openapi_document::{Example, Payload, Side, pointer};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::support::root;

/// One documented call.
#[derive(Debug, Default)]
pub struct Call {
    /// The operation.
    pub operation: String,
    /// The name that its examples share.
    pub name: String,
    /// Parameters by name.
    pub parameters: BTreeMap<String, Value>,
    /// The body: JSON, or a string if the body is text.
    pub body: Option<Value>,
    /// The successful response.
    pub response: Response,
}

/// A documented response.
#[derive(Clone, Debug, Default)]
pub struct Response {
    /// Its status.
    pub status: u16,
    /// Its media type; empty without a body.
    pub media: String,
    /// Its body.
    pub body: Vec<u8>,
}

impl Response {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    fn of(status: &str, example: &Example, contract: &Contract) -> Self {
        let media = example.media.clone();
        let body = match &example.payload {
            Payload::Json(Value::String(text)) if media != JSON => text.clone().into_bytes(),
            Payload::Json(value) => value.to_string().into_bytes(),
            _ => std::fs::read(root().join(example.path(&contract.document))).expect("a file"),
        };
        Self {
            status: status.parse().expect("a status"),
            media: match media.as_str() {
                "*/*" => "application/octet-stream".to_owned(),
                _ => media,
            },
            body,
        }
    }
}

const JSON: &str = "application/json";

impl Call {
    /// A parameter, as the type that the client takes.
    pub fn get<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        let (_, value) = self
            .parameters
            .iter()
            .find(|(wire, _)| is_called(wire, name))?;
        Some(serde_json::from_value(value.clone()).expect("a value of the parameter's type"))
    }

    /// A parameter that the call must have.
    pub fn need<T: DeserializeOwned>(&self, name: &str) -> T {
        self.get(name).unwrap_or_else(|| {
            let Self {
                operation,
                name: call,
                ..
            } = self;
            panic!(
                "{operation}/{call} has no {name}; if the operation is new, add it to tests/sdks/it/requests"
            )
        })
    }

    /// The body as the model that the operation takes.
    pub fn body<T: DeserializeOwned>(&self) -> T {
        let body = self.body.clone().expect("a body");
        serde_json::from_value(body).expect("a body of the model")
    }
}

/// Whether a parameter has this name in Rust.
fn is_called(wire: &str, name: &str) -> bool {
    let plain = |text: &str| text.replace('_', "").to_lowercase();
    plain(wire) == plain(name)
}

/// All documented calls of an API that have a response example of the same name, or whose response has no body.
pub fn of(contract: &Contract) -> Vec<Call> {
    let mut calls: BTreeMap<(String, String), Call> = BTreeMap::new();
    let mut with_response = Vec::new();
    for example in contract
        .document
        .examples()
        .expect("the examples can be read")
    {
        let key = (example.operation.clone(), example.call.clone());
        let call = calls.entry(key.clone()).or_insert_with(|| Call {
            operation: example.operation.clone(),
            name: example.call.clone(),
            ..Call::default()
        });
        let (status, media) = success(contract, &example.operation);
        match (&example.side, &example.payload) {
            (Side::Parameter(name), Payload::Json(value)) => {
                call.parameters.insert(name.clone(), value.clone());
            }
            (Side::Request, Payload::Json(value)) => call.body = Some(value.clone()),
            (Side::Answer(of), _) if *of == status && media.as_ref() == Some(&example.media) => {
                call.response = Response::of(&status, &example, contract);
                with_response.push(key);
                continue;
            }
            _ => {}
        }
        let is_own = !example.at.starts_with("/components/");
        if media.is_none() && is_own && !matches!(example.side, Side::Answer(_)) {
            call.response.status = status.parse().expect("a status");
            with_response.push(key);
        }
    }
    calls.retain(|key, _| with_response.contains(key));
    calls.into_values().collect()
}

/// The first success status of an operation, and the first media type of its response.
fn success(contract: &Contract, operation: &str) -> (String, Option<String>) {
    let document = &contract.document;
    let operations = document.operations();
    let operation = operations.iter().find(|known| known.name() == operation);
    let responses = pointer::child(&operation.expect("an operation").pointer, "responses");
    let mut statuses = document.keys(&responses).iter();
    let status = statuses.find(|status| status.starts_with('2'));
    let status = status.expect("a response of success");
    let response = document.follow(&pointer::child(&responses, status));
    let media = document.keys(&pointer::child(&response, "content"));
    (status.clone(), media.first().cloned())
}
