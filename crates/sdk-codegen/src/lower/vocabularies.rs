//! Fixups of vocabularies: yes and no become a boolean, and an extensible vocabulary becomes an enum that keeps unknown
//! values.

use contract::CodegenConfig;
use heck::{ToPascalCase, ToSnakeCase};
use openapi_document::pointer;
use serde_json::{Value, json};

use super::{
    Applied, Misfit, target,
    walk::{self, Object},
};

/// Format of a string that is `yes` or `no`. The generators turn it into a boolean.
pub const YES_NO: &str = "yes-no";
/// Member of the view that lists the enums that keep unknown values.
pub const OPEN: &str = "x-open-enums";

/// Adds a format to strings whose vocabulary is yes and no. The vocabulary is in the schema or in a referenced schema.
pub fn yes_no(view: &mut Value, _: &CodegenConfig) -> Applied {
    let whole = view.clone();
    let mut applied = Vec::new();
    walk::schemas(view, &mut |at, schema| {
        let own = values(schema);
        if own
            .or_else(|| referred(&whole, schema))
            .is_some_and(|values| is_yes_no(&values))
        {
            schema.retain(|keyword, _| matches!(keyword.as_str(), "description" | "nullable"));
            schema.insert("type".into(), "string".into());
            schema.insert("format".into(), YES_NO.into());
            applied.push(at.to_owned());
        }
    });
    // The vocabulary itself is no longer a type.
    if let Some(Value::Object(schemas)) = view.pointer_mut("/components/schemas") {
        schemas.retain(|_, schema| schema["format"] != YES_NO);
    }
    Ok(applied)
}

fn is_yes_no(values: &[String]) -> bool {
    let mut values: Vec<_> = values.iter().filter(|value| !value.is_empty()).collect();
    values.sort();
    values == ["no", "yes"]
}

/// Replaces each vocabulary of a response with an enum: the one that requests use for the same values, or a new one.
pub fn open_vocabularies(view: &mut Value, _: &CodegenConfig) -> Applied {
    let mut applied = Vec::new();
    let mut open = Object::new();
    let known = written(view);
    let taken = view["components"]["schemas"].as_object();
    let taken: Vec<String> = taken.into_iter().flat_map(Object::keys).cloned().collect();
    let mut clash = None;
    walk::schemas(view, &mut |at, schema| {
        let owner = at
            .strip_prefix("/components/schemas/")
            .and_then(|at| at.split_once("/properties/"));
        let (Some((model, property)), Some(values)) = (owner, extensible(schema)) else {
            return;
        };
        let same = known.iter().find(|(_, known)| *known == values);
        let name = same.map_or_else(
            || vocabulary_name(model, property),
            |(name, _)| name.clone(),
        );
        let own = json!({
            "type": "string",
            "description": schema.get("description"),
            "enum": values,
        });
        let is_own = !known.iter().any(|(known, _)| *known == name);
        let is_other = |known: &Value| known["enum"] != own["enum"];
        if is_own && (taken.contains(&name) || open.get(&name).is_some_and(is_other)) {
            let message =
                format!("its vocabulary would be called {name}, but another type has that name");
            let at = at.to_owned();
            clash.get_or_insert(Misfit { at, message });
        }
        open.insert(name.clone(), own);
        schema.retain(|keyword, _| matches!(keyword.as_str(), "description" | "nullable"));
        schema.insert("allOf".into(), json!([{ "$ref": pointer_to(&name) }]));
        applied.push(at.to_owned());
    });
    if let Some(clash) = clash {
        return Err(clash);
    }
    view[OPEN] = open.keys().cloned().collect();
    if let Some(Value::Object(schemas)) = view.pointer_mut("/components/schemas") {
        for (name, schema) in open {
            schemas.entry(name).or_insert(schema);
        }
    }
    Ok(applied)
}

/// The name of the vocabulary of a property. The name of the model is not repeated if the property begins with it.
fn vocabulary_name(model: &str, property: &str) -> String {
    let prefix = format!("{}_", model.to_snake_case());
    if property.starts_with(&prefix) {
        property.to_pascal_case()
    } else {
        format!("{model}_{property}").to_pascal_case()
    }
}

fn pointer_to(name: &str) -> String {
    format!("#{}", pointer::of(["components", "schemas", name]))
}

/// The vocabularies that are components, by name. Callers write these.
fn written(view: &Value) -> Vec<(String, Vec<String>)> {
    let schemas = view["components"]["schemas"].as_object();
    schemas
        .into_iter()
        .flatten()
        .filter_map(|(name, schema)| {
            let mut values = values(schema.as_object()?)?;
            values.retain(|value| !value.is_empty());
            Some((name.clone(), values))
        })
        .collect()
}

