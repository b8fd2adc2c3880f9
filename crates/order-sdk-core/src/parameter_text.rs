//! A value as it is written in a path, a query or a header.

use serde_json::Value;

/// The text of a string, a finite number or a boolean.
pub fn parameter_text(json: Value) -> Option<String> {
    match json {
        Value::String(text) => Some(text),
        // Rust prints a float without an exponent.
        Value::Number(number) if number.is_f64() => Some(number.as_f64()?.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}
