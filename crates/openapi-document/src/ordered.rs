//! Values whose keys keep the order of the file. Documents are published in this order.

pub use serde_yaml::{Mapping, Value};

/// Reads YAML or JSON. All keys become strings, for example `200` and `true`.
pub fn parse(text: &str) -> Result<Value, serde_yaml::Error> {
    serde_yaml::from_str(text).map(text_keys)
}

fn text_keys(value: Value) -> Value {
    match value {
        Value::Mapping(map) => map
            .into_iter()
            .map(|(key, value)| (Value::from(key_text(&key)), text_keys(value)))
            .collect::<Mapping>()
            .into(),
        Value::Sequence(items) => items.into_iter().map(text_keys).collect(),
        Value::Tagged(tagged) => text_keys(tagged.value),
        other => other,
    }
}

/// A key as a string.
pub fn key_text(key: &Value) -> String {
    match key {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(boolean) => boolean.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_text_and_keep_their_order() {
        let value = parse("b: 1\na: {200: x, true: y}\n").expect("valid");
        let keys = |value: &Value| {
            let map = value.as_mapping().expect("a mapping");
            map.keys().map(key_text).collect::<Vec<_>>()
        };
        assert_eq!(keys(&value), ["b", "a"]);
        assert_eq!(keys(&value["a"]), ["200", "true"]);
        assert!(value["a"]["200"].is_string());
    }
}
