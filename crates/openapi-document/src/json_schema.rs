//! Turns a schema of an OpenAPI 3.0 document into a self-contained JSON Schema.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::{pointer, reference};

/// The schema at `at` in `document`, with everything that it refers to. It contains nothing else, because validators
/// compile all of it.
pub fn standalone(document: &Value, at: &str) -> Value {
    // The schema gets a plain key, because its pointer may contain characters that a reference may not contain.
    let mut root = json!({ "$ref": "#/checked", "checked": document.pointer(at) });
    let mut open = targets(&root["checked"]);
    let mut seen = BTreeSet::new();
    while let Some(target) = open.pop() {
        let keys = pointer::keys(&target);
        let depth = if keys.first().is_some_and(|key| key == "components") {
            3
        } else {
            1
        };
        let keys = &keys[..keys.len().min(depth)];
        let holder = pointer::of(keys.iter().map(String::as_str));
        let Some(value) = document.pointer(&holder) else {
            continue;
        };
        if seen.insert(holder) {
            open.extend(targets(value));
            let place = keys.iter().fold(&mut root, |place, key| &mut place[key]);
            *place = value.clone();
        }
    }
    remove_dead_ends(document, &mut root);
    to_json_schema(&mut root);
    root
}

/// The pointers that `value` refers to.
fn targets(value: &Value) -> Vec<String> {
    match value {
        Value::Object(map) => {
            let own = map.get("$ref").and_then(Value::as_str);
            let own = own.and_then(reference::local);
            let inner = map.values().flat_map(targets);
            own.into_iter().chain(inner).collect()
        }
        Value::Array(items) => items.iter().flat_map(targets).collect(),
        _ => Vec::new(),
    }
}

/// Removes references that lead to another file or nowhere, so that any value is valid there. Other rules report them.
fn remove_dead_ends(document: &Value, value: &mut Value) {
    let leads = |reference: &str| {
        let target = reference::local(reference);
        target.is_some_and(|to| to == "/checked" || document.pointer(&to).is_some())
    };
    match value {
        Value::Object(map) => {
            let reference = map.get("$ref").and_then(Value::as_str);
            if reference.is_some_and(|reference| !leads(reference)) {
                map.remove("$ref");
            }
            map.values_mut()
                .for_each(|inner| remove_dead_ends(document, inner));
        }
        Value::Array(items) => items
            .iter_mut()
            .for_each(|item| remove_dead_ends(document, item)),
        _ => {}
    }
}

/// Replaces `nullable` of OpenAPI 3.0 with its equivalent in JSON Schema, everywhere in `value`.
fn to_json_schema(value: &mut Value) {
    match value {
        Value::Object(map) => {
            // Examples are instances: a member called `nullable` is not the keyword there.
            for (_, inner) in map
                .iter_mut()
                .filter(|(key, _)| !matches!(key.as_str(), "example" | "examples" | "default"))
            {
                to_json_schema(inner);
            }
            if map.get("nullable") == Some(&Value::Bool(true)) {
                map.remove("nullable");
                let schema = Value::Object(std::mem::take(map));
                map.insert("anyOf".into(), json!([{ "type": "null" }, schema]));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(to_json_schema),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_included_and_dead_ends_allow_any_value() {
        let document = json!({"components": {"schemas": {
            "A": {"allOf": [{"$ref": "#/components/schemas/B"}, {"$ref": "#/components/schemas/None"}]},
            "B": {"type": "string", "nullable": true, "example": {"nullable": true}},
            "C": {"$ref": "other.yaml"},
        }}});
        let schemas = json!({
            "A": {"allOf": [{"$ref": "#/components/schemas/B"}, {}]},
            "B": {"anyOf": [{"type": "null"}, {"type": "string", "example": {"nullable": true}}]},
        });
        assert_eq!(
            standalone(&document, "/components/schemas/A"),
            json!({
                "$ref": "#/checked",
                "checked": schemas["A"],
                "components": {"schemas": {"B": schemas["B"]}},
            })
        );
    }
}
