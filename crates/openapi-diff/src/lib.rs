//! Compares OpenAPI 3.0 documents, and says what each change means for requests, for responses, and for generated code.
//!
//! A [`Reader`] reads the documents. The program that uses this crate finds the revisions and shows the changes.

#![cfg_attr(not(test), warn(clippy::disallowed_methods))]

mod bodies;
mod change;
mod choices;
mod compare;
mod conditions;
mod limits;
mod node;
mod operation;
mod operations;
mod parameters;
mod properties;
mod responses;
mod rule;
mod rules;
mod schemas;
mod security;
mod servers;
mod shape;
mod source;
#[cfg(test)]
mod testing;
mod texts;
mod values;
mod version;
mod vocabularies;

use std::path::Path;

use anyhow::Context;

pub use change::Change;
pub use compare::compare;
pub use rule::{Direction, Kind, Rule, Verdict};
pub use rules::{RULES, table};
pub use source::{Reader, Source};
pub use version::Versions;

/// All changes from the document `old` to the document `new`, both in YAML or JSON.
pub fn texts(old: &str, new: &str) -> anyhow::Result<Vec<Change>> {
    let [old, new] = [("old", old), ("new", new)].map(|(name, text)| {
        let path = format!("{name}.yaml");
        let read = |file: &str| Ok((file == path).then(|| text.as_bytes().to_vec()));
        Source::load(Path::new(&path), "", &read)?.context("the document is missing")
    });
    Ok(compare::compare(&old?, &new?))
}
