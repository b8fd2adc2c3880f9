//! The descriptions of shared responses are true for each operation that has the response.

use std::collections::BTreeSet;

use openapi_document::{Document, resolve};
use serde_json::Value;

use crate::support::{contract, contracts, root};

/// The names of the parameters and security headers of an operation.
fn inputs(document: &Document, operation: &Value) -> BTreeSet<String> {
    let root = &document.value;
    let parameters = operation["parameters"].as_array();
    let parameters = parameters.into_iter().flatten();
    let parameters = parameters.map(|parameter| &resolve(root, parameter)["name"]);
    let security = operation.get("security").unwrap_or(&root["security"]);
    let schemes = security.as_array().into_iter().flatten();
    let schemes = schemes.filter_map(Value::as_object).flatten();
    let headers = schemes.map(|(name, _)| &root["components"]["securitySchemes"][name]["name"]);
    let names = parameters.chain(headers).filter_map(Value::as_str);
    names.map(str::to_owned).collect()
}

#[test]
fn responses_name_only_inputs_of_their_operation() {
    for contract in contracts() {
        let document = &contract.document;
        for operation in document.operations() {
            let known = inputs(document, operation.value);
            let responses = operation.value["responses"].as_object();
            for (status, response) in responses.into_iter().flatten() {
                let response = resolve(&document.value, response);
                let text = response["description"].as_str().unwrap_or_default();
                for name in text.split('`').skip(1).step_by(2) {
                    let operation = operation.name();
                    assert!(known.contains(name), "{operation}, {status}: `{name}`");
                }
            }
        }
    }
}

/// The name, type and maximum length in each row of the table in a description.
fn table(description: &str) -> BTreeSet<[String; 3]> {
    let rows = description
        .lines()
        .filter_map(|line| line.strip_prefix("| `"));
    let rows = rows.map(|row| {
        let cells: Vec<_> = row.split(" |").map(str::trim).collect();
        let [name, kind, length, ..] = cells[..] else {
            panic!("{row}");
        };
        [name.trim_end_matches('`'), kind, length].map(str::to_owned)
    });
    rows.collect()
}

/// The same facts from the properties of a schema.
fn properties(schema: &Value) -> BTreeSet<[String; 3]> {
    let properties = schema["properties"].as_object().into_iter().flatten();
    let properties = properties.map(|(name, property)| {
        let kind = match property["format"].as_str() {
            Some("date") => "date",
            _ => property["type"].as_str().expect("a type"),
        };
        let length = property["maxLength"].as_u64();
        let length = length.map(|length| length.to_string());
        [name.clone(), kind.to_owned(), length.unwrap_or_default()]
    });
    properties.collect()
}

#[test]
fn tables_of_columns_list_the_properties_of_their_schemas() {
    let contract = contract("bouwsoft");
    let schemas = contract.document.value["components"]["schemas"].as_object();
    let mut compared = 0;
    for (name, schema) in schemas.into_iter().flatten() {
        let Some(path) = schema["x-columns"].as_str() else {
            continue;
        };
        let path = root().join("spec/bouwsoft").join(path);
        let file = std::fs::read_to_string(path).expect("a schema");
        let columns: Value = serde_yaml::from_str(&file).expect("a schema");
        let description = schema["description"].as_str().expect("a description");
        let table = table(description);
        assert_eq!(table, properties(&columns), "{name}");
        let count = format!("{} fields", table.len());
        assert!(description.contains(&count), "{name}: {count}");
        for required in columns["required"].as_array().into_iter().flatten() {
            let row = format!("| `{}`", required.as_str().expect("a name"));
            let row = description.lines().find(|line| line.starts_with(&row));
            assert!(row.expect("a row").contains("required"), "{name}");
        }
        compared += 1;
    }
    assert!(compared > 0);
}
