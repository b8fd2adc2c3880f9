//! The rule `field-required`: schemas that create or replace a record require the fields that the table requires. Other
//! schemas require nothing.

use openapi_document::{Diagnostic, pointer};
use serde_json::Value;

use super::list as rules;
use super::sheet::Sheet;
use crate::{Field, Required, Row};

/// Findings about `required` and `x-requires-one-of`.
pub fn findings(sheet: &Sheet<'_>) -> Vec<Diagnostic> {
    let mut found = required(sheet);
    found.extend(groups(sheet));
    found
}

/// The rows with this `need` that the schema must list.
fn expected<'a>(sheet: &'a Sheet<'_>, need: Required) -> Vec<&'a (Field, &'a Row)> {
    let role = sheet.schema.role;
    let rows = sheet.rows.iter().filter(|_| role.requires());
    rows.filter(|(field, _)| role.has(field) && field.required == need)
        .collect()
}

fn required(sheet: &Sheet<'_>) -> Vec<Diagnostic> {
    let schema = &sheet.schema.name;
    let at = sheet.keyword("required");
    let names = sheet.value("required").and_then(Value::as_array);
    let listed: Vec<_> = names
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let expected = expected(sheet, Required::Yes);
    let absent = expected.iter().filter_map(|(field, row)| {
        let name = field.name.as_str();
        if listed.contains(&name) {
            return None;
        }
        let message = format!(
            "{schema} does not require `{name}`, but {} does",
            sheet.source(row)
        );
        sheet.finding(&rules::FIELD_REQUIRED, name, &at, message)
    });
    let excess = listed.iter().enumerate().filter_map(|(index, name)| {
        if expected.iter().any(|(field, _)| field.name == *name) {
            return None;
        }
        let message = format!("{schema} requires `{name}`, but its table does not");
        let at = pointer::child(&at, &index.to_string());
        sheet.finding(&rules::FIELD_REQUIRED, name, &at, message)
    });
    absent.chain(excess).collect()
}

/// Compares the rows that require one of several fields with the groups of `x-requires-one-of`.
fn groups(sheet: &Sheet<'_>) -> Vec<Diagnostic> {
    let schema = &sheet.schema.name;
    let at = sheet.keyword("x-requires-one-of");
    let groups = sheet.value("x-requires-one-of").and_then(Value::as_array);
    let members: Vec<_> = groups
        .into_iter()
        .flatten()
        .filter_map(Value::as_array)
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let expected = expected(sheet, Required::OneOf);
    let absent = expected.iter().filter_map(|(field, row)| {
        let name = field.name.as_str();
        if members.contains(&name) {
            return None;
        }
        let message = format!(
            "`x-requires-one-of` of {schema} lacks `{name}`, but {} requires one of several fields including it",
            sheet.source(row)
        );
        sheet.finding(&rules::FIELD_REQUIRED, name, &at, message)
    });
    let excess = members.iter().filter_map(|name| {
        if expected.iter().any(|(field, _)| field.name == *name) {
            return None;
        }
        let message = format!(
            "`x-requires-one-of` of {schema} has `{name}`, but no row requires it as one of several fields"
        );
        sheet.finding(&rules::FIELD_REQUIRED, name, &at, message)
    });
    absent.chain(excess).collect()
}

#[cfg(test)]
mod tests {
    use crate::{rules::tables, testing};

    const SETTINGS: &str = r#"
columns = { name = "name", type = "type", required = "required" }
required = { yes = "yes", one = "one-of", "" = "no" }
types.int = { read = { type = "integer" }, write = { type = "integer" } }
schema = [
    { name = "Made", table = "t", role = "create" },
    { name = "Changed", table = "t", role = "update" },
]
"#;
    const TABLE: &str = "name|type|required\na|int|yes\nb|int|one\nc|int|one\nd|int|\n";
    const DOCUMENT: &str = "components:
  schemas:
    Made:
      required: [a]
      x-requires-one-of: [[b, c]]
      properties: {a: &a {type: integer}, b: *a, c: *a, d: *a}
    Changed:
      properties: {a: *a, b: *a, c: *a, d: *a}
";

    fn found(from: &str, to: &str) -> Vec<String> {
        assert!(DOCUMENT.contains(from), "{from}");
        let contract = testing::contract(&DOCUMENT.replace(from, to));
        let contract = testing::with_table(contract, "t", TABLE);
        let contract = testing::with_settings(contract, SETTINGS);
        testing::brief(&tables::findings(&contract))
    }

    #[test]
    fn required_properties_follow_the_table() {
        assert_eq!(found("components", "components"), [""; 0]);
        assert_eq!(found("[a]", "[a, d]"), ["4 field-required"]);
        assert_eq!(found("      required: [a]\n", ""), ["3 field-required"]);
        assert_eq!(found("[[b, c]]", "[[b]]"), ["5 field-required"]);
        assert_eq!(found("[[b, c]]", "[[b, c], [c, d]]"), ["5 field-required"]);
        assert_eq!(
            found("Changed:\n", "Changed:\n      required: [a]\n"),
            ["8 field-required"]
        );
    }
}
