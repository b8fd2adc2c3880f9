//! The rule `schema-invalid`: schemas are what the meta-schema of JSON Schema allows.

use std::ops::RangeInclusive;

use openapi_document::{Diagnostic, Document, DocumentSet, Kind, pointer, walk};

use crate::rules;

/// A keyword that is wrong, and the lines that it covers.
pub struct Broken {
    lines: RangeInclusive<usize>,
    finding: Diagnostic,
}

/// What is wrong with the schemas, each at its keyword.
pub fn broken(documents: &DocumentSet<'_>) -> Vec<Broken> {
    let mut found = Vec::new();
    // OpenAPI 3.0 writes schemas in what was then to become draft 5.
    let meta = jsonschema::draft4::meta::validator();
    for object in walk::objects(documents.openapi, Kind::Root) {
        if object.outermost {
            found.extend(check(documents.openapi, &object.at, &meta));
        }
    }
    let meta = jsonschema::draft7::meta::validator();
    for schema in &documents.schemas {
        found.extend(check(schema, "", &meta));
    }
    found
}

fn check(document: &Document, at: &str, meta: &jsonschema::Validator) -> Vec<Broken> {
    let schema = document.at(at).into_iter();
    let errors = schema.flat_map(|schema| meta.iter_errors(schema));
    errors
        .map(|error| {
            let at = format!("{at}{}", error.instance_path());
            let (message, help) = match pointer::last(&at).as_str() {
                "type" => (
                    format!("{} is no type", error.instance()),
                    "use string, number, integer, boolean, array or object",
                ),
                _ => (
                    format!("this is not a valid schema: {error}"),
                    "correct the schema",
                ),
            };
            Broken {
                lines: document.lines(&at),
                finding: document.diagnostic(&at, &rules::SCHEMA_INVALID, message, help),
            }
        })
        .collect()
}

/// The findings about what has none yet: where the grammar already has one, it says the same in better words.
pub fn unsaid(broken: Vec<Broken>, found: &[Diagnostic]) -> Vec<Diagnostic> {
    let said = |broken: &Broken| {
        found.iter().any(|known| {
            known.path == broken.finding.path && broken.lines.contains(&known.position.line)
        })
    };
    let unsaid = broken.into_iter().filter(|broken| !said(broken));
    unsaid.map(|broken| broken.finding).collect()
}
