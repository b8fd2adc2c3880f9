//! Visits the objects of a document by what OpenAPI says stands where: a property may be called `enum` or `$ref`
//! without being one, and an instance may look like anything.

use serde_json::{Map, Value};

pub use super::grammar::Kind;
use super::grammar::Shape;
use crate::document::{Contract, Document, pointer};

/// An object, what it is and where it stands.
#[derive(Debug)]
pub struct Object<'a> {
    /// What it is.
    pub kind: Kind,
    /// Whether it is a schema that stands in no other.
    pub outermost: bool,
    /// Where it stands.
    pub at: String,
    /// Its members.
    pub members: &'a Map<String, Value>,
}

impl Object<'_> {
    /// Where its member `key` stands.
    pub fn member(&self, key: &str) -> String {
        pointer::child(&self.at, key)
    }

    /// The text under `key`.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.members.get(key)?.as_str()
    }
}

/// The objects of the document and of the schemas beside it, each with the document that holds it.
pub fn all(contract: &Contract) -> Vec<(&Document, Object<'_>)> {
    let openapi = objects(&contract.document, Kind::Root);
    let mut found: Vec<_> = openapi
        .into_iter()
        .map(|object| (&contract.document, object))
        .collect();
    for carried in &contract.carried {
        let schemas = objects(&carried.document, Kind::Schema);
        found.extend(
            schemas
                .into_iter()
                .map(|object| (&carried.document, object)),
        );
    }
    found
}

/// The objects of `document`, whose root is of `kind`.
pub fn objects(document: &Document, kind: Kind) -> Vec<Object<'_>> {
    let mut found = Vec::new();
    let outer = Kind::Root;
    collect(&document.value, String::new(), (outer, kind), &mut found);
    found
}

/// The objects of `document` that are of `kind`, in an OpenAPI document.
pub fn of_kind(document: &Document, kind: Kind) -> Vec<Object<'_>> {
    let mut found = objects(document, Kind::Root);
    found.retain(|object| object.kind == kind);
    found
}

/// Collects the objects of `value`: it is of the second kind, and stands in an object of the first.
fn collect<'a>(value: &'a Value, at: String, kinds: (Kind, Kind), found: &mut Vec<Object<'a>>) {
    let (outer, kind) = kinds;
    let Value::Object(members) = value else {
        return;
    };
    for (key, inner) in members {
        let at = pointer::child(&at, key);
        match shape(kind, key) {
            Some(Shape::One(next)) => collect(inner, at, (kind, next), found),
            Some(Shape::SchemaOrFlag) => collect(inner, at, (kind, Kind::Schema), found),
            Some(Shape::List(next)) => {
                for (index, item) in inner.as_array().into_iter().flatten().enumerate() {
                    let at = pointer::child(&at, &index.to_string());
                    collect(item, at, (kind, next), found);
                }
            }
            Some(Shape::Map(next)) => {
                for (name, inner) in inner.as_object().into_iter().flatten() {
                    collect(inner, pointer::child(&at, name), (kind, next), found);
                }
            }
            _ => {}
        }
    }
    found.push(Object {
        kind,
        outermost: kind == Kind::Schema && outer != Kind::Schema,
        at,
        members,
    });
}

/// What stands under `key`; nothing under extensions and unknown keywords.
fn shape(kind: Kind, key: &str) -> Option<Shape> {
    if key.starts_with("x-") {
        return None;
    }
    match (kind, key) {
        // A JSON Schema beside the document may have these as well.
        (Kind::Schema, "patternProperties" | "definitions") => Some(Shape::Map(Kind::Schema)),
        _ => match kind.named() {
            Some(shape) => Some(shape),
            None => Some(kind.keyword(key)?.shape),
        },
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn names_are_not_keywords_and_instances_are_left_out() {
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
