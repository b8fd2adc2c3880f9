//! The rules `field-…` about one property: it has exactly the keywords that its row states.

use openapi_document::{Diagnostic, Rule, SchemaView};
use serde_json::{Value, json};

use super::list as rules;
use super::sheet::{Sheet, locate};
use crate::{Access, Field, Role, Row};

/// A rule, the keyword that it checks, and the value of the keyword according to the row.
type Expectation<'a> = (&'static Rule, &'a str, Option<Value>);

/// Findings about the properties that have a row.
pub fn findings(sheet: &Sheet<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (name, at) in &sheet.properties {
        let row = sheet.rows.iter().find(|(field, _)| field.name == *name);
        if let Some((field, row)) = row {
            found.extend(property(sheet, at, field, row));
        }
    }
    found
}

fn property(sheet: &Sheet<'_>, at: &str, field: &Field, row: &Row) -> Vec<Diagnostic> {
    let Some(schema) = sheet.document.at(at) else {
        return Vec::new();
    };
    let view = SchemaView::new(&sheet.document.value, schema);
    expectations(field, sheet.schema.role)
        .into_iter()
        .filter_map(|(rule, keyword, expected)| {
            let stated = view.get(keyword);
            if same(stated, expected.as_ref()) {
                return None;
            }
            let message = format!(
                "`{}` of {} {} ({})",
                field.name,
                sheet.schema.name,
                difference(keyword, stated, expected.as_ref()),
                sheet.source(row)
            );
            let place = locate(sheet.document, at, keyword);
            let place = place.as_deref().unwrap_or(at);
            sheet.finding_of(rule, &field.name, place, stated, message)
        })
        .collect()
}

fn expectations(field: &Field, role: Role) -> Vec<Expectation<'_>> {
    // Minimum, maximum, patterns and closed vocabularies apply only to requests.
    let sent = |value: Option<Value>| value.filter(|_| !role.reads());
    let values = (!field.values.is_empty()).then(|| json!(field.values));
    let pattern = field.pattern.as_deref().map(Value::from);
    let mut all = vec![
        (&rules::FIELD_LENGTH, "maxLength", field.max_length.clone()),
        (&rules::FIELD_LENGTH, "minLength", None),
        (&rules::FIELD_RANGE, "minimum", sent(field.min.clone())),
        (&rules::FIELD_RANGE, "maximum", sent(field.max.clone())),
        (&rules::FIELD_RANGE, "exclusiveMinimum", None),
        (&rules::FIELD_RANGE, "exclusiveMaximum", None),
        (&rules::FIELD_DECIMALS, "x-decimals", field.decimals.clone()),
        (&rules::FIELD_DECIMALS, "multipleOf", None),
        (&rules::FIELD_PATTERN, "pattern", sent(pattern)),
        (&rules::FIELD_VALUES, "enum", sent(values.clone())),
        (
            &rules::FIELD_VALUES,
            "x-extensible-enum",
            values.filter(|_| role.reads()),
        ),
        (
            &rules::FIELD_DEFAULT,
            "default",
            default(field).filter(|_| role.requires()),
        ),
        (
            &rules::FIELD_ACCESS,
            "readOnly",
            flag(role.reads() && field.access == Access::System),
        ),
        (
            &rules::FIELD_ACCESS,
            "writeOnly",
            flag(!role.reads() && field.access == Access::WriteOnly),
        ),
    ];
    for keyword in ["type", "format"] {
        all.push((
            &rules::FIELD_TYPE,
            keyword,
            field.keywords.get(keyword).cloned(),
        ));
    }
    let others = field
        .keywords
        .iter()
        .filter(|(keyword, _)| !matches!(keyword.as_str(), "type" | "format"));
    for (keyword, value) in others {
        all.push((&rules::FIELD_TYPE, keyword, Some(value.clone())));
    }
    for (extension, value) in &field.facts {
        all.push((&rules::FIELD_FACT, extension, value.clone()));
    }
    all
}

fn flag(set: bool) -> Option<Value> {
    set.then_some(Value::Bool(true))
}

/// The default as a value of the field's type.
fn default(field: &Field) -> Option<Value> {
    let text = field.default.as_deref()?;
    let kind = field.keywords.get("type").and_then(Value::as_str);
    let value = match kind {
        Some("integer" | "number" | "boolean") => serde_json::from_str(text).ok(),
        _ => None,
    };
    Some(value.unwrap_or_else(|| text.into()))
}

/// Compares numbers by value, so that 0 equals 0.00.
fn same(one: Option<&Value>, other: Option<&Value>) -> bool {
    match (one, other) {
        (Some(Value::Number(one)), Some(Value::Number(other))) => one.as_f64() == other.as_f64(),
        _ => one == other,
    }
}

