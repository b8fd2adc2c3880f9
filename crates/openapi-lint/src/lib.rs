//! Rules for any OpenAPI 3.0 document: its grammar, references, paths, parameters, bodies, schemas and examples.
//!
//! Each module contains a family of rules, as functions from a document to findings. Requirements of a workspace that
//! go beyond the specification are not here.

#![cfg_attr(not(test), warn(clippy::disallowed_methods))]

mod access;
mod bodies;
mod examples;
mod inputs;
mod links;
mod meta_schema;
mod misspelt;
mod operation_ids;
mod paths;
mod references;
mod rules;
mod schemas;
mod security;
mod servers;
mod shape;
mod tags;
#[cfg(test)]
mod testing;
mod unions;
mod urls;
mod validity;
mod values;

use openapi_document::{Diagnostic, DocumentSet, Severity};

pub use misspelt::{Misspelt, find as misspelt};
pub use rules::{RULES, SCHEMA_CIRCLE};
pub use unions::circles;

/// All findings about a document, in no particular order.
pub fn findings(documents: &DocumentSet<'_>) -> Vec<Diagnostic> {
    let document = documents.openapi;
    // The other rules expect OpenAPI 3.0, so their findings would be wrong for Swagger.
    if document.is_swagger() {
        return document.other_version().into_iter().collect();
    }
    if let Some(Misspelt {
        mut findings,
        corrected,
    }) = misspelt(document)
    {
        let documents = DocumentSet {
            openapi: &corrected,
            ..documents.clone()
        };
        findings.extend(self::findings(&documents));
        return findings;
    }
    let mut found = shape::findings(document);
    let circles = unions::circles(documents);
    // The other rules follow schemas, and would not terminate on a circular one.
    if !circles.is_empty() || !document.value.is_object() {
        found.extend(circles);
        return found;
    }
    found.extend(paths::findings(document));
    found.extend(inputs::findings(document));
    found.extend(bodies::findings(document));
    found.extend(servers::findings(document));
    found.extend(security::findings(document));
    found.extend(links::findings(document));
    found.extend(tags::findings(document));
    found.extend(operation_ids::findings(document));
    found.extend(references::findings(documents));
    found.extend(schemas::findings(documents));
    found.extend(values::findings(documents));
    found.extend(unions::findings(document));
    found.extend(examples::exclusive(document));
    let broken = meta_schema::broken(documents);
    // Examples cannot be validated against an invalid schema.
    if broken.is_empty() {
        found.extend(examples::findings(documents));
    }
    found.extend(meta_schema::unreported(broken, &found));
    if found
        .iter()
        .all(|found| found.severity == Severity::Warning)
    {
        found.extend(validity::finding(document));
    }
    found
}

/// The name among `known` of which `name` is probably a misspelling.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_lowercase();
    let distance = |other: &str| strsim::damerau_levenshtein(&name, &other.to_lowercase());
    let nearest = known.into_iter().min_by_key(|other| distance(other))?;
    (distance(nearest) <= 1 + name.len() / 5).then_some(nearest)
}

/// The findings sorted by file and line, without duplicates: all examples of an invalid schema report the same finding.
pub fn sorted(mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    found.sort();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_swagger_document_gives_one_finding() {
        let text = "info: {title: Shop, version: '1'}\nswagger: '2.0'\nbasePath: /v1\npaths: {}\n";
        let document = testing::document(text);
        let found = findings(&DocumentSet::from(&document));
        assert_eq!(testing::brief(&found), ["2 openapi-version"]);
    }
}
