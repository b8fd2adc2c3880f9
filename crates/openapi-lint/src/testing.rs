//! Documents made from strings, for the unit tests of the rules.

use std::path::Path;

use openapi_document::{Diagnostic, Document};

/// Parses `text` as a document.
pub fn document(text: &str) -> Document {
    Document::parse(Path::new("openapi.yaml"), text).expect("valid YAML")
}

/// The findings in order, each as `line rule`.
pub fn brief(found: &[Diagnostic]) -> Vec<String> {
    let mut found: Vec<_> = found.to_vec();
    found.sort();
    found
        .iter()
        .map(|finding| format!("{} {}", finding.position.line, finding.rule))
        .collect()
}
