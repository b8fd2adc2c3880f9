//! Values that callers send: validated before sending, exact on the wire, and without fields that the caller did not
//! set.

mod limits;
mod rules;
mod sent;
mod vocabularies;

use order_sdk_core::validate::{Validate, validate};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The violations of a value, in the order in which they are reported.
fn violations<T: Validate>(model: &T) -> Vec<String> {
    let Err(invalid) = validate(model) else {
        return Vec::new();
    };
    invalid.violations.iter().map(ToString::to_string).collect()
}

/// The violations of a model that is read from JSON.
fn violations_of<T: DeserializeOwned + Validate>(value: &Value) -> Vec<String> {
    let model: T = serde_json::from_value(value.clone())
        .unwrap_or_else(|error| panic!("{value} is not a value of the model: {error}"));
    violations(&model)
}
