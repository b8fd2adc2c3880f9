//! Schemas that the generator does not support.

use std::collections::BTreeSet;

use heck::ToPascalCase;
use openapi_document::{Diagnostic, Document, pointer, walk::Object};
use serde_json::Value;

use super::unsupported;
use crate::{PATTERN_TEXT, UNCHECKED, patterns};

/// Findings about one schema, without the schemas inside it.
pub fn findings(document: &Document, schema: &Object<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut report = |key: &str, message: String, help: &str| {
        found.push(unsupported(
            document,
            &pointer::child(&schema.at, key),
            &message,
            help,
        ));
    };
    if schema.members.contains_key("discriminator") && has_references(schema) {
        report(
            "discriminator",
            "the generator ignores `discriminator` if the alternatives are references".into(),
            "write the alternatives out, each with a required property of one `enum` value",
        );
    }
    if schema.members.contains_key("anyOf") {
        report(
            "anyOf",
            "the generator makes one struct of all alternatives of `anyOf`".into(),
            "use `oneOf`, or one schema with optional properties",
        );
    }
    if let Some(pattern) = schema.text("pattern") {
        if let Err(error) = patterns::machine(pattern) {
            report(
                "pattern",
                format!("the generator cannot translate `{pattern}` for Rust: {error:#}"),
                "write an expression with the same meaning in JavaScript and Rust",
            );
        }
        if !schema.members.contains_key(PATTERN_TEXT) {
            report(
                "pattern",
                "the pattern has no description for error messages".into(),
                "add `x-pattern-text` with the words that follow \"must be\"",
            );
        }
    }
    for keyword in UNCHECKED {
        if schema.members.contains_key(keyword) {
            report(
                keyword,
                format!("generated code does not check `{keyword}` before it sends a value"),
                "describe the limit in words",
            );
        }
    }
    let clashing = clashing_values(schema);
    if !clashing.is_empty() {
        report(
            "enum",
            format!(
                "the Rust names of these values are not distinct: {}",
                clashing.join(", ")
            ),
            "describe the property as a string with `x-extensible-enum`",
        );
    }
    found
}

fn has_references(schema: &Object<'_>) -> bool {
    let alternatives = ["anyOf", "oneOf"]
        .iter()
        .filter_map(|key| schema.members.get(*key)?.as_array());
    alternatives
        .flatten()
        .any(|alternative| alternative.get("$ref").is_some())
}

/// The values of `enum` for which the generator finds no distinct names. Like the generator, this tries two ways to
/// make names.
fn clashing_values(schema: &Object<'_>) -> Vec<String> {
    let values = schema.members.get("enum").and_then(Value::as_array);
    // A fixup removes the empty string.
    let values = values
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .filter(|text| !text.is_empty());
    let values: Vec<_> = values.collect();
    let plain = |value: &str| pascal(&value.replace('\'', ""), "-");
    let with_x = |value: &str| pascal(&value.replace('_', "X"), "X");
    if clashes(&values, &plain).is_empty() {
        return Vec::new();
    }
    clashes(&values, &with_x)
}

fn pascal(value: &str, replacement: &str) -> String {
    let replaced = value.replace(
        |letter: char| !(letter.is_alphanumeric() || letter == '_'),
        replacement,
    );
    let name = replaced.to_pascal_case();
    if name.starts_with(|first: char| first.is_alphabetic()) {
        name
    } else {
        format!("X{name}")
    }
}

fn clashes(values: &[&str], name: &dyn Fn(&str) -> String) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let double: BTreeSet<_> = values
        .iter()
        .map(|value| name(value))
        .filter(|name| !seen.insert(name.clone()))
        .collect();
    let clashing = values.iter().filter(|value| double.contains(&name(value)));
    clashing.map(|value| format!("`{value}`")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{lint, testing};

    #[test]
    fn unions_that_the_generator_gets_wrong_are_found() {
        let source = "openapi: 3.0.3
components:
  schemas:
    A:
      oneOf: [{$ref: '#/components/schemas/B'}]
      discriminator: {propertyName: kind}
    B:
      anyOf: [{type: string}, {type: integer}]
    C: {oneOf: [{type: string}]}
";
        let found = lint::findings(&testing::contract(source));
        assert_eq!(
            testing::brief(&found),
            ["6 generator-unsupported", "8 generator-unsupported"]
        );
    }

    #[test]
    fn a_pattern_needs_a_description_and_the_same_meaning_in_rust() {
        let source = "openapi: 3.0.3
components:
  schemas:
    Unit: {type: string, pattern: '^[a-z]+$', x-pattern-text: small letters}
    Silent: {type: string, pattern: '^[a-z]+$'}
    Digits: {type: string, pattern: '^\\d+$', x-pattern-text: digits}
";
        let found = lint::findings(&testing::contract(source));
        let mut found: Vec<_> = found
            .iter()
            .filter(|finding| &*finding.rule == "generator-unsupported")
            .map(|finding| (finding.position.line, finding.message.as_str()))
            .collect();
        found.sort_unstable();
        let expected = "the pattern has no description for error messages";
        assert_eq!(found[0], (5, expected));
        assert_eq!(found.len(), 2);
        assert!(
            found[1].1.contains("`\\d` has another meaning"),
            "{found:?}"
        );
    }

    #[test]
    fn values_need_distinct_names() {
        let name = |value: &str| pascal(value, "-");
        assert_eq!(clashes(&["a b", "a-b", "c"], &name), ["`a b`", "`a-b`"]);
        let source = "openapi: 3.0.3
components:
  schemas:
    Sign: {type: string, enum: ['+', '-', '>=']}
    Case: {type: string, enum: [open, 'email sent', '']}
    Near: {type: string, enum: [a, 'a.']}
";
        let found = lint::findings(&testing::contract(source));
        let found: Vec<_> = found
            .iter()
            .filter(|finding| &*finding.rule == "generator-unsupported")
            .collect();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].position.line, 4);
        assert!(
            found[0].message.ends_with("`+`, `-`"),
            "{}",
            found[0].message
        );
    }
}
