//! Values that keep the order of their text, which is the order in which documents are published.

use std::path::Path;

use anyhow::Context;
use openapi_document::{Slot, folder, reference};

pub use openapi_document::ordered::{Mapping, Value, key_text, parse};

/// Reads the YAML or JSON file `file` of `folder`. Fails when the file is outside the folder.
pub fn read(folder: &Path, file: &Path) -> anyhow::Result<Value> {
    let text = folder::text(folder, file);
    let text = text.with_context(|| format!("cannot read {}", file.display()))?;
    parse(&text).with_context(|| format!("{}: not valid YAML", file.display()))
}

/// The members of a mapping, by name; nothing if the value is not a mapping.
pub fn members(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let map = value.as_mapping().into_iter().flatten();
    map.filter_map(|(key, value)| Some((key.as_str()?, value)))
}

/// The members of a mapping, by name, to be changed.
pub fn members_mut(value: &mut Value) -> impl Iterator<Item = (&str, &mut Value)> {
    let map = value.as_mapping_mut().into_iter().flatten();
    map.filter_map(|(key, value)| Some((key.as_str()?, value)))
}

/// The text of a member.
pub fn text<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    value.get(name)?.as_str()
}

/// The value at a JSON pointer.
pub fn at<'a>(value: &'a Value, pointer: &str) -> Option<&'a Value> {
    steps(pointer).try_fold(value, |value, key| match value {
        Value::Sequence(items) => items.get(key.parse::<usize>().ok()?),
        other => other.get(key.as_str()),
    })
}

fn steps(pointer: &str) -> impl Iterator<Item = String> {
    let keys = pointer.split('/').skip(1);
    keys.map(|key| key.replace("~1", "/").replace("~0", "~"))
}

/// A document with each of its objects converted, inner ones first. `value` is in `slot`. Data, for example the value
/// of an example, stays as it is.
pub fn converted(value: &Value, slot: Slot, convert: &impl Fn(Mapping, Slot) -> Mapping) -> Value {
    match value {
        _ if slot == Slot::Data => value.clone(),
        Value::Mapping(map) => {
            let members = map.iter().map(|(key, value)| {
                let slot = slot.member(key.as_str().unwrap_or_default());
                (key.clone(), converted(value, slot, convert))
            });
            convert(members.collect(), slot).into()
        }
        Value::Sequence(items) => {
            let slot = slot.member("");
            let items = items.iter().map(|item| converted(item, slot, convert));
            items.collect()
        }
        other => other.clone(),
    }
}

/// A value as text: a string without quotes, anything else as JSON.
pub fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => serde_json::to_string(other).unwrap_or_default(),
    }
}

/// Follows local references from `value`. If they lead nowhere, returns `value` itself.
pub fn follow<'a>(root: &'a Value, value: &'a Value) -> &'a Value {
    let target = reference(value).map(|to| reference::follow(to, |to| at(root, to), reference));
    match target {
        Some(Ok((_, target))) => target,
        _ => value,
    }
}

/// What a Reference Object refers to.
pub fn reference(value: &Value) -> Option<&str> {
    value.get("$ref")?.as_str()
}

/// JSON text, indented, in the order of the value.
pub fn json(value: &Value) -> anyhow::Result<String> {
    let text = serde_json::to_string_pretty(value).context("cannot be written as JSON")?;
    Ok(text + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_keys_survive() {
        let value = parse("b: 1\na: {200: x, 'yes': [1.5, null]}\n").expect("valid");
        let text = json(&value).expect("JSON");
        let short: String = text.split_whitespace().collect();
        assert_eq!(short, r#"{"b":1,"a":{"200":"x","yes":[1.5,null]}}"#);
        assert_eq!(at(&value, "/a/yes/0"), Some(&Value::from(1.5)));
    }
}
