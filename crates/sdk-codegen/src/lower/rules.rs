//! Fixups that remove limits, defaults and empty values from schemas. The crates check and document these in other
//! ways.

use contract::CodegenConfig;
use serde_json::Value;

use super::{
    Applied,
    walk::{self, Object},
};

const LIMITS: [&str; 12] = [
    "maxLength",
    "minLength",
    "pattern",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
];

/// Removes lengths, ranges and patterns.
pub fn limits(view: &mut Value, _: &CodegenConfig) -> Applied {
    Ok(schemas_changed(view, |schema| {
        let before = schema.len();
        schema.retain(|keyword, _| !LIMITS.contains(&keyword.as_str()));
        schema.len() < before
    }))
}

/// Removes defaults.
pub fn defaults(view: &mut Value, _: &CodegenConfig) -> Applied {
    Ok(schemas_changed(view, |schema| {
        schema.remove("default").is_some()
    }))
}

/// Removes the empty string from vocabularies. An omitted field means the same.
pub fn blank_enum_values(view: &mut Value, _: &CodegenConfig) -> Applied {
    Ok(schemas_changed(view, |schema| {
        let Some(Value::Array(values)) = schema.get_mut("enum") else {
            return false;
        };
        let before = values.len();
        values.retain(|value| value != "");
        values.len() < before
    }))
}

/// The pointers of the schemas for which `change` returns true.
fn schemas_changed(view: &mut Value, change: impl Fn(&mut Object) -> bool) -> Vec<String> {
    let mut applied = Vec::new();
    walk::schemas(view, &mut |at, schema| {
        if change(schema) {
            applied.push(at.to_owned());
        }
    });
    applied
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn document(schema: Value) -> Value {
        json!({ "components": { "schemas": { "A": schema } } })
    }

    #[test]
    fn limits_are_removed_but_a_property_of_that_name_is_kept() {
        let mut view = document(json!({
            "properties": { "pattern": { "type": "string", "maxLength": 3, "pattern": "a" } }
        }));
        let applied = limits(&mut view, &CodegenConfig::default()).expect("applies");
        assert_eq!(applied, ["/components/schemas/A/properties/pattern"]);
        assert_eq!(
            view,
            document(json!({ "properties": { "pattern": { "type": "string" } } }))
        );
    }

    #[test]
    fn defaults_and_empty_values_are_removed() {
        let mut view = document(json!({ "type": "string", "enum": ["", "a"], "default": "a" }));
        let config = CodegenConfig::default();
        assert_eq!(defaults(&mut view, &config).expect("applies").len(), 1);
        assert_eq!(
            blank_enum_values(&mut view, &config)
                .expect("applies")
                .len(),
            1
        );
        assert_eq!(view, document(json!({ "type": "string", "enum": ["a"] })));
    }
}
