//! The rule `response-property`: `x-identifier` and `x-repeats` name properties of the records in the response, and
//! parameters of the path.

use openapi_document::{Diagnostic, Document, Operation, SchemaView, pointer, resolve};
use serde_json::Value;

use super::list as rules;

/// All findings about `x-identifier` and `x-repeats`.
pub fn findings(document: &Document) -> Vec<Diagnostic> {
    let operations = document.operations();
    let found = operations.iter().flat_map(|operation| {
        let mut found = Vec::new();
        let identifier = pointer::child(&operation.pointer, "x-identifier");
        if let Some(name) = operation.value.get("x-identifier") {
            found.extend(property(document, operation, &identifier, name));
        }
        let at = pointer::child(&operation.pointer, "x-repeats");
        let repeated = operation.value["x-repeats"].as_object();
        for (parameter, name) in repeated.into_iter().flatten() {
            let at = pointer::child(&at, parameter);
            found.extend(property(document, operation, &at, name));
            if !operation.path.contains(&format!("{{{parameter}}}")) {
                let message = format!("the path has no parameter `{parameter}`");
                found.push(finding(document, &at, message));
            }
        }
        found
    });
    found.collect()
}

/// A finding if `name` is not a property of any record in the response.
fn property(
    document: &Document,
    operation: &Operation<'_>,
    at: &str,
    name: &Value,
) -> Option<Diagnostic> {
    let name = name.as_str().unwrap_or_default();
    let mut records = records(document, operation).into_iter();
    if records.any(|record| record.property(name).is_some()) {
        return None;
    }
    let message = format!("no record in a successful response has a property `{name}`");
    Some(finding(document, at, message))
}

fn finding(document: &Document, at: &str, message: String) -> Diagnostic {
    let help = "use the name of a property of the record; a key of `x-repeats` is the name of a path parameter";
    document.diagnostic(at, &rules::RESPONSE_PROPERTY, message, help)
}

/// The schemas of the records in the successful JSON responses of an operation. A record is the response itself, an
/// item of an array, or an item in an envelope.
fn records<'a>(document: &'a Document, operation: &Operation<'a>) -> Vec<SchemaView<'a>> {
    let root = &document.value;
    let responses = operation.value["responses"].as_object();
    let successes = responses
        .into_iter()
        .flatten()
        .filter(|(status, _)| status.starts_with('2'));
    let schemas = successes.filter_map(|(_, response)| {
        resolve(root, response).pointer("/content/application~1json/schema")
    });
    let views = schemas.map(|schema| SchemaView::new(root, schema));
    views
        .map(|view| {
            let envelope = view.get("x-envelope").and_then(Value::as_str);
            let rows = envelope
                .and_then(|name| view.property(name))
                .unwrap_or(view);
            rows.items().unwrap_or(rows)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn names_are_those_of_the_record_and_of_the_path() {
        let source = "paths:
  /a/{id}:
    get:
      x-identifier: nr
      x-repeats: {id: nr, other: nr}
      responses:
        200: {content: {application/json: {schema: {$ref: '#/components/schemas/Page'}}}}
    put:
      x-identifier: id
      x-repeats: {id: id}
      responses:
        200: {content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/A'}}}}}
components:
  schemas:
    Page: {x-envelope: Rows, properties: {Rows: {type: array, items: {$ref: '#/components/schemas/A'}}}}
    A: {properties: {nr: {}}}
";
        let contract = testing::contract(source);
        let found = findings(&contract.document);
        assert_eq!(
            testing::brief(&found),
            [
                "5 response-property",
                "9 response-property",
                "10 response-property"
            ]
        );
    }
}
