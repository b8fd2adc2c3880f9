//! The document as OpenAPI 3.1: its schemas are JSON Schema 2020-12, with the same meaning as those of 3.0.

use jsonschema::{Draft, Registry};
use openapi_document::Payload;
use serde_json::{Value, json};

use super::{files, json as file};
use crate::support::contracts;

/// The 3.1 document of an API, with its schemas ready for validation.
struct Published {
    document: Value,
    registry: Registry<'static>,
}

impl Published {
    fn of(api: &str) -> Self {
        let document = file(files(), &format!("{api}/latest/openapi-3.1.json"));
        let registry = Registry::new()
            .add("urn:document", document.clone())
            .expect("an address");
        let registry = registry.prepare().expect("all references resolve");
        Self { document, registry }
    }

    /// Checks a value against the schema at a pointer.
    fn accepts(&self, pointer: &str, value: &Value) -> Result<(), String> {
        // Paths contain braces, which are not allowed in a URI.
        let pointer = pointer.replace('{', "%7B").replace('}', "%7D");
        let schema = json!({ "$ref": format!("urn:document#{pointer}") });
        let validator = jsonschema::options()
            .with_draft(Draft::Draft202012)
            .with_registry(&self.registry)
            .build(&schema)
            .expect("a valid schema");
        let errors = validator.iter_errors(value).map(|error| error.to_string());
        let errors: Vec<_> = errors.collect();
        if errors.is_empty() {
            Ok(())
        } else {
            Err(errors.join("; "))
        }
    }
}

#[test]
fn a_nullable_property_accepts_null() {
    for contract in contracts() {
        let published = Published::of(&contract.name);
        assert_eq!(published.document["openapi"], "3.1.1");
        let schemas = &contract.document.value["components"]["schemas"];
        let mut checked = 0;
        for (name, schema) in schemas.as_object().expect("schemas") {
            for (property, schema) in schema["properties"].as_object().into_iter().flatten() {
                if schema["nullable"] == true {
                    let at = format!("/components/schemas/{name}/properties/{property}");
                    assert_eq!(published.accepts(&at, &Value::Null), Ok(()), "{at}");
                    checked += 1;
                }
            }
        }
        let printed = published.document.to_string();
        assert!(!printed.contains("\"nullable\""), "{}", contract.name);
        assert!(
            checked > 10 || contract.name == "bouwsoft",
            "{checked} properties"
        );
    }
}

#[test]
fn every_example_is_valid() {
    for contract in contracts() {
        let published = Published::of(&contract.name);
        let examples = contract
            .document
            .examples()
            .expect("the examples can be read");
        let mut checked = 0;
        for example in examples {
            if let Payload::Json(value) = &example.payload {
                let result = published.accepts(&example.schema, value);
                assert_eq!(result, Ok(()), "{}", example.at);
                checked += 1;
            }
        }
        assert!(checked > 10, "{checked} examples");
    }
}

#[test]
fn the_licence_is_named_by_its_identifier() {
    for contract in contracts() {
        let license = &Published::of(&contract.name).document["info"]["license"];
        let expected = json!({ "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" });
        assert_eq!(*license, expected);
    }
}
