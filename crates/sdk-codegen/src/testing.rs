//! Contracts made of texts, for unit tests.

use std::path::Path;

use contract::Contract;
use openapi_document::{Diagnostic, Document, Folder};

/// A contract that is `openapi` and nothing else.
pub fn contract(openapi: &str) -> Contract {
    let mut document = Document::parse(Path::new("openapi.yaml"), openapi).expect("valid YAML");
    document.folder = Folder::new("nowhere", "spec/shop");
    Contract::of("shop", document)
}

/// Findings as `line rule`.
pub fn brief(found: &[Diagnostic]) -> Vec<String> {
    let mut found: Vec<_> = found.to_vec();
    found.sort();
    found
        .iter()
        .map(|finding| format!("{} {}", finding.position.line, finding.rule))
        .collect()
}
