//! From a contract to the source text of its crate: lower the document, emit code from it, polish the code.

mod emit;
mod guard;
pub mod lower;
mod polish;

use std::path::PathBuf;

use anyhow::Context;

use crate::document::Contract;

/// A file to be written, and its text.
#[derive(Debug, Eq, PartialEq)]
pub struct GeneratedFile {
    /// The file, relative to the workspace.
    pub path: PathBuf,
    /// Its whole text.
    pub text: String,
}

/// The generated files of one API.
pub fn generate(contract: &Contract) -> anyhow::Result<Vec<GeneratedFile>> {
    // Fixups take the form of a document for granted.
    emit::typed(&contract.document, &contract.document.value)?;
    if let Some(circle) = emit::circle(&contract.document) {
        return Err(circle.into());
    }
    let view = lower::lower(contract)?;
    let emitted = emit::emit(contract, &view)?;
    polish::polish(contract, &view, emitted)
        .with_context(|| format!("{}: polishing", contract.document.path.display()))
}
