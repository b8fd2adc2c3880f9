//! The rules `example-…`: every example is a valid instance of its schema, and contains no unknown properties and no
//! properties that must not be sent or received.

use std::collections::BTreeSet;

use openapi_document::{
    Diagnostic, Document, DocumentSet, Example, Kind, Payload, SchemaView, Side, Validator,
    pointer, walk, xml,
};
use serde_json::Value;

use super::access::{self, Problem, Way};
use crate::rules;

const HELP: &str = "correct the example, or the schema if the example is a payload of the source";

/// All findings about examples.
pub fn findings(documents: &DocumentSet<'_>) -> Vec<Diagnostic> {
    let validator = Validator::new(documents.openapi, documents.formats);
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for (at, example) in documents.openapi.each_example() {
        // Operations can share a response, and with it the examples of the response.
        if !seen.insert(at.clone()) {
            continue;
        }
        match example {
            Ok(example) => found.extend(named(documents.openapi, &validator, &example)),
            Err(error) => found.push(unreadable(documents.openapi, &at, &error)),
        }
    }
    found.extend(single(documents.openapi, &validator));
    found
}

/// Findings about objects with two keywords that exclude each other.
pub fn exclusive(document: &Document) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for object in walk::objects(document, Kind::Root) {
        let (one, other) = match object.kind {
            Kind::Example => ("value", "externalValue"),
            Kind::Parameter | Kind::Header | Kind::MediaType => ("example", "examples"),
            _ => continue,
        };
        if [one, other]
            .iter()
            .all(|key| object.members.contains_key(*key))
        {
            found.push(document.diagnostic(
                &object.at,
                &rules::EXAMPLE_EXCLUSIVE,
                format!("{} has both `{one}` and `{other}`", object.kind.title()),
                "keep one of the two",
            ));
        }
    }
    found
}

fn unreadable(document: &Document, at: &str, error: &anyhow::Error) -> Diagnostic {
    // The error about a file that cannot be parsed contains the position in the file.
    let inside = error
        .chain()
        .find_map(|cause| cause.downcast_ref::<Diagnostic>());
    match inside {
        Some(inside) => Diagnostic {
            rule: rules::EXAMPLE_UNREADABLE.id.into(),
            ..inside.clone()
        },
        None => document.diagnostic(
            at,
            &rules::EXAMPLE_UNREADABLE,
            format!("the example cannot be read: {error:#}"),
            "name a file in examples/ that contains a `value`, or write the value here",
        ),
    }
}

/// The findings about a named example of a parameter, a request body or a response.
fn named(document: &Document, validator: &Validator<'_>, example: &Example) -> Vec<Diagnostic> {
    let finding = |inside: &str, rule, message| {
        let message = format!("{}: {message}", owner(example));
        example.diagnostic(document, inside, rule, message, HELP)
    };
    if document.at(&example.schema).is_none() {
        return Vec::new();
    }
    let from_xml;
    let value = match &example.payload {
        Payload::Json(value) => value,
        Payload::File => return Vec::new(),
        Payload::Xml(text) => match xml::to_json(document, &example.schema, text) {
            Ok(value) => {
                from_xml = value;
                &from_xml
            }
            Err(error) => {
                return vec![finding(
                    "",
                    &rules::EXAMPLE_UNREADABLE,
                    format!("{error:#}"),
                )];
            }
        },
    };
    let way = match example.side {
        Side::Request => Some(Way::Sent),
        Side::Answer(_) => Some(Way::Received),
        Side::Parameter(_) => None,
    };
    match problems(document, validator, (&example.schema, way), value) {
        Ok(problems) => problems
            .into_iter()
            .map(|(inside, rule, message)| finding(&inside, rule, message))
            .collect(),
        Err(broken) => vec![broken],
    }
}

fn owner(example: &Example) -> String {
    format!("example `{}` of {}", example.call, example.operation)
}

/// The findings about the `example` of each schema, parameter, header and media type.
fn single(document: &Document, validator: &Validator<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for object in walk::objects(document, Kind::Root) {
        let Some(value) = object.members.get("example") else {
            continue;
        };
        let (schema, way) = match object.kind {
            Kind::Schema => (object.at.clone(), None),
            Kind::MediaType if value.is_string() && !object.at.ends_with("json") => continue,
            Kind::MediaType => (object.member("schema"), access::way(&object.at)),
            Kind::Parameter | Kind::Header => (object.member("schema"), None),
            _ => continue,
        };
        if document.at(&schema).is_none() {
            continue;
        }
        let at = object.member("example");
        match problems(document, validator, (&schema, way), value) {
            Ok(problems) => found.extend(problems.into_iter().map(|(inside, rule, message)| {
                document.diagnostic(&format!("{at}{inside}"), rule, message, HELP)
            })),
            Err(broken) => found.push(broken),
        }
    }
    found
}

