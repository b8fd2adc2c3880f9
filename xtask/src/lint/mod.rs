//! `cargo xtask lint`: what is wrong with a document, by itself and beside its tables, its examples and what the
//! generator can take. Each file holds one family of rules; all of them are functions from a document to findings.

mod access;
mod bodies;
mod command;
mod compare;
mod evidence;
mod examples;
mod exceptions;
mod external;
mod fields;
mod generator;
mod grammar;
mod inputs;
mod links;
mod listed;
mod operation_ids;
mod operations;
mod order;
mod parameters;
mod paths;
mod references;
mod repeats;
mod report;
mod required;
mod rules;
mod schemas;
mod shape;
mod style;
mod tables;
mod tags;
#[cfg(test)]
pub(crate) mod testing;
mod unions;
mod validity;
mod values;
mod walk;

pub use command::Lint;
pub use report::Format;
pub use rules::RULES;

use crate::document::{Contract, Diagnostic};

/// All findings about one API, by file and line.
pub fn findings(contract: &Contract) -> anyhow::Result<Vec<Diagnostic>> {
    let mut found = of_any(contract);
    found.extend(tables::findings(contract)?);
    found.extend(operations::findings(contract));
    found.extend(parameters::findings(contract));
    found.extend(evidence::findings(contract));
    found.extend(generator::findings(contract));
    Ok(sorted(found))
}

/// All findings about a document that stands by itself: it has no tables and no evidence, and no crate is made of it.
pub fn of_document(contract: &Contract) -> Vec<Diagnostic> {
    sorted(of_any(contract))
}

/// What holds for every OpenAPI document.
fn of_any(contract: &Contract) -> Vec<Diagnostic> {
    let document = &contract.document;
    let mut found = shape::findings(document);
    let circles = unions::circles(document);
    // Nothing that looks into schemas would come to an end.
    if !circles.is_empty() || !document.value.is_object() {
        found.extend(circles);
        return found;
    }
    found.extend(paths::findings(document));
    found.extend(inputs::findings(document));
    found.extend(bodies::findings(document));
    found.extend(links::findings(document));
    found.extend(tags::findings(document));
    found.extend(operation_ids::findings(document));
    found.extend(references::findings(contract));
    found.extend(repeats::findings(document));
    found.extend(schemas::findings(contract));
    found.extend(values::findings(contract));
    found.extend(unions::findings(document));
    let broken = examples::broken_schemas(contract);
    // Nothing can be held against schemas that are none.
    if broken.is_empty() {
        found.extend(examples::findings(contract));
    }
    for claims in [broken, validity::claims(document)] {
        let unsaid = validity::unsaid(claims, &found);
        found.extend(unsaid);
    }
    found.extend(style::findings(contract));
    found
}

fn sorted(mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    found.sort();
    // Examples that share a broken schema all say the same about it.
    found.dedup();
    found
}
