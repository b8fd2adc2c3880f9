//! Visits the objects of a document by the grammar of OpenAPI. Names of keys are not enough: a property may have the
//! name `enum` or `$ref`, and an instance may look like anything.

use serde_json::{Map, Value};

use crate::{Document, DocumentSet, Kind, Slot, pointer};

/// An object, its kind and its pointer.
#[derive(Debug)]
pub struct Object<'a> {
    /// Its kind.
    pub kind: Kind,
    /// Whether it is a schema that is not inside another one.
    pub outermost: bool,
    /// Its pointer.
    pub at: String,
    /// Its members.
    pub members: &'a Map<String, Value>,
}

impl Object<'_> {
    /// The pointer of its member `key`.
    pub fn member(&self, key: &str) -> String {
        pointer::child(&self.at, key)
    }

    /// The value of `key`, if it is a string.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.members.get(key)?.as_str()
    }
}

/// The objects of the document and of the schemas beside it, each with the document that contains it.
pub fn all<'a>(documents: &DocumentSet<'a>) -> Vec<(&'a Document, Object<'a>)> {
    let openapi = objects(documents.openapi, Kind::Root).into_iter();
    let mut found: Vec<_> = openapi.map(|object| (documents.openapi, object)).collect();
    for schema in &documents.schemas {
        let objects = objects(schema, Kind::Schema).into_iter();
        found.extend(objects.map(|object| (*schema, object)));
    }
    found
}

/// The objects of `document`, whose root is of `kind`.
pub fn objects(document: &Document, kind: Kind) -> Vec<Object<'_>> {
    within(document, "", kind)
}

/// The objects of `document` at and below `at`. The object at `at` is of `kind`.
pub fn within<'a>(document: &'a Document, at: &str, kind: Kind) -> Vec<Object<'a>> {
    let mut found = Vec::new();
    if let Some(value) = document.at(at) {
        let slot = Slot::Object(kind);
        collect(value, at.to_owned(), Kind::Root, slot, &mut found);
    }
    found
}

/// The objects of the OpenAPI document `document` that are of `kind`.
pub fn of_kind(document: &Document, kind: Kind) -> Vec<Object<'_>> {
    let mut found = objects(document, Kind::Root);
    found.retain(|object| object.kind == kind);
    found
}

/// Collects the objects of `value`, which is in `slot` of an object of kind `outer`.
fn collect<'a>(value: &'a Value, at: String, outer: Kind, slot: Slot, found: &mut Vec<Object<'a>>) {
    let has_parts = |value: &Value| value.is_object() || value.is_array();
    match (slot, value) {
        (Slot::Object(_) | Slot::Map(_), Value::Object(members)) => {
            let kind = match slot {
                Slot::Object(kind) => kind,
                _ => outer,
            };
            for (key, inner) in members.iter().filter(|(_, inner)| has_parts(inner)) {
                let at = pointer::child(&at, key);
                collect(inner, at, kind, slot.member(key), found);
            }
            if matches!(slot, Slot::Object(_)) {
                found.push(Object {
                    kind,
                    outermost: kind == Kind::Schema && outer != Kind::Schema,
                    at,
                    members,
                });
            }
        }
        (Slot::List(_), Value::Array(items)) => {
            let items = items.iter().enumerate();
            for (index, item) in items.filter(|(_, item)| has_parts(item)) {
                let key = index.to_string();
                let at = pointer::child(&at, &key);
                collect(item, at, outer, slot.member(&key), found);
            }
        }
        _ => {}
    }
}

/// A function that changes an object. Its arguments are the kind, the pointer and the members of the object.
pub type Change<'a> = dyn FnMut(Kind, &str, &mut Map<String, Value>) + 'a;

/// Calls `visit` for all objects of `value`, whose root is of `kind`. Outer objects come before the objects inside
/// them.
pub fn each_mut(value: &mut Value, kind: Kind, visit: &mut Change<'_>) {
    change(value, &mut String::new(), Slot::Object(kind), visit);
}

/// Visits the objects of `value`. `at` changes during the visit, and has its old value afterwards.
fn change(value: &mut Value, at: &mut String, slot: Slot, visit: &mut Change<'_>) {
    match value {
        Value::Object(members) if slot != Slot::Data => {
            if let Slot::Object(kind) = slot {
                visit(kind, at, members);
            }
            for (key, inner) in members {
                part(inner, at, key, slot, visit);
            }
        }
        Value::Array(items) if slot != Slot::Data => {
            for (index, item) in items.iter_mut().enumerate() {
                part(item, at, &index.to_string(), slot, visit);
            }
        }
        _ => {}
    }
}

fn part(value: &mut Value, at: &mut String, key: &str, slot: Slot, visit: &mut Change<'_>) {
    if value.is_object() || value.is_array() {
        let length = at.len();
        pointer::push(at, key);
        change(value, at, slot.member(key), visit);
        at.truncate(length);
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn names_are_not_keywords_and_instances_are_not_visited() {
        let source = "
paths:
  /a:
    get:
      parameters: [{name: q, schema: {type: string}}]
      responses:
        default: {content: {a/b: {example: {$ref: x}, examples: {one: {value: {$ref: y}}}}}}
components:
  schemas:
    enum: {properties: {properties: {type: string}}}
";
        let document = Document::parse(Path::new("a.yaml"), source).expect("valid");
        let found = objects(&document, Kind::Root);
        let of = |kind| {
            let of_kind = found.iter().filter(move |object| object.kind == kind);
            of_kind.map(|object| object.at.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(
            of(Kind::Schema),
            [
                "/components/schemas/enum/properties/properties",
                "/components/schemas/enum",
                "/paths/~1a/get/parameters/0/schema",
            ]
        );
        assert_eq!(of(Kind::Parameter), ["/paths/~1a/get/parameters/0"]);
        assert_eq!(
            of(Kind::Example),
            ["/paths/~1a/get/responses/default/content/a~1b/examples/one"]
        );
    }
}