fn problems(
    document: &Document,
    validator: &Validator<'_>,
    (schema, way): (&str, Option<Way>),
    value: &Value,
) -> Result<Vec<Problem>, Diagnostic> {
    let broken = |error| {
        let message = format!("this is not a valid schema: {error}");
        document.diagnostic(
            schema,
            &rules::SCHEMA_INVALID,
            message,
            "correct the schema",
        )
    };
    let invalid = validator.errors(schema, value).map_err(broken)?;
    let mut found: Vec<_> = invalid
        .into_iter()
        .map(|(inside, message)| (inside, &rules::EXAMPLE_INVALID, message))
        .collect();
    if let Some(schema) = document.at(schema) {
        let view = SchemaView::new(&document.value, schema);
        unknown_members(&view, value, "", &mut found);
        if let Some(way) = way {
            access::misplaced(&view, value, way, ("", &mut found));
        }
    }
    Ok(found)
}

/// Members of objects for which the schema has no property.
fn unknown_members(schema: &SchemaView<'_>, value: &Value, at: &str, found: &mut Vec<Problem>) {
    match value {
        Value::Array(items) => {
            let Some(schema) = schema.items() else { return };
            for (index, item) in items.iter().enumerate() {
                unknown_members(
                    &schema,
                    item,
                    &pointer::child(at, &index.to_string()),
                    found,
                );
            }
        }
        Value::Object(members) => {
            let composed = ["additionalProperties", "oneOf", "anyOf"];
            let open = composed.iter().any(|key| schema.get(key).is_some());
            if open || schema.get("properties").is_none() {
                return;
            }
            for (name, member) in members {
                let at = pointer::child(at, name);
                match schema.property(name) {
                    Some(property) => unknown_members(&property, member, &at, found),
                    None => {
                        let message = format!("the schema has no property `{name}`");
                        found.push((at, &rules::EXAMPLE_PROPERTY, message));
                    }
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{meta_schema, testing};

    const DOCUMENT: &str = "paths:
  /a:
    get:
      operationId: get
      parameters:
        - name: ids
          in: query
          schema: {type: array, items: {type: integer}}
          examples: {one: {value: [1, 2]}}
      responses:
        '200':
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Order'}
              examples:
                one:
                  value:
                    day: '2026-05-07'
                    lines:
                      - nr: 1
components:
  schemas:
    Order:
      properties:
        day: {type: string, format: date, example: '2026-05-07'}
        lines: {type: array, items: {properties: {nr: {type: integer}}}}
";

    fn found(from: &str, to: &str) -> Vec<String> {
        assert!(DOCUMENT.contains(from), "{from}");
        let document = testing::document(&DOCUMENT.replace(from, to));
        let exclusive = exclusive(&document);
        if !exclusive.is_empty() {
            return testing::brief(&exclusive);
        }
        let broken = meta_schema::unreported(meta_schema::broken(&(&document).into()), &[]);
        if broken.is_empty() {
            testing::brief(&findings(&(&document).into()))
        } else {
            testing::brief(&broken)
        }
    }

    #[test]
    fn instances_have_no_findings() {
        assert_eq!(found("paths", "paths"), [""; 0]);
    }

    #[test]
    fn findings_are_inside_the_example() {
        assert_eq!(found("[1, 2]", "'1,2'"), ["9 example-invalid"]);
        assert_eq!(
            found("day: '2026-05-07'", "day: '2026-02-30'"),
            ["18 example-invalid"]
        );
        assert_eq!(found("- nr: 1", "- nr: one"), ["20 example-invalid"]);
        assert_eq!(found("- nr: 1", "- number: 1"), ["20 example-property"]);
        assert_eq!(
            found("example: '2026-05-07'", "example: soon"),
            ["25 example-invalid"]
        );
    }

    #[test]
    fn single_examples_are_instances_too() {
        let single = "schema: {type: array, items: {type: integer}}\n          example: [1]";
        let given = "schema: {type: array, items: {type: integer}}\n          examples: {one: {value: [1, 2]}}";
        assert_eq!(found(given, single), [""; 0]);
        let wrong = single.replace("[1]", "[one]");
        assert_eq!(found(given, &wrong), ["9 example-invalid"]);
    }

    #[test]
    fn keywords_that_exclude_each_other_are_found() {
        assert_eq!(
            found(
                "examples: {one: {value",
                "example: [1]\n          examples: {one: {value"
            ),
            ["6 example-exclusive"]
        );
        assert_eq!(
            found("{value: [1, 2]}", "{value: [1, 2], externalValue: /a}"),
            ["9 example-exclusive"]
        );
    }

    #[test]
    fn a_write_only_property_in_a_response_is_found() {
        assert_eq!(
            found(
                "{type: string, format: date, example",
                "{writeOnly: true, type: string, format: date, example"
            ),
            ["18 example-write-only"]
        );
    }

    #[test]
    fn an_unreadable_file_is_found_at_its_reference() {
        let inline = "one:\n                  value:\n                    day: '2026-05-07'\n                    lines:\n                      - nr: 1\n";
        let file = "one: {$ref: examples/none.json}\n";
        assert_eq!(found(inline, file), ["16 example-unreadable"]);
    }

    #[test]
    fn an_invalid_schema_is_found_once() {
        assert_eq!(
            found("{type: integer}}}", "{type: nothing}}}")[0],
            "26 schema-invalid"
        );
    }
}
