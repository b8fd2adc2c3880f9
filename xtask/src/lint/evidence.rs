//! The rules `evidence-…`: what a statement rests on is said where it must be, by a label that has a meaning.

use serde_json::Value;

use super::walk::{self, Kind};
use crate::document::{Contract, Diagnostic, Document, pointer};

const LABELS: [&str; 5] = [
    "vendor-article",
    "vendor-docs",
    "vendor-code",
    "third-party-code",
    "inferred",
];
const KEY: &str = "x-evidence";

/// All findings about evidence.
pub fn findings(contract: &Contract) -> Vec<Diagnostic> {
    let mut found = missing(&contract.document);
    for (document, object) in walk::all(contract) {
        if let Some(label) = object.members.get(KEY) {
            found.extend(unknown(document, &object.member(KEY), label));
        }
        if object.kind == Kind::Example
            && let Some(file) = object.text("$ref").filter(|to| !to.starts_with('#'))
            && let Ok(document) = Document::read(&contract.root, &contract.folder, file)
            && let Some(label) = document.value.get(KEY)
        {
            found.extend(unknown(&document, &pointer::child("", KEY), label));
        }
    }
    found
}

/// Operations and component schemas without a label; what stands inside shares theirs.
fn missing(document: &Document) -> Vec<Diagnostic> {
    let operations = document.operations().into_iter().map(|operation| {
        let what = format!("the operation {}", operation.name());
        (operation.pointer, what)
    });
    let schemas = document.keys("/components/schemas").iter().map(|name| {
        let at = pointer::of(["components", "schemas", name]);
        (at, format!("the schema {name}"))
    });
    operations
        .chain(schemas)
        .filter(|(at, _)| document.at(&pointer::child(at, KEY)).is_none())
        .map(|(at, what)| {
            let message = format!("{what} does not say what it rests on");
            let help = format!("add `{KEY}`: one of {}", LABELS.join(", "));
            document.diagnostic(&at, "evidence-missing", message, help)
        })
        .collect()
}

fn unknown(document: &Document, at: &str, label: &Value) -> Option<Diagnostic> {
    if label.as_str().is_some_and(|label| LABELS.contains(&label)) {
        return None;
    }
    Some(document.diagnostic(
        at,
        "evidence-unknown",
        format!("{label} is no label of evidence"),
        format!("use one of {}", LABELS.join(", ")),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::testing;

    const SOUND: &str = "paths:
  /a:
    get:
      x-evidence: vendor-article
components:
  schemas:
    A:
      x-evidence: inferred
      properties:
        a: {x-evidence: vendor-docs}
        x-evidence: {type: string}
";

    fn found(from: &str, to: &str) -> Vec<String> {
        assert!(SOUND.contains(from), "{from}");
        testing::brief(&findings(&testing::contract(&SOUND.replace(from, to))))
    }

    #[test]
    fn labels_that_are_there_and_known_have_no_findings() {
        assert_eq!(found("paths", "paths"), [""; 0]);
    }

    #[test]
    fn labels_are_there_and_known() {
        assert_eq!(
            found("      x-evidence: vendor-article\n", "      summary: A\n"),
            ["3 evidence-missing"]
        );
        assert_eq!(
            found("      x-evidence: inferred\n", ""),
            ["7 evidence-missing"]
        );
        assert_eq!(found("vendor-docs", "hearsay"), ["10 evidence-unknown"]);
    }
}
