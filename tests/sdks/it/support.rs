//! Shared by several tests: the repository, a client, and a comparison of JSON by meaning.

#[path = "../../repository.rs"]
mod repository;

use std::fs;

use insta::internals::SettingsBindDropGuard;
use openapi_document::SchemaView;
use serde_json::{Map, Value};
use syn::Item;

pub use repository::{cargo, contract, contracts, root, target_folder};

/// A client of Bouwsoft that uses this server for everything.
pub fn bouwsoft_client(base_url: &str) -> bouwsoft::Client {
    let builder = bouwsoft::Client::builder().access_token(base_url, 115, "token-for-tests");
    let client = builder.authorization_server(base_url).build();
    client.expect("a client")
}

/// The items of an API's generated models in Rust.
pub fn models(api: &str) -> Vec<Item> {
    let path = root().join(format!("crates/{api}/src/generated/types.rs"));
    let text = fs::read_to_string(path).expect("the models");
    syn::parse_file(&text).expect("Rust").items
}

/// Removes line and column from serde's messages in snapshots during the lifetime of the result. They depend on the
/// parser.
pub fn without_places() -> SettingsBindDropGuard {
    let mut settings = insta::Settings::clone_current();
    settings.add_filter(r" at line \d+ column \d+", "");
    settings.bind_to_scope()
}

/// A value with the meaning that its schema gives it: without null members, without empty strings that mean absent, and
/// with numbers by value.
pub fn meaning(schema: &SchemaView<'_>, value: &Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .filter_map(|(key, member)| {
                let property = schema.property(key);
                let is_absent =
                    member.is_null() || member == "" && property.as_ref().is_some_and(may_be_empty);
                let member =
                    property.map_or_else(|| member.clone(), |property| meaning(&property, member));
                (!is_absent).then(|| (key.clone(), member))
            })
            .collect::<Map<_, _>>()
            .into(),
        Value::Array(items) => items
            .iter()
            .map(|item| {
                schema
                    .items()
                    .map_or_else(|| item.clone(), |of| meaning(&of, item))
            })
            .collect(),
        Value::Number(number) => number.as_f64().map_or(Value::Null, Value::from),
        other => other.clone(),
    }
}

/// Whether the empty string means absent: in dates and vocabularies that allow it.
fn may_be_empty(schema: &SchemaView<'_>) -> bool {
    let lists_empty = |values: &Value| {
        values
            .as_array()
            .is_some_and(|all| all.contains(&"".into()))
    };
    schema
        .get("format")
        .is_some_and(|format| format == "date-or-empty")
        || schema.get("enum").is_some_and(lists_empty)
        || schema.get("x-extensible-enum").is_some()
}
