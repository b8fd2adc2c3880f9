//! Schemas that are composed of themselves: lint reports each of them, and terminates.

use std::{
    fmt::Write,
    fs,
    time::{Duration, Instant},
};

use super::{DESK, copy, linted};

/// Documents, each with the lines of its findings: the references that close a circle.
const CIRCLES: &[(&str, &[usize])] = &[
    (
        "    Loop:
      allOf:
        - $ref: '#/components/schemas/Loop'
",
        &[3],
    ),
    (
        "    Loop:
      allOf:
        - $ref: '#/components/schemas/Other'
    Other:
      anyOf:
        - $ref: '#/components/schemas/Loop'
",
        &[3, 6],
    ),
    (
        "    Loop:
      allOf:
        - $ref: '#/components/schemas/Loop'
        - $ref: '#/components/schemas/Loop'
",
        &[3],
    ),
    (
        "    Loop:
      allOf:
        - $ref: '#/components/schemas/Other'
        - $ref: '#/components/schemas/Other'
    Other:
      allOf:
        - $ref: '#/components/schemas/Loop'
        - $ref: '#/components/schemas/Loop'
      properties:
        a:
          $ref: '#/components/schemas/Loop'
",
        &[3, 7],
    ),
];

/// The lines of the findings, counted from the line after `above`. All findings have the rule `schema-circle`.
fn circles(found: &[serde_json::Value], above: usize) -> Vec<usize> {
    let lines = found.iter().map(|finding| {
        assert_eq!(finding["rule"], "schema-circle", "{finding}");
        let line = finding["line"].as_u64().expect("a line");
        usize::try_from(line).expect("small") - above
    });
    lines.collect()
}

#[test]
fn circles_are_found_in_a_document() {
    let root = tempfile::tempdir().expect("a folder");
    let file = root.path().join("parcels.yaml");
    let head = "openapi: 3.0.3
info:
  title: Parcels
  version: 1.0.0
paths: {}
components:
  schemas:
";
    for (schemas, lines) in CIRCLES {
        fs::write(&file, format!("{head}{schemas}")).expect("written");
        let found = linted(root.path(), &file.display().to_string());
        assert_eq!(circles(&found, 7), *lines, "{schemas}");
    }
}

#[test]
fn circles_are_found_in_a_contract() {
    let root = copy("desk");
    let file = root.path().join("spec").join(DESK);
    let text = fs::read_to_string(&file).expect("the document");
    let (before, after) = text.split_once("\n    Order:\n").expect("the schema");
    let (_, after) = after
        .split_once("\n    OrderLine")
        .expect("the next schema");
    for (schemas, lines) in CIRCLES {
        // The schema has a table, responses and examples.
        let schemas = schemas.replace("Loop", "Order");
        fs::write(&file, format!("{before}\n{schemas}    OrderLine{after}")).expect("written");
        let found = linted(root.path(), "desk");
        let above = before.matches('\n').count() + 1;
        assert_eq!(circles(&found, above), *lines, "{schemas}");
    }
}

/// Every schema is composed of the one before it and the one after it, twice.
#[test]
fn many_circles_are_found_quickly() {
    let mut schemas = String::new();
    for index in 0..64 {
        let (one, other) = ((index + 63) % 64, (index + 1) % 64);
        let reference = |to| format!("{{$ref: '#/components/schemas/S{to}'}}");
        let parts = [one, one, other, other].map(reference).join(", ");
        writeln!(schemas, "    S{index}: {{allOf: [{parts}]}}").expect("a string");
    }
    let root = tempfile::tempdir().expect("a folder");
    let file = root.path().join("circles.yaml");
    let head =
        "openapi: 3.0.3\ninfo: {title: A, version: 1.0.0}\npaths: {}\ncomponents:\n  schemas:\n";
    fs::write(&file, format!("{head}{schemas}")).expect("written");
    let start = Instant::now();
    let found = linted(root.path(), &file.display().to_string());
    assert_eq!(circles(&found, 5), Vec::from_iter(1..=64));
    assert!(start.elapsed() < Duration::from_secs(20));
}
