//! The rules `evidence-…` and `source-url`: which parts need evidence, which labels exist, and that sources are URLs.

use http::{Uri, uri::Scheme};
use openapi_document::{Diagnostic, Document, Kind, pointer, walk};
use serde_json::Value;

use super::list as rules;
use crate::Contract;

const LABELS: [&str; 5] = [
    "vendor-article",
    "vendor-docs",
    "vendor-code",
    "third-party-code",
    "inferred",
];
const KEY: &str = "x-evidence";
const SOURCE: &str = "x-source";

/// All findings about evidence.
pub fn findings(contract: &Contract) -> Vec<Diagnostic> {
    let mut found = missing(&contract.document);
    for (document, object) in walk::all(&contract.documents()) {
        if let Some(label) = object.members.get(KEY) {
            found.extend(unknown(document, &object.member(KEY), label));
        }
        if let Some(source) = object.members.get(SOURCE) {
            found.extend(invalid_source(document, &object.member(SOURCE), source));
        }
        if object.kind == Kind::Example
            && let Some(file) = object.text("$ref").filter(|to| !to.starts_with('#'))
            && let Ok(document) = Document::read(&contract.document.folder, file)
            && let Some(label) = document.value.get(KEY)
        {
            found.extend(unknown(&document, &pointer::child("", KEY), label));
        }
    }
    found
}

/// Findings about operations and component schemas without a label. A part without a label shares the label of the
/// operation or schema that contains it.
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
            let message = format!("{what} has no evidence");
            let help = format!("add `{KEY}`: one of {}", LABELS.join(", "));
            document.diagnostic(&at, &rules::EVIDENCE_MISSING, message, help)
        })
        .collect()
}

fn unknown(document: &Document, at: &str, label: &Value) -> Option<Diagnostic> {
    if label.as_str().is_some_and(|label| LABELS.contains(&label)) {
        return None;
    }
    Some(document.diagnostic(
        at,
        &rules::EVIDENCE_UNKNOWN,
        format!("{label} is not an evidence label"),
        format!("use one of {}", LABELS.join(", ")),
    ))
}

/// A finding about a source that is not an absolute `https` URL.
fn invalid_source(document: &Document, at: &str, source: &Value) -> Option<Diagnostic> {
    if source.as_str().is_some_and(is_https_url) {
        return None;
    }
    Some(document.diagnostic(
        at,
        &rules::SOURCE_URL,
        format!("{source} is not an absolute https URL"),
        "write the address of the page, for example https://example.com/api/orders",
    ))
}

fn is_https_url(source: &str) -> bool {
    let address = source.parse::<Uri>();
    address.is_ok_and(|address| address.scheme() == Some(&Scheme::HTTPS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

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
      x-source: https://example.com/a
";

    fn found(from: &str, to: &str) -> Vec<String> {
        assert!(SOUND.contains(from), "{from}");
        testing::brief(&findings(&testing::contract(&SOUND.replace(from, to))))
    }

    #[test]
    fn known_labels_have_no_findings() {
        assert_eq!(found("paths", "paths"), [""; 0]);
    }

    #[test]
    fn missing_and_unknown_labels_are_found() {
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

    #[test]
    fn sources_are_absolute_https_urls() {
        for source in [
            "http://example.com/a",
            "/a",
            "example.com",
            "https://",
            "''",
        ] {
            let found = found("https://example.com/a", source);
            assert_eq!(found, ["12 source-url"], "{source}");
        }
    }
}
