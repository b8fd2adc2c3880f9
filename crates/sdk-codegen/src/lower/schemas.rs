//! Fixups of the structure of schemas.

use contract::CodegenConfig;
use openapi_document::pointer;
use serde_json::{Value, json};

use crate::scalars::SCALARS;

use super::{
    Applied, YES_NO,
    walk::{self, Object},
};

/// Reduces each schema for which the settings name a Rust type to a plain string.
pub fn replaced_strings(view: &mut Value, config: &CodegenConfig) -> Applied {
    let mut applied = Vec::new();
    for name in config.replace.keys() {
        let at = pointer::of(["components", "schemas", name]);
        if let Some(schema) = view.pointer_mut(&at) {
            *schema = json!({ "type": "string" });
            applied.push(at);
        }
    }
    Ok(applied)
}

/// Removes `nullable` from optional properties, because null is read as absent.
pub fn nullable_reads(view: &mut Value, _: &CodegenConfig) -> Applied {
    Ok(optional_properties(view, |property| {
        property.remove("nullable").is_some()
    }))
}

/// Makes optional lists nullable, so that they become an `Option`.
pub fn optional_lists(view: &mut Value, _: &CodegenConfig) -> Applied {
    Ok(optional_properties(view, |property| {
        let list = property.get("type").is_some_and(|kind| kind == "array");
        list && property.insert("nullable".into(), Value::Bool(true)) != Some(Value::Bool(true))
    }))
}

/// Removes the `type` beside an `allOf` with one reference, so that only a description is added to the reference.
pub fn wrapped_references(view: &mut Value, _: &CodegenConfig) -> Applied {
    let mut applied = Vec::new();
    walk::schemas(view, &mut |at, schema| {
        let parts = schema.get("allOf").and_then(Value::as_array);
        let one = parts.is_some_and(|parts| parts.len() == 1 && parts[0].get("$ref").is_some());
        if one && schema.remove("type").is_some() {
            applied.push(at.to_owned());
        }
    });
    Ok(applied)
}

/// Removes keywords that the generators do not read. They can make equal schemas look different.
pub fn remove_extensions(view: &mut Value) {
    walk::schemas(view, &mut |_, schema| {
        schema.retain(|keyword, _| {
            !matches!(keyword.as_str(), "xml" | "example" | "externalDocs")
                && !keyword.starts_with("x-")
        });
    });
}

/// Removes formats from parameters, because it is not known how the server reads them. Also removes, from the elements
/// of lists and maps, formats that allow the empty string, because only a field can represent it.
pub fn plain_elements(view: &mut Value) {
    walk::schemas(view, &mut |at, schema| {
        let parameter = at
            .split_once("/schema")
            .filter(|(owner, _)| is_parameter(owner));
        let formats = match parameter {
            Some(_) => &formats_of_types()[..],
            None => &FIELD_FORMATS[..],
        };
        if parameter.is_some_and(|(_, rest)| rest.is_empty()) {
            plain(schema, formats);
            // A parameter cannot be null, only absent.
            schema.remove("nullable");
        }
        for keyword in ["items", "additionalProperties"] {
            if let Some(Value::Object(inner)) = schema.get_mut(keyword) {
                plain(inner, formats);
            }
        }
    });
}

fn is_parameter(at: &str) -> bool {
    at.rsplit('/').nth(1) == Some("parameters")
}

fn plain(schema: &mut Object, formats: &[&str]) {
    let format = schema.get("format").and_then(Value::as_str);
    if format.is_some_and(|format| formats.contains(&format)) {
        schema.remove("format");
    }
}

/// The formats that become a Rust type.
fn formats_of_types() -> Vec<&'static str> {
    let scalars = SCALARS.iter().flat_map(|scalar| scalar.formats);
    scalars.copied().chain(["decimal", YES_NO]).collect()
}

const FIELD_FORMATS: [&str; 2] = ["date-or-empty", YES_NO];

/// The pointers of the optional properties for which `change` returns true.
fn optional_properties(view: &mut Value, change: impl Fn(&mut Object) -> bool) -> Vec<String> {
    let mut applied = Vec::new();
    walk::schemas(view, &mut |at, schema| {
        let required = schema.get("required").cloned().unwrap_or_default();
        let is_required = |name: &str| {
            let names = required.as_array();
            names.is_some_and(|names| names.iter().any(|required| required == name))
        };
        let Some(Value::Object(properties)) = schema.get_mut("properties") else {
            return;
        };
        for (name, property) in properties.iter_mut().filter(|(name, _)| !is_required(name)) {
            if property.as_object_mut().is_some_and(&change) {
                applied.push(pointer::child(&format!("{at}/properties"), name));
            }
        }
    });
    applied
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(schema: Value) -> Value {
        json!({ "components": { "schemas": { "A": schema } } })
    }

    #[test]
    fn nullable_is_removed_from_optional_properties() {
        let string = json!({ "type": "string", "nullable": true });
        let mut view =
            document(json!({ "required": ["b"], "properties": { "a": string, "b": string } }));
        let applied = nullable_reads(&mut view, &CodegenConfig::default()).expect("applies");
        assert_eq!(applied, ["/components/schemas/A/properties/a"]);
        assert_eq!(
            view.pointer("/components/schemas/A/properties/b"),
            Some(&string)
        );
    }

    #[test]
    fn an_optional_list_can_be_absent() {
        let mut view = document(json!({ "properties": { "a": { "type": "array", "items": {} } } }));
        let config = CodegenConfig::default();
        assert_eq!(
            optional_lists(&mut view, &config).expect("applies").len(),
            1
        );
        assert_eq!(
            view.pointer("/components/schemas/A/properties/a/nullable"),
            Some(&json!(true))
        );
        assert!(
            optional_lists(&mut view, &config)
                .expect("applies")
                .is_empty()
        );
    }

    #[test]
    fn a_wrapped_reference_loses_its_type() {
        let mut view =
            document(json!({ "type": "string", "description": "d", "allOf": [{ "$ref": "#/B" }] }));
        let applied = wrapped_references(&mut view, &CodegenConfig::default()).expect("applies");
        assert_eq!(applied, ["/components/schemas/A"]);
        assert_eq!(
            view,
            document(json!({ "description": "d", "allOf": [{ "$ref": "#/B" }] }))
        );
    }

    #[test]
    fn parameters_lose_formats_and_elements_lose_those_that_allow_an_empty_string() {
        let decimal = json!({ "type": "number", "format": "decimal" });
        let or_empty = json!({ "type": "string", "format": "date-or-empty" });
        let nullable = json!({ "type": "number", "format": "decimal", "nullable": true });
        let of = |parameter: Value, element: Value| {
            let list = |items: &Value| json!({ "type": "array", "items": items });
            json!({
                "paths": { "/a": { "get": { "parameters": [
                    { "name": "min", "schema": parameter },
                    { "name": "all", "schema": list(&json!({ "type": "number" })) },
                ] } } },
                "components": { "schemas": { "A": { "properties": {
                    "parameters": decimal,
                    "or_empty": or_empty,
                    "prices": list(&decimal),
                    "days": { "additionalProperties": element },
                } } } },
            })
        };
        let mut view = of(nullable, or_empty.clone());
        plain_elements(&mut view);
        let plain = of(json!({ "type": "number" }), json!({ "type": "string" }));
        assert_eq!(view, plain);
    }
}
