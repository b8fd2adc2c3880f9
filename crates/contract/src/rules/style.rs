//! The rules of style: the document has a semantic version, operations have the names, texts and responses that readers
//! expect, and every property has a description.

use std::sync::LazyLock;

use openapi_document::{
    Diagnostic, Document, Kind, Operation, SchemaView, pointer, resolve,
    walk::{self, Object},
};
use regex::Regex;
use semver::Version;
use serde_json::Value;

use super::list as rules;
use crate::{Contract, sample_name};

/// All findings about style.
pub fn findings(contract: &Contract) -> Vec<Diagnostic> {
    let document = &contract.document;
    let mut found: Vec<_> = version(document).into_iter().collect();
    for operation in document.operations() {
        found.extend(name(document, &operation));
        found.extend(texts(document, &operation));
        found.extend(responses(document, &operation));
        found.extend(unsampled(contract, &operation));
    }
    for (document, object) in walk::all(&contract.documents()) {
        if object.kind == Kind::Schema {
            found.extend(undescribed(document, &object));
        }
    }
    found
}

/// Tools compare versions, and published documents are in folders that are named after their version.
fn version(document: &Document) -> Option<Diagnostic> {
    let version = document.at("/info/version")?.as_str()?;
    Version::parse(version).is_err().then(|| {
        document.diagnostic(
            "/info/version",
            &rules::VERSION_STYLE,
            format!("the version `{version}` is not a semantic version"),
            "write three numbers with dots, for example 1.2.3",
        )
    })
}

static NAME: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("^[a-z][a-z0-9]*(_[a-z0-9]+)+$").expect("a valid pattern"));

fn name(document: &Document, operation: &Operation<'_>) -> Option<Diagnostic> {
    let id = operation.value["operationId"].as_str()?;
    (!NAME.is_match(id)).then(|| {
        document.diagnostic(
            &pointer::child(&operation.pointer, "operationId"),
            &rules::OPERATION_ID_STYLE,
            format!("the operationId {id} is not written as `verb_noun`"),
            "use lower-case words with underscores, a verb first, as in `list_orders`",
        )
    })
}

fn texts(document: &Document, operation: &Operation<'_>) -> Vec<Diagnostic> {
    let is_empty = |key: &str| match &operation.value[key] {
        Value::Array(items) => items.is_empty(),
        Value::String(text) => text.trim().is_empty(),
        other => other.is_null(),
    };
    let required = [
        (
            "tags",
            &rules::OPERATION_TAGS,
            "no tag",
            "name one of the tags of the document",
        ),
        (
            "summary",
            &rules::OPERATION_SUMMARY,
            "no summary",
            "say in a few words what it does",
        ),
        (
            "description",
            &rules::OPERATION_DESCRIPTION,
            "no description",
            "say what it does, what it needs and what it returns",
        ),
    ];
    required
        .iter()
        .filter(|(key, ..)| is_empty(key))
        .map(|(_, rule, what, help)| {
            let message = format!("{} has {what}", operation.name());
            document.diagnostic(&operation.pointer, rule, message, *help)
        })
        .collect()
}

fn unsampled(contract: &Contract, operation: &Operation<'_>) -> Option<Diagnostic> {
    let file = sample_name(operation);
    // The rule `operation-id-missing` reports an operation without an operationId.
    if file.is_empty() || contract.samples.contains_key(&operation.name()) {
        return None;
    }
    let name = operation.name();
    let folder = contract.folder().join("samples");
    Some(contract.document.diagnostic(
        &operation.pointer,
        &rules::SAMPLE_MISSING,
        format!("{name} has no sample"),
        format!(
            "write {}/{file}.rs, or name the sample of another operation in `x-sample`",
            folder.display()
        ),
    ))
}

