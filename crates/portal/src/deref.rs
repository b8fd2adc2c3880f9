//! The document without any `$ref`: `openapi.deref.json`.

use openapi_document::{Kind, Slot, pointer, reference};

use crate::ordered::{self, Mapping, Value};

/// Replaces each reference by its target. If a schema contains itself, the inner occurrence has only the `type`, a
/// description, and the name of the schema under `x-recursive`.
pub fn dereferenced(document: &Value) -> Value {
    let root = Slot::Object(Kind::Root);
    expanded(document, document, ("", root), &mut Vec::new())
}

/// `value` with its references replaced. `key` is its key in the mapping that contains it; `within` are the references
/// that are being replaced around it.
fn expanded(
    root: &Value,
    value: &Value,
    (key, slot): (&str, Slot),
    within: &mut Vec<String>,
) -> Value {
    if slot == Slot::Data {
        return value.clone();
    }
    if let Some(target) = ordered::reference(value).filter(|_| slot.takes_references()) {
        if within.iter().any(|outer| outer == target) {
            return recursion(root, target);
        }
        let Some(found) = reference::local(target).and_then(|at| ordered::at(root, &at)) else {
            return value.clone();
        };
        within.push(target.to_owned());
        let found = expanded(root, found, ("", slot), within);
        within.pop();
        return found;
    }
    match value {
        Value::Mapping(map) => map
            .iter()
            .map(|(name, inner)| {
                let text = name.as_str().unwrap_or_default();
                let entry = entry(key, slot, text);
                entry.iter().for_each(|at| within.push(at.clone()));
                let inner = expanded(root, inner, (text, slot.member(text)), within);
                entry.iter().for_each(|_| drop(within.pop()));
                (name.clone(), inner)
            })
            .collect::<Mapping>()
            .into(),
        Value::Sequence(items) => items
            .iter()
            .map(|item| expanded(root, item, ("", slot.member("")), within))
            .collect(),
        other => other.clone(),
    }
}

/// The reference to the schema `name`, if `key` and `slot` are those of `components/schemas`. Inside the schema, this
/// reference is recursive, although the schema was reached without one.
fn entry(key: &str, slot: Slot, name: &str) -> Option<String> {
    let is_section = key == "schemas" && slot == Slot::Map(Kind::Schema);
    is_section.then(|| format!("#{}", pointer::of(["components", "schemas", name])))
}

fn recursion(root: &Value, target: &str) -> Value {
    let schema = reference::local(target).and_then(|at| ordered::at(root, &at));
    let mut stub = Mapping::new();
    if let Some(kind) = schema.and_then(|schema| schema.get("type")) {
        stub.insert("type".into(), kind.clone());
    }
    let name = pointer::last(target);
    stub.insert(
        "description".into(),
        format!("A nested {name}, not expanded again.").into(),
    );
    stub.insert("x-recursive".into(), name.into());
    stub.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_end_and_nothing_refers() {
        let source = "
components:
  schemas:
    Node:
      type: object
      properties:
        next: {$ref: '#/components/schemas/Node'}
        tags: {type: array, items: {$ref: '#/components/schemas/Tag'}}
    Tag: {type: string, example: {$ref: kept}}
  headers:
    answer: {schema: {$ref: '#/components/schemas/Node'}}
";
        let document = ordered::parse(source).expect("valid");
        let flat = dereferenced(&document);
        let stub = ordered::at(
            &flat,
            "/components/headers/answer/schema/properties/next/x-recursive",
        );
        assert_eq!(stub, Some(&Value::from("Node")));
        let stub = ordered::at(
            &flat,
            "/components/schemas/Node/properties/next/x-recursive",
        );
        assert_eq!(stub, Some(&Value::from("Node")));
        let tag = ordered::at(
            &flat,
            "/components/headers/answer/schema/properties/tags/items/type",
        );
        assert_eq!(tag, Some(&Value::from("string")));
        let text = ordered::json(&flat).expect("JSON");
        assert_eq!(
            text.matches("$ref").count(),
            text.matches("\"kept\"").count()
        );
    }
}
