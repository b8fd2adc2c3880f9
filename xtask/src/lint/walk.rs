//! Visits the objects of a document, and tells schemas and parameters from the rest: a property may be called
//! `enum` or `$ref` without being one, and an instance may look like anything.

use serde_json::{Map, Value};

use crate::document::{Contract, Document, pointer};

/// What an object of a document is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// A schema.
    Schema,
    /// A parameter.
    Parameter,
    /// An Example Object.
    Example,
    /// Anything else.
    Other,
}

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

/// How to go on from an object through one of its keys.
enum Step {
    /// The value is an object of this kind, or a list of them.
    Into(Kind),
    /// The keys of the value are names, its members objects of this kind.
    Names(Kind),
    /// The value is an instance, or an extension.
    Past,
}

/// The objects of the document and of the schemas beside it, each with the document that holds it.
pub fn all(contract: &Contract) -> Vec<(&Document, Object<'_>)> {
    let openapi = objects(&contract.document, Kind::Other);
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
    collect(
        &document.value,
        String::new(),
        (Kind::Other, kind),
        &mut found,
    );
    found
}

/// Collects the objects of `value`: it is of the second kind, and stands in an object of the first.
fn collect<'a>(value: &'a Value, at: String, kinds: (Kind, Kind), found: &mut Vec<Object<'a>>) {
    let (outer, kind) = kinds;
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(item, pointer::child(&at, &index.to_string()), kinds, found);
            }
        }
        Value::Object(members) => {
            for (key, inner) in members {
                let at = pointer::child(&at, key);
                match step(kind, key, inner) {
                    Step::Into(next) => collect(inner, at, (kind, next), found),
                    Step::Names(next) => {
                        for (name, inner) in inner.as_object().into_iter().flatten() {
                            collect(inner, pointer::child(&at, name), (kind, next), found);
                        }
                    }
                    Step::Past => {}
                }
            }
            let outermost = kind == Kind::Schema && outer != Kind::Schema;
            found.push(Object {
                kind,
                outermost,
                at,
                members,
            });
        }
        _ => {}
    }
}

fn step(kind: Kind, key: &str, value: &Value) -> Step {
    if key.starts_with("x-") || matches!(key, "example" | "default" | "enum" | "value") {
        return Step::Past;
    }
    if kind == Kind::Schema {
        return match key {
            "properties" | "patternProperties" | "definitions" => Step::Names(Kind::Schema),
            "items" | "additionalProperties" | "not" | "allOf" | "anyOf" | "oneOf" => {
                Step::Into(Kind::Schema)
            }
            "examples" => Step::Past,
            _ => Step::Into(Kind::Other),
        };
    }
    match key {
        "schema" => Step::Into(Kind::Schema),
        "schemas" => Step::Names(Kind::Schema),
        "parameters" if value.is_array() => Step::Into(Kind::Parameter),
        "parameters" => Step::Names(Kind::Parameter),
        "examples" => Step::Names(Kind::Example),
        "responses" | "requestBodies" | "headers" | "securitySchemes" | "links" | "callbacks"
        | "paths" | "content" | "variables" | "encoding" => Step::Names(Kind::Other),
        _ => Step::Into(Kind::Other),
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
        let found = objects(&document, Kind::Other);
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
