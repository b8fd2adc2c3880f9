//! Rules for any OpenAPI 3.0 document: its grammar, references, paths, parameters, bodies, schemas and examples.
//!
//! Each file holds one family of rules, and all of them are functions from a document to findings. What one workspace
//! asks of its documents beyond the specification is not here.

mod access;
mod bodies;
mod examples;
mod inputs;
mod links;
mod operation_ids;
mod paths;
mod references;
mod rules;
mod schemas;
mod shape;
mod tags;
#[cfg(test)]
mod testing;
mod unions;
mod validity;
mod values;

use openapi_document::{Diagnostic, DocumentSet};

pub use rules::RULES;

/// All findings about a document, in no order.
pub fn findings(documents: &DocumentSet<'_>) -> Vec<Diagnostic> {
    let document = documents.openapi;
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
    found.extend(references::findings(documents));
    found.extend(schemas::findings(documents));
    found.extend(values::findings(documents));
    found.extend(unions::findings(document));
    let broken = examples::broken_schemas(documents);
    // Nothing can be held against schemas that are none.
    if broken.is_empty() {
        found.extend(examples::findings(documents));
    }
    for claims in [broken, validity::claims(document)] {
        let unsaid = validity::unsaid(claims, &found);
        found.extend(unsaid);
    }
    found
}

/// The findings by file and line, each once: examples that share a broken schema all say the same about it.
pub fn sorted(mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    found.sort();
    found.dedup();
    found
}
