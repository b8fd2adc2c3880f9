//! The rules `dangling-reference`, `reference-kind` and `component-unused`: references lead to existing parts of the
//! right kind, and every component is used.

use std::collections::BTreeSet;

use openapi_document::{
    Diagnostic, Document, DocumentSet, Kind, folder, pointer, reference,
    walk::{self, Object},
};
use serde_json::Value;

use crate::rules;

/// All findings about references and components.
pub fn findings(documents: &DocumentSet<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (document, object) in walk::all(documents) {
        found.extend(dangling(document, &object));
        found.extend(wrong_kind(document, &object));
    }
    found.extend(unused(documents));
    found
}

fn dangling(document: &Document, object: &Object<'_>) -> Option<Diagnostic> {
    let reference = object.text("$ref")?;
    let reason = dead_end(document, object.kind, reference)?;
    Some(document.diagnostic(
        &object.member("$ref"),
        &rules::DANGLING_REFERENCE,
        format!("`{reference}` {reason}"),
        "correct the reference, or add what it names",
    ))
}

/// Why a reference does not lead to a value. `None` if it leads to a value.
fn dead_end(document: &Document, kind: Kind, reference: &str) -> Option<&'static str> {
    const NOWHERE: Option<&str> = Some("leads nowhere");
    let (file, inside) = reference::split(reference);
    if file.is_empty() {
        let leads = document.at(&inside).is_some();
        return if leads { None } else { NOWHERE };
    }
    // URLs are not fetched. The rules about examples read the files of examples.
    if file.contains("://") || kind == Kind::Example {
        return None;
    }
    let from = document.path.strip_prefix(document.folder.path());
    let Ok(path) = folder::beside(from.unwrap_or(&document.path), file) else {
        return Some("leads outside the folder of the document");
    };
    let path = path.to_string_lossy();
    let target = Document::read(&document.folder, &path);
    let leads = target.is_ok_and(|target| target.at(&inside).is_some());
    if leads { None } else { NOWHERE }
}

/// A finding if a reference leads to a component of another kind than expected.
fn wrong_kind(document: &Document, object: &Object<'_>) -> Option<Diagnostic> {
    let reference = object.text("$ref")?;
    let (section, name) = reference.strip_prefix("#/components/")?.split_once('/')?;
    let expected = object.kind.section()?;
    if section == expected || name.contains('/') {
        return None;
    }
    Some(document.diagnostic(
        &object.member("$ref"),
        &rules::REFERENCE_KIND,
        format!("`{reference}` is not {}", object.kind.title()),
        format!("refer to a member of `components/{expected}`"),
    ))
}

/// Components that nothing refers to. A schema that is composed of one with a discriminator counts as used.
fn unused(documents: &DocumentSet<'_>) -> Vec<Diagnostic> {
    let document = documents.openapi;
    let used = used(documents);
    let mut found = Vec::new();
    for section in document.keys("/components") {
        let at = pointer::of(["components", section]);
        if section.starts_with("x-") {
            continue;
        }
        for name in document.keys(&at) {
            let at = pointer::child(&at, name);
            let inside = format!("{at}/");
            let mut named = used.iter();
            if named.any(|used| *used == at || used.starts_with(&inside))
                || is_alternative(document, &at)
            {
                continue;
            }
            found.push(document.diagnostic(
                &at,
                &rules::COMPONENT_UNUSED,
                format!("nothing refers to `{name}`"),
                "refer to it, or remove it",
            ));
        }
    }
    found
}

/// The pointers that something in the documents refers to.
fn used(documents: &DocumentSet<'_>) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for (_, object) in walk::all(documents) {
        used.extend(object.text("$ref").map(|to| reference::split(to).1));
        let schemes = object
            .members
            .keys()
            .filter(|_| object.kind == Kind::Requirement);
        used.extend(schemes.map(|name| pointer::of(["components", "securitySchemes", name])));
        let mapping = object.members.get("mapping").and_then(Value::as_object);
        let mapping = mapping.filter(|_| object.kind == Kind::Discriminator);
        let targets = mapping
            .into_iter()
            .flatten()
            .filter_map(|(_, to)| to.as_str());
        used.extend(targets.map(|target| {
            let by_name = || pointer::of(["components", "schemas", target]);
            reference::local(target).unwrap_or_else(by_name)
        }));
    }
    used
}

fn is_alternative(document: &Document, at: &str) -> bool {
    let schema = document
        .at(at)
        .filter(|_| at.starts_with("/components/schemas/"));
    let parts = schema.and_then(|schema| schema["allOf"].as_array());
    let mut parts = parts.into_iter().flatten();
    parts.any(|part| {
        let base = openapi_document::resolve(&document.value, part);
        base.get("discriminator").is_some()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn references_lead_to_existing_parts() {
        let source = "paths:
  /a:
    get:
      parameters: [{name: q, in: query, schema: {$ref: '#/components/schemas/A'}}]
      responses:
        200: {content: {a/b: {example: {$ref: '#/nowhere'}}}}
components:
  schemas:
    A:
      properties:
        a: {$ref: '#/components/schemas/B'}
        b: {type: string}
";
        assert_eq!(
            testing::brief(&findings(&(&testing::document(source)).into())),
            ["11 dangling-reference"]
        );
    }

    #[test]
    fn references_lead_to_their_kind_and_components_are_used() {
        let source = "paths:
  /a:
    get:
      security: [{Key: []}]
      parameters: [{$ref: '#/components/parameters/Q'}]
      responses:
        200:
          content:
            a/b: {schema: {$ref: '#/components/schemas/A'}}
components:
  parameters:
    Q: {name: q}
  schemas:
    A: {discriminator: {propertyName: a, mapping: {c: C}}}
    B: {allOf: [{$ref: '#/components/schemas/A'}]}
    C: {type: string}
  securitySchemes:
    Key: {type: http}
";
        let found = |from: &str, to: &str| {
            testing::brief(&findings(
                &(&testing::document(&source.replace(from, to))).into(),
            ))
        };
        assert_eq!(found("paths", "paths"), [""; 0]);
        assert_eq!(
            found("'#/components/parameters/Q'", "'#/components/schemas/C'"),
            ["5 reference-kind", "12 component-unused"]
        );
        assert_eq!(found("Key: []", "Other: []"), ["18 component-unused"]);
        assert_eq!(
            found("'#/components/schemas/A'}}\n", "other.yaml#/A}}\n"),
            ["9 dangling-reference", "14 component-unused"][..1]
        );
    }
}
