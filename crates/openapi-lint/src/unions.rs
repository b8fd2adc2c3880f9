//! The rules `schema-circle` and `discriminator-…`: schemas that are composed of others.

use std::collections::BTreeSet;

use openapi_document::{
    Diagnostic, Document, DocumentSet, Kind, SchemaView, pointer, reference,
    walk::{self, Object},
};
use serde_json::Value;

use crate::rules;

/// Findings about schemas that are composed of themselves. Values cannot be validated against them.
pub fn circles(documents: &DocumentSet<'_>) -> Vec<Diagnostic> {
    let schemas = documents.schemas.iter();
    let in_schemas = schemas.flat_map(|schema| circles_in(schema, Kind::Schema));
    let mut found = circles_in(documents.openapi, Kind::Root);
    found.extend(in_schemas);
    found
}

/// The circles in a document whose root is of `kind`.
fn circles_in(document: &Document, kind: Kind) -> Vec<Diagnostic> {
    let named = document.keys("/components/schemas").iter();
    let mut starts: BTreeSet<_> = named
        .map(|name| pointer::of(["components", "schemas", name]))
        .collect();
    let objects = walk::objects(document, kind);
    let schemas = objects.iter().filter(|object| object.kind == Kind::Schema);
    let targets = schemas.filter_map(|schema| schema.text("$ref"));
    starts.extend(targets.filter_map(reference::local));
    let mut found = Vec::new();
    for start in starts {
        let name = pointer::last(&start);
        let mut seen = Vec::new();
        if let Some(at) = way_back(document, &start, &start, &mut seen) {
            found.push(document.diagnostic(
                &at,
                &rules::SCHEMA_CIRCLE,
                format!("`{name}` is composed of itself"),
                "refer to it from a property or a list instead",
            ));
        }
    }
    found
}

/// The pointer at which the composition of the schema at `at` leads back to `start`.
fn way_back(document: &Document, start: &str, at: &str, seen: &mut Vec<String>) -> Option<String> {
    if seen.iter().any(|known| known == at) {
        return None;
    }
    seen.push(at.to_owned());
    let schema = document.at(at)?.as_object()?;
    if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
        let target = reference::local(target)?;
        let back = target == start || way_back(document, start, &target, seen).is_some();
        return back.then(|| pointer::child(at, "$ref"));
    }
    for key in ["allOf", "anyOf", "oneOf", "not"] {
        let parts = pointer::child(at, key);
        let count = schema.get(key).and_then(Value::as_array).map(Vec::len);
        let parts = match count {
            Some(count) => (0..count).map(|part| format!("{parts}/{part}")).collect(),
            None if schema.contains_key(key) => vec![parts],
            None => Vec::new(),
        };
        let mut parts = parts.iter();
        if let Some(back) = parts.find_map(|part| way_back(document, start, part, seen)) {
            return Some(back);
        }
    }
    None
}

/// All findings about discriminators.
pub fn findings(document: &Document) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for schema in walk::of_kind(document, Kind::Schema) {
        if schema.members.contains_key("discriminator") {
            found.extend(property(document, &schema));
            found.extend(mapping(document, &schema));
        }
    }
    found
}

/// A finding if an alternative does not have and require the property of the discriminator.
fn property(document: &Document, schema: &Object<'_>) -> Option<Diagnostic> {
    let at = pointer::child(&schema.member("discriminator"), "propertyName");
    let name = document.at(&at)?.as_str()?;
    let own = document.at(&schema.at)?;
    let alternatives = ["oneOf", "anyOf"]
        .iter()
        .filter_map(|key| schema.members.get(*key)?.as_array());
    let alternatives: Vec<_> = alternatives.flatten().collect();
    let all = if alternatives.is_empty() {
        vec![own]
    } else {
        alternatives
    };
    let local = |schema: &&&Value| {
        let reference = schema["$ref"].as_str().unwrap_or("#");
        reference.starts_with('#')
    };
    let mut views = all
        .iter()
        .filter(local)
        .map(|schema| SchemaView::new(&document.value, schema));
    let lacking = views.position(|view| view.property(name).is_none() || !requires(&view, name))?;
    let what = all[lacking]["$ref"]
        .as_str()
        .map_or("a schema here".to_owned(), |to| {
            format!("`{}`", pointer::last(to))
        });
    Some(document.diagnostic(
        &at,
        &rules::DISCRIMINATOR_PROPERTY,
        format!("{what} does not have and require the property `{name}`"),
        "add the property to every alternative, and to its `required`",
    ))
}

fn requires(view: &SchemaView<'_>, name: &str) -> bool {
    view.all("required")
        .into_iter()
        .filter_map(Value::as_array)
        .flatten()
        .any(|required| required == name)
}

/// Findings about values of the discriminator that are mapped to a schema that does not exist.
fn mapping(document: &Document, schema: &Object<'_>) -> Vec<Diagnostic> {
    let at = pointer::child(&schema.member("discriminator"), "mapping");
    let targets = document.at(&at).and_then(Value::as_object);
    let mut found = Vec::new();
    for (value, target) in targets.into_iter().flatten() {
        let Some(target) = target.as_str() else {
            continue;
        };
        let name = pointer::of(["components", "schemas", target]);
        let exists = match reference::local(target) {
            Some(local) => document.at(&local).is_some(),
            // Such a target is the name of a component, or another file.
            None => document.at(&name).is_some() || target.contains(['/', '.']),
        };
        if !exists {
            found.push(document.diagnostic(
                &pointer::child(&at, value),
                &rules::DISCRIMINATOR_MAPPING,
                format!("`{value}` is mapped to `{target}`, which does not exist"),
                "name a schema of this document",
            ));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    const SOUND: &str = "components:
  schemas:
    Pet:
      oneOf:
        - $ref: '#/components/schemas/Cat'
        - $ref: '#/components/schemas/Dog'
      discriminator:
        propertyName: kind
        mapping:
          cat: '#/components/schemas/Cat'
          dog: Dog
    Cat:
      required: [kind]
      properties: {kind: {type: string}, friend: {$ref: '#/components/schemas/Cat'}}
    Dog:
      allOf:
        - $ref: '#/components/schemas/Cat'
        - required: [name]
";

    fn found(from: &str, to: &str) -> Vec<String> {
        assert!(SOUND.contains(from), "{from}");
        let document = testing::document(&SOUND.replace(from, to));
        let mut found = circles(&(&document).into());
        if found.is_empty() {
            found = findings(&document);
        }
        testing::brief(&found)
    }

    #[test]
    fn sound_unions_have_no_findings() {
        assert_eq!(found("oneOf", "oneOf"), [""; 0]);
    }

    #[test]
    fn alternatives_have_and_require_the_property() {
        assert_eq!(
            found("propertyName: kind", "propertyName: sort"),
            ["8 discriminator-property"]
        );
        assert_eq!(
            found("required: [kind]", "type: object"),
            ["8 discriminator-property"]
        );
    }

    #[test]
    fn mappings_name_existing_schemas() {
        assert_eq!(
            found(
                "cat: '#/components/schemas/Cat'",
                "cat: '#/components/schemas/Cow'"
            ),
            ["10 discriminator-mapping"]
        );
        assert_eq!(
            found("dog: Dog", "dog: Hound"),
            ["11 discriminator-mapping"]
        );
    }

    #[test]
    fn a_schema_is_not_composed_of_itself() {
        let back = "- required: [name]\n        - $ref: '#/components/schemas/Dog'";
        assert_eq!(found("- required: [name]", back), ["19 schema-circle"]);
    }
}
