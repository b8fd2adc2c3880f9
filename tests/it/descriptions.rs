//! What descriptions of shared responses say is true for each operation that has the response.

use std::collections::BTreeSet;

use serde_json::Value;
use xtask::document::{Contract, Document, resolve};

use crate::support::root;

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
    for api in ["bouwsoft", "eenvoudigfactureren"] {
        let contract = Contract::read(root(), api).expect("a contract");
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
