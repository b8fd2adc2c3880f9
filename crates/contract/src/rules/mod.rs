//! The rules of this workspace: documents against their tables and evidence, and in house style.

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

/// All findings about one contract: those of any document, and those about its conventions; in no order.
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
    // Nothing that looks into schemas would come to an end.
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
