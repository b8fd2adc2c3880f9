//! The rules of this workspace: documents agree with their tables, have evidence, and follow the house style.

mod evidence;
mod exceptions;
mod fields;
mod groups;
mod list;
mod operations;
mod order;
mod parameters;
mod renames;
mod repeats;
mod required;
mod sheet;
mod style;
mod tables;

use openapi_document::Diagnostic;
use openapi_lint::SCHEMA_CIRCLE;

use crate::Contract;

pub use list::*;

/// All findings about one contract, in no particular order: those of the rules for any document, and those of the rules
/// of this workspace.
pub fn findings(contract: &Contract) -> Vec<Diagnostic> {
    let renamed = renames::find(contract);
    if renamed.is_empty() {
        return all(contract);
    }
    let mut found = all(&renames::corrected(contract, &renamed));
    found.extend(renamed.into_iter().map(|renamed| renamed.finding));
    found
}

fn all(contract: &Contract) -> Vec<Diagnostic> {
    let mut found = openapi_lint::findings(&contract.documents());
    // The other rules follow schemas, and would not terminate on a circular one.
    if found.iter().any(|found| *found.rule == *SCHEMA_CIRCLE.id) {
        return found;
    }
    found.extend(style::findings(contract));
    found.extend(groups::findings(contract));
    found.extend(repeats::findings(&contract.document));
    found.extend(tables::findings(contract));
    found.extend(operations::findings(contract));
    found.extend(parameters::findings(contract));
    found.extend(evidence::findings(contract));
    found
}
