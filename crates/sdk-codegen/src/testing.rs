//! Contracts made from strings, for unit tests.

use std::path::Path;

use contract::Contract;
use openapi_document::{Diagnostic, Document, Folder};

/// A contract whose only document is `openapi`.
pub fn contract(openapi: &str) -> Contract {
    let mut document = Document::parse(Path::new("openapi.yaml"), openapi).expect("valid YAML");
    document.folder = Folder::new("nowhere", "spec/shop");
    Contract::of("shop", document)
}

/// The findings, each as `<line> <rule>`.
pub fn brief(found: &[Diagnostic]) -> Vec<String> {
    let mut found: Vec<_> = found.to_vec();
    found.sort();
    found
        .iter()
        .map(|finding| format!("{} {}", finding.position.line, finding.rule))
        .collect()
}
