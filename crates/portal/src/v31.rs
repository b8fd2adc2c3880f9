//! A document as OpenAPI 3.1: `openapi-3.1.json`. It says the same, in the form of JSON Schema 2020-12.

use openapi_document::{Kind, Slot};

use crate::ordered::{self, Mapping, Value, at, text};

/// Keywords that compose a schema of others.
const COMPOSITIONS: [&str; 4] = ["allOf", "oneOf", "anyOf", "$ref"];
/// Keywords that describe a schema and do not restrict its values.
const ANNOTATIONS: [&str; 8] = [
    "title",
    "description",
    "default",
    "examples",
    "readOnly",
    "writeOnly",
    "deprecated",
    "xml",
];
const SPDX: &str = "https://spdx.org/licenses/";

/// The document as OpenAPI 3.1.
pub fn converted(document: &Value) -> Value {
    let root = Slot::Object(Kind::Root);
    let mut converted = ordered::converted(document, root, &|map, slot| match slot {
        Slot::Object(Kind::Schema) => schema(map),
        _ => map,
    });
    if let Some(map) = converted.as_mapping_mut() {
        map.insert("openapi".into(), "3.1.1".into());
    }
    identify_license(&mut converted);
    converted
}

/// A licence with an SPDX URL is identified by its SPDX expression; a URL beside it is not allowed.
fn identify_license(document: &mut Value) {
    let license = at(document, "/info/license");
    let url = license.and_then(|license| text(license, "url"));
    let name = license.and_then(|license| text(license, "name"));
    let (Some(url), Some(name)) = (url, name.map(str::to_owned)) else {
        return;
    };
    if !url.starts_with(SPDX) {
        return;
    }
    let info = document.get_mut("info");
    let license = info.and_then(|info| info.get_mut("license")?.as_mapping_mut());
    if let Some(license) = license {
        license.remove("url");
        license.insert("identifier".into(), name.into());
    }
}

/// Converts a Schema Object whose inner schemas are already converted.
fn schema(mut schema: Mapping) -> Mapping {
    for (limit, exclusive) in [
        ("minimum", "exclusiveMinimum"),
        ("maximum", "exclusiveMaximum"),
    ] {
        if schema.remove(exclusive) == Some(true.into())
            && let Some(limit) = schema.remove(limit)
        {
            schema.insert(exclusive.into(), limit);
        }
    }
    if let Some(example) = schema.remove("example") {
        schema.insert("examples".into(), vec![example].into());
    }
    let format = schema.get("format").and_then(Value::as_str);
    let content = match format {
        Some("binary") => Some(("contentMediaType", "application/octet-stream")),
        Some("byte") => Some(("contentEncoding", "base64")),
        _ => None,
    };
    if let Some((keyword, content)) = content {
        schema.remove("format");
        schema.insert(keyword.into(), content.into());
    }
    match schema.remove("nullable") {
        Some(Value::Bool(true)) => nullable(schema),
        _ => schema,
    }
}

/// The schema, with null as a further value. If the schema is composed, null in its `type` is not enough: the other
/// schemas still forbid null.
fn nullable(mut schema: Mapping) -> Mapping {
    let is_composed = COMPOSITIONS
        .iter()
        .any(|keyword| schema.contains_key(keyword));
    if !is_composed {
        if let Some(kind) = schema.get_mut("type") {
            *kind = vec![kind.clone(), "null".into()].into();
        }
        let values = schema.get_mut("enum").and_then(Value::as_sequence_mut);
        if let Some(values) = values.filter(|values| !values.contains(&Value::Null)) {
            values.push(Value::Null);
        }
        return schema;
    }
    let is_annotation = |key: &Value| {
        let key = key.as_str().unwrap_or_default();
        key.starts_with("x-") || ANNOTATIONS.contains(&key)
    };
    let (mut outer, inner): (Mapping, Mapping) =
        schema.into_iter().partition(|(key, _)| is_annotation(key));
    let null: Mapping = [("type".into(), "null".into())].into_iter().collect();
    let alternatives: Vec<Value> = vec![simplified(inner).into(), null.into()];
    outer.insert("anyOf".into(), alternatives.into());
    outer
}

/// An `allOf` of one reference, with at most a `type` beside it, becomes that reference.
fn simplified(schema: Mapping) -> Mapping {
    let parts = schema.get("allOf").and_then(Value::as_sequence);
    let only = parts
        .filter(|parts| parts.len() == 1)
        .and_then(|parts| parts[0].as_mapping());
    let is_known = |key: &Value| matches!(key.as_str(), Some("allOf" | "type"));
    match only.filter(|only| only.contains_key("$ref")) {
        Some(reference) if schema.keys().all(is_known) => reference.clone(),
        _ => schema,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(schema: &str) -> String {
        let text = format!("openapi: 3.0.3\ncomponents: {{schemas: {{A: {schema}}}}}\n");
        let document = ordered::parse(&text).expect("valid");
        let converted = converted(&document);
        let schema = at(&converted, "/components/schemas/A").expect("a schema");
        serde_json::to_string(schema).expect("JSON")
    }

    #[test]
    fn schemas_say_the_same_in_json_schema() {
        for (before, after) in [
            (
                "{type: string, nullable: true}",
                r#"{"type":["string","null"]}"#,
            ),
            ("{type: string, nullable: false}", r#"{"type":"string"}"#),
            (
                "{type: string, enum: [a], nullable: true}",
                r#"{"type":["string","null"],"enum":["a",null]}"#,
            ),
            (
                "{description: d, type: object, nullable: true, allOf: [{$ref: '#/components/schemas/B'}]}",
                r##"{"description":"d","anyOf":[{"$ref":"#/components/schemas/B"},{"type":"null"}]}"##,
            ),
            (
                "{nullable: true, allOf: [{type: string}, {maxLength: 2}]}",
                r#"{"anyOf":[{"allOf":[{"type":"string"},{"maxLength":2}]},{"type":"null"}]}"#,
            ),
            (
                "{type: number, minimum: 0.5, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: false}",
                r#"{"type":"number","maximum":9,"exclusiveMinimum":0.5}"#,
            ),
            (
                "{type: integer, example: 1}",
                r#"{"type":"integer","examples":[1]}"#,
            ),
            (
                "{type: string, format: binary}",
                r#"{"type":"string","contentMediaType":"application/octet-stream"}"#,
            ),
            (
                "{properties: {nullable: {type: string, nullable: true}}}",
                r#"{"properties":{"nullable":{"type":["string","null"]}}}"#,
            ),
        ] {
            assert_eq!(of(before), after, "{before}");
        }
    }
}