fn values(schema: &Object) -> Option<Vec<String>> {
    list(
        schema
            .get("enum")
            .or_else(|| schema.get("x-extensible-enum"))?,
    )
}

fn extensible(schema: &Object) -> Option<Vec<String>> {
    list(schema.get("x-extensible-enum")?)
}

fn list(values: &Value) -> Option<Vec<String>> {
    let values = values.as_array()?.iter();
    values
        .map(|value| value.as_str().map(str::to_owned))
        .collect()
}

/// The values of the vocabulary that a schema refers to, directly or as the first part of an `allOf`.
fn referred(whole: &Value, schema: &Object) -> Option<Vec<String>> {
    let wrapped = || schema.get("allOf")?.as_array()?.first()?.get("$ref");
    let reference = schema.get("$ref").or_else(wrapped)?.as_str()?;
    values(target(whole, reference).as_object()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(schemas: Value) -> Value {
        json!({ "components": { "schemas": schemas } })
    }

    #[test]
    fn a_vocabulary_does_not_take_the_name_of_another_type() {
        let values = |values: &[&str]| json!({ "type": "string", "x-extensible-enum": values });
        let mut view = document(json!({
            "Order": { "properties": { "type": values(&["a"]) } },
            "OrderType": { "type": "object" },
        }));
        let clash = open_vocabularies(&mut view, &CodegenConfig::default()).expect_err("taken");
        assert_eq!(clash.at, "/components/schemas/Order/properties/type");
        let mut view = document(json!({
            "OrderLine": { "properties": { "type": values(&["a"]) } },
            "Order": { "properties": { "line_type": values(&["b"]) } },
        }));
        open_vocabularies(&mut view, &CodegenConfig::default()).expect_err("taken");
    }

    #[test]
    fn a_vocabulary_is_named_after_model_and_property() {
        assert_eq!(vocabulary_name("Order", "status"), "OrderStatus");
        assert_eq!(vocabulary_name("Account", "account_type"), "AccountType");
        assert_eq!(vocabulary_name("Order", "ordering"), "OrderOrdering");
        assert_eq!(vocabulary_name("Layout", "layout"), "LayoutLayout");
    }

    #[test]
    fn yes_and_no_become_a_format_and_their_vocabulary_is_removed() {
        let mut view = document(json!({
            "A": { "properties": {
                "read": { "type": "string", "x-extensible-enum": ["yes", "no"] },
                "write": {
                    "type": "string",
                    "description": "d",
                    "allOf": [{ "$ref": "#/components/schemas/YesNo" }],
                },
                "plain": { "$ref": "#/components/schemas/YesNo" },
                "several": { "type": "array", "items": { "$ref": "#/components/schemas/YesNo" } },
                "other": { "type": "string", "enum": ["yes", "no", "late"] },
            } },
            "YesNo": { "type": "string", "enum": ["", "yes", "no"] },
        }));
        let applied = yes_no(&mut view, &CodegenConfig::default()).expect("applies");
        assert_eq!(applied.len(), 5);
        assert_eq!(
            view,
            document(json!({ "A": { "properties": {
                "read": { "type": "string", "format": YES_NO },
                "write": { "type": "string", "format": YES_NO, "description": "d" },
                "plain": { "type": "string", "format": YES_NO },
                "several": { "type": "array", "items": { "type": "string", "format": YES_NO } },
                "other": { "type": "string", "enum": ["yes", "no", "late"] },
            } } }))
        );
    }

    #[test]
    fn a_vocabulary_of_responses_uses_the_enum_of_requests_or_gets_its_own() {
        let property = |values: &[&str]| json!({ "type": "string", "x-extensible-enum": values });
        let mut view = document(json!({
            "Order": { "properties": {
                "language": property(&["dutch", "french"]),
                "status": property(&["open", "late"]),
            } },
            "Language": { "type": "string", "enum": ["", "dutch", "french"] },
        }));
        let applied = open_vocabularies(&mut view, &CodegenConfig::default()).expect("applies");
        assert_eq!(applied.len(), 2);
        assert_eq!(view[OPEN], json!(["Language", "OrderStatus"]));
        let properties = &view["components"]["schemas"]["Order"]["properties"];
        let to = |name: &str| json!({ "allOf": [{ "$ref": pointer_to(name) }] });
        assert_eq!(properties["language"], to("Language"));
        assert_eq!(properties["status"], to("OrderStatus"));
        let own = &view["components"]["schemas"]["OrderStatus"];
        assert_eq!(own["enum"], json!(["open", "late"]));
    }
}
