//! The documented calls: the examples that carry one name over an operation's parameters, body and success answer.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::Value;
use xtask::document::{Contract, Payload, Side};

/// One documented call.
#[derive(Debug, Default)]
pub struct Call {
    /// The operation.
    pub operation: String,
    /// The name its examples share.
    pub name: String,
    /// Parameters by name.
    pub parameters: BTreeMap<String, Value>,
    /// The JSON body it sends.
    pub body: Option<Value>,
    /// Status and body of the success answer.
    pub answer: (u16, Value),
}

impl Call {
    /// A parameter, as the type that the builder takes.
    pub fn get<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        let (_, value) = self
            .parameters
            .iter()
            .find(|(wire, _)| is_called(wire, name))?;
        Some(serde_json::from_value(value.clone()).expect("a value of the parameter's type"))
    }

    /// A parameter that the call must have.
    pub fn need<T: DeserializeOwned>(&self, name: &str) -> T {
        self.get(name)
            .unwrap_or_else(|| panic!("{}/{} has no {name}", self.operation, self.name))
    }

    /// The body, read as the model that the operation takes.
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

/// All documented calls of an API: those whose answer is documented under the same name.
pub fn of(contract: &Contract) -> Vec<Call> {
    let mut calls: BTreeMap<(String, String), Call> = BTreeMap::new();
    let mut answered = Vec::new();
    for example in contract.examples().expect("the examples can be read") {
        let key = (example.operation.clone(), example.call.clone());
        let call = calls.entry(key.clone()).or_insert_with(|| Call {
            operation: example.operation.clone(),
            name: example.call.clone(),
            ..Call::default()
        });
        let Payload::Json(value) = example.payload else {
            continue;
        };
        match example.side {
            Side::Parameter(name) => {
                call.parameters.insert(name, value);
            }
            Side::Request => call.body = Some(value),
            Side::Answer(status) if status.starts_with('2') => {
                call.answer = (status.parse().expect("a status"), value);
                answered.push(key);
            }
            Side::Answer(_) => {}
        }
    }
    calls.retain(|key, _| answered.contains(key));
    calls.into_values().collect()
}