fn difference(keyword: &str, stated: Option<&Value>, expected: Option<&Value>) -> String {
    match (stated, expected) {
        (Some(stated), Some(expected)) => {
            format!("has `{keyword}: {stated}`, but its row says {expected}")
        }
        (Some(stated), None) => {
            format!("has `{keyword}: {stated}`, but its row has no value for it")
        }
        (None, Some(expected)) => format!("has no `{keyword}`, but its row says {expected}"),
        (None, None) => format!("agrees about `{keyword}`"),
    }
}

#[cfg(test)]
mod tests {
    use crate::{rules::tables, testing};

    const SETTINGS: &str = r#"
[columns]
name = "name"
type = "type"
max_length = "length"
min = "min"
required = "required"
access = "access"
values = "values"
default = "default"
[access]
rw = "read-write"
sys = "system"
[required]
yes = "yes"
no = "no"
[facts]
x-link = "link"
[types]
int = { read = { type = "integer" }, write = { type = "integer" } }
text = { read = { type = "string" }, write = { type = "string" } }
[[schema]]
name = "Order"
table = "order"
role = "read"
[[schema]]
name = "OrderCreate"
table = "order"
role = "create"
"#;
    const TABLE: &str = "name|type|length|min|required|access|values|default|link\n\
        id|int|||no|sys|||\n\
        name|text|20||yes|rw|||Name\n\
        state|text|||no|rw|a,b|a|\n\
        days|int||0|no|rw||0.00|\n";
    const DOCUMENT: &str = "components:
  schemas:
    Order:
      properties:
        id: {type: integer, readOnly: true}
        name: {type: string, maxLength: 20, x-link: Name}
        state: {type: string, x-extensible-enum: [a, b]}
        days: {type: integer}
    OrderCreate:
      required: [name]
      properties:
        name: {type: string, maxLength: 20, x-link: Name}
        state: {type: string, allOf: [{$ref: '#/components/schemas/State'}], default: a}
        days: {type: integer, minimum: 0, default: 0}
    State: {type: string, enum: [a, b]}
";

    fn found(from: &str, to: &str) -> Vec<String> {
        assert!(from.is_empty() || DOCUMENT.contains(from), "{from}");
        let contract = testing::contract(&DOCUMENT.replace(from, to));
        let contract = testing::with_table(contract, "order", TABLE);
        let contract = testing::with_settings(contract, SETTINGS);
        testing::brief(&tables::findings(&contract))
    }

    #[test]
    fn a_schema_that_follows_its_table_has_no_findings() {
        assert_eq!(found("components", "components"), [""; 0]);
    }

    #[test]
    fn each_keyword_has_its_rule() {
        let cases = [
            (
                "id: {type: integer, readOnly: true}",
                "id: {type: integer}",
                "5 field-access",
            ),
            (
                "state: {type: string, x-ext",
                "state: {type: number, x-ext",
                "7 field-type",
            ),
            (
                "days: {type: integer}",
                "days: {type: integer, format: x}",
                "8 field-type",
            ),
            ("minimum: 0", "minimum: 1", "14 field-range"),
            (
                "minimum: 0",
                "minimum: 0, exclusiveMinimum: true",
                "14 field-range",
            ),
            (", default: a", "", "13 field-default"),
            ("enum: [a, b]}\n", "enum: [b, a]}\n", "15 field-values"),
            (
                "days: {type: integer}\n",
                "days: {type: integer, minimum: 0}\n",
                "8 field-range",
            ),
            ("required: [name]", "required: []", "10 field-required"),
            (
                "required: [name]",
                "required: [name, days]",
                "10 field-required",
            ),
        ];
        for (from, to, expected) in cases {
            let found = found(from, to);
            assert!(found.contains(&expected.to_owned()), "{to}: {found:?}");
        }
    }

    #[test]
    fn a_fact_is_on_its_own_field_and_on_no_other() {
        assert_eq!(
            found("x-link: Name", "x-link: Other"),
            ["6 field-fact", "12 field-fact"]
        );
        assert_eq!(
            found("days: {type: integer}", "days: {type: integer, x-link: A}"),
            ["8 field-fact"]
        );
    }

    #[test]
    fn properties_are_those_of_the_table_in_its_order() {
        assert_eq!(
            found("        id: {type: integer, readOnly: true}\n", ""),
            ["4 field-missing"]
        );
        assert_eq!(
            found("        days: {type: integer}\n", "        day: {}\n"),
            ["4 field-missing", "8 field-unknown"]
        );
        assert_eq!(
            found(
                "      required: [name]\n      properties:\n",
                "      required: [name]\n      properties:\n        id: {type: integer}\n"
            ),
            ["12 field-access"]
        );
        assert_eq!(found("  OrderCreate:", "  Other:"), ["2 schema-missing"]);
    }
}
