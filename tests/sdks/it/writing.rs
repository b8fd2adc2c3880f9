//! What callers write: checked before it leaves, exact on the wire, and nothing in it that nobody set.

mod limits;
mod rules;
mod sent;
mod words;

use order_sdk_core::validate::{Validate, validate};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Everything wrong with a value, in the order in which it is told.
fn violations<T: Validate>(model: &T) -> Vec<String> {
    let Err(invalid) = validate(model) else {
        return Vec::new();
    };
    invalid.violations.iter().map(ToString::to_string).collect()
}

/// The same for JSON that a model is read from.
fn violations_of<T: DeserializeOwned + Validate>(value: &Value) -> Vec<String> {
    let model: T = serde_json::from_value(value.clone())
        .unwrap_or_else(|error| panic!("{value} is no such model: {error}"));
    violations(&model)
}
