//! From a contract to the source text of its crate: lower the document, emit code from it, polish the code.

mod emit;
mod guard;
pub mod lower;
mod mock;
mod polish;
mod unpolished;

use std::path::PathBuf;

use anyhow::Context;
use serde_json::Value;

use crate::document::Contract;

pub use emit::{Emitted, emit};
pub use polish::{limits::PATTERN_TEXT, patterns};
pub use unpolished::Unpolished;

/// A file to be written, and its text.
#[derive(Debug, Eq, PartialEq)]
pub struct GeneratedFile {
    /// The file, relative to the workspace.
    pub path: PathBuf,
    /// Its whole text.
    pub text: String,
}

/// What the name of an API's crate gets for that of its mock server.
pub const MOCK: &str = "-httpmock";

/// The names of the crates of an API: the SDK and its mock server.
pub fn crates(contract: &Contract) -> [String; 2] {
    [contract.name.clone(), format!("{}{MOCK}", contract.name)]
}

/// The generated files of one API's SDK.
pub fn generate(contract: &Contract) -> anyhow::Result<Vec<GeneratedFile>> {
    let (view, emitted) = emitted(contract)?;
    polish::polish(contract, &view, emitted)
        .with_context(|| format!("{}: polishing", contract.document.path.display()))
}

/// The generated files of the API's mock server.
pub fn generate_mock(contract: &Contract) -> anyhow::Result<Vec<GeneratedFile>> {
    let view = lower::lower(contract)?;
    let emitted = emit::emit_mock(contract, &view)?;
    mock::polish(contract, &view, emitted).with_context(|| {
        let path = contract.document.path.display();
        format!("{path}: polishing the mock server")
    })
}

/// The code of one API before it is polished: what the generators make of the same lowered document.
pub fn unpolished(contract: &Contract) -> anyhow::Result<Unpolished> {
    let (_, emitted) = emitted(contract)?;
    Ok(Unpolished::new(&emitted))
}

fn emitted(contract: &Contract) -> anyhow::Result<(Value, emit::Emitted)> {
    // Fixups take the form of a document for granted.
    emit::typed(&contract.document, &contract.document.value)?;
    if let Some(circle) = emit::circle(&contract.document) {
        return Err(circle.into());
    }
    let view = lower::lower(contract)?;
    let emitted = emit::emit(contract, &view)?;
    Ok((view, emitted))
}