fn responses(document: &Document, operation: &Operation<'_>) -> Vec<Diagnostic> {
    let at = pointer::child(&operation.pointer, "responses");
    let statuses = document.keys(&at);
    if statuses.is_empty() {
        return Vec::new();
    }
    let begins = |first: &[char]| statuses.iter().any(|status| status.starts_with(first));
    let default = statuses.iter().any(|status| status == "default");
    let mut found = Vec::new();
    let mut report = |what: &str, help: &str| {
        let message = format!("{} has no {what} response", operation.name());
        found.push(document.diagnostic(&at, &rules::OPERATION_ANSWERS, message, help));
    };
    if !begins(&['2', '3']) {
        report("success", "add the 2xx status of a successful call");
    }
    if !begins(&['4', '5']) && !default {
        report("error", "add the 4xx statuses that callers must expect");
    }
    found
}

/// Properties without a description, unless they refer to a schema that has one.
fn undescribed(document: &Document, schema: &Object<'_>) -> Vec<Diagnostic> {
    let at = schema.member("properties");
    let undescribed = document.keys(&at).iter().filter(|name| {
        // The rule `dangling-reference` reports references that lead nowhere.
        let property = document.at(&pointer::child(&at, name));
        let property = property.filter(|property| !resolve(&document.value, property).is_null());
        property.is_some_and(|property| {
            let view = SchemaView::new(&document.value, property);
            view.get("description").is_none()
        })
    });
    undescribed
        .map(|name| {
            document.diagnostic(
                &pointer::child(&at, name),
                &rules::PROPERTY_DESCRIPTION,
                format!("the property `{name}` has no description"),
                "say what it means, its unit or format, and who sets it",
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    const SOUND: &str = "paths:
  /a:
    get:
      operationId: list_a
      tags: [a]
      summary: List
      description: Lists.
      responses:
        '200': {description: A.}
        4XX: {description: B.}
components:
  schemas:
    A:
      description: A.
      properties:
        a: {type: string, description: A.}
        b: {$ref: '#/components/schemas/A'}
";

    fn found(from: &str, to: &str) -> Vec<String> {
        assert!(SOUND.contains(from), "{from}");
        let mut contract = testing::contract(&SOUND.replace(from, to));
        for name in ["list_a", "listA", "list"] {
            contract.samples.insert(name.into(), "fn main() {}".into());
        }
        testing::brief(&findings(&contract))
    }

    #[test]
    fn good_style_has_no_findings() {
        assert_eq!(found("paths", "paths"), [""; 0]);
    }

    #[test]
    fn operations_have_names_texts_and_responses() {
        assert_eq!(found("list_a", "listA"), ["4 operation-id-style"]);
        assert_eq!(found("list_a", "list"), ["4 operation-id-style"]);
        assert_eq!(found("tags: [a]", "tags: []"), ["3 operation-tags"]);
        assert_eq!(found("      summary: List\n", ""), ["3 operation-summary"]);
        assert_eq!(found("Lists.", "''"), ["3 operation-description"]);
        assert_eq!(found("'200'", "'500'"), ["8 operation-answers"]);
        assert_eq!(found("4XX", "'201'"), ["8 operation-answers"]);
        assert_eq!(found("4XX", "default"), [""; 0]);
    }

    #[test]
    fn operations_have_samples() {
        assert_eq!(found("list_a", "list_b"), ["3 sample-missing"]);
        let unnamed = found("      operationId: list_a\n", "");
        assert_eq!(unnamed, [""; 0]);
    }

    #[test]
    fn versions_are_semantic() {
        for (version, expected) in [
            ("1.0.0-rc.1", &[][..]),
            ("latest", &["1 version-style"]),
            ("'1.0'", &["1 version-style"]),
            ("../1.0.0", &["1 version-style"]),
        ] {
            let to = format!("info: {{version: {version}}}\npaths");
            assert_eq!(found("paths", &to), expected, "{version}");
        }
    }

    #[test]
    fn properties_are_described() {
        assert_eq!(
            found(", description: A.}", "}"),
            ["16 property-description"]
        );
        assert_eq!(
            found("      description: A.\n", ""),
            ["16 property-description"]
        );
    }
}
