//! Contracts made from strings, for the unit tests of the rules.

use std::path::Path;

use openapi_document::{Diagnostic, Document};

use crate::{Contract, Table};

/// A contract with the document `openapi`, without tables and settings.
pub fn contract(openapi: &str) -> Contract {
    let document = Document::parse(Path::new("openapi.yaml"), openapi).expect("valid YAML");
    Contract::of("shop", document)
}

/// Adds the table `name`, whose cells `text` separates by `|`.
pub fn with_table(mut contract: Contract, name: &str, text: &str) -> Contract {
    let path = format!("{name}.tsv");
    let table = Table::parse(Path::new(&path), &text.replace('|', "\t")).expect("a table");
    contract.fields.insert(name.to_owned(), table);
    contract
}

/// Replaces the table settings of the contract by `settings`.
pub fn with_settings(mut contract: Contract, settings: &str) -> Contract {
    contract.tables = toml::from_str(settings).expect("valid settings");
    contract
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
