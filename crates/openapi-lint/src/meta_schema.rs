//! The rule `schema-invalid`: schemas are valid under the meta-schema of JSON Schema.

use std::ops::RangeInclusive;

use openapi_document::{Diagnostic, Document, DocumentSet, Kind, pointer, walk};

use crate::rules;

/// A finding about an invalid keyword, and the lines of the keyword.
pub struct Broken {
    lines: RangeInclusive<usize>,
    finding: Diagnostic,
}

/// All invalid keywords of the schemas.
pub fn broken(documents: &DocumentSet<'_>) -> Vec<Broken> {
    let mut found = Vec::new();
    // OpenAPI 3.0 is based on draft 5 of JSON Schema, which has the same meta-schema as draft 4.
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
                    format!("{} is not a type", error.instance()),
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

/// The findings about lines that have no finding yet. Other rules report the same mistakes with clearer messages.
pub fn unreported(broken: Vec<Broken>, found: &[Diagnostic]) -> Vec<Diagnostic> {
    let reported = |broken: &Broken| {
        found.iter().any(|known| {
            known.path == broken.finding.path && broken.lines.contains(&known.position.line)
        })
    };
    let unreported = broken.into_iter().filter(|broken| !reported(broken));
    unreported.map(|broken| broken.finding).collect()
}
