//! The fakes: services in memory that behave as the contracts describe.

mod bouwsoft;
mod eenvoudigfactureren;

use serde_json::Value;

/// The value of an example of a contract.
fn example(api: &str, name: &str) -> Value {
    let path = crate::support::root().join(format!("spec/{api}/examples/{name}"));
    let text = std::fs::read_to_string(path).expect("an example");
    let example: Value = serde_json::from_str(&text).expect("JSON");
    example["value"].clone()
}
