//! The rules `exception-…`: which findings `exceptions.tsv` excuses, and whether each exception is still needed.

use std::{cell::RefCell, collections::BTreeSet, path::Path};

use openapi_document::{Diagnostic, Rule, folder};
use serde_json::Value;

use super::list as rules;
use crate::{Contract, Row, Table};

/// What a row can excuse, and the rule that then reports nothing.
const ASPECTS: [(&str, &Rule); 12] = [
    ("added", &rules::FIELD_UNKNOWN),
    ("omitted", &rules::FIELD_MISSING),
    ("type", &rules::FIELD_TYPE),
    ("length", &rules::FIELD_LENGTH),
    ("range", &rules::FIELD_RANGE),
    ("decimals", &rules::FIELD_DECIMALS),
    ("pattern", &rules::FIELD_PATTERN),
    ("values", &rules::FIELD_VALUES),
    ("default", &rules::FIELD_DEFAULT),
    ("access", &rules::FIELD_ACCESS),
    ("required", &rules::FIELD_REQUIRED),
    ("order", &rules::FIELD_ORDER),
];

/// The exceptions of one API, and which of them were used.
pub struct Exceptions<'a> {
    table: Option<&'a Table>,
    used: RefCell<BTreeSet<usize>>,
}

impl<'a> Exceptions<'a> {
    /// The exceptions of `contract`. Empty if it has no table of exceptions.
    pub fn of(contract: &'a Contract) -> Self {
        Self {
            table: contract.fields.get("exceptions"),
            used: RefCell::default(),
        }
    }

    /// Whether a row excuses `property` of `schema` from `rule`. If so, marks the row as used. `stated` is the value in
    /// the schema.
    pub fn excuse(
        &self,
        schema: &str,
        property: &str,
        rule: &Rule,
        stated: Option<&Value>,
    ) -> bool {
        let (Some(table), Some(aspect)) = (self.table, aspect(rule)) else {
            return false;
        };
        let row = table.rows.iter().find(|row| {
            table.cell(row, "schema") == schema
                && table.cell(row, "property") == property
                && table.cell(row, "aspect") == aspect
                && allows(table.cell(row, "instead"), stated)
        });
        if let Some(row) = row {
            self.used.borrow_mut().insert(row.line);
        }
        row.is_some()
    }

    /// The properties that `schema` may have in addition to the fields of its table.
    pub fn added(&self, schema: &str) -> Vec<&'a str> {
        let rows = self.table.into_iter().flat_map(|table| {
            let cell = |row, name| table.cell(row, name);
            let added = table.rows.iter().filter(move |row| {
                cell(row, "schema") == schema
                    && Some(cell(row, "aspect")) == aspect(&rules::FIELD_UNKNOWN)
            });
            added.map(move |row| cell(row, "property"))
        });
        rows.collect()
    }

    /// Findings about the exceptions themselves. Call this last: the other rules mark the exceptions that they use.
    pub fn findings(&self, contract: &Contract) -> Vec<Diagnostic> {
        let Some(table) = self.table else {
            return Vec::new();
        };
        let errata = contract.folder().join("ERRATA.md");
        let text = folder::text(&contract.place(), Path::new("ERRATA.md")).unwrap_or_default();
        let mut found = Vec::new();
        for row in &table.rows {
            let erratum = table.cell(row, "erratum");
            if !has_heading(&text, erratum) {
                found.push(table.diagnostic(
                    row,
                    &rules::EXCEPTION_ERRATUM,
                    format!("{} has no heading `## {erratum} …`", errata.display()),
                    "write the erratum, or name the one that gives the reason",
                ));
            }
            found.extend(self.unneeded(table, row));
        }
        found
    }

    fn unneeded(&self, table: &Table, row: &Row) -> Option<Diagnostic> {
        let cell = |name| table.cell(row, name);
        let aspect = cell("aspect");
        if !ASPECTS.iter().any(|(known, _)| *known == aspect) {
            let known = ASPECTS.map(|(known, _)| known).join(", ");
            return Some(table.diagnostic(
                row,
                &rules::EXCEPTION_ASPECT,
                format!("`{aspect}` is not an aspect"),
                format!("write one of: {known}"),
            ));
        }
        if self.used.borrow().contains(&row.line) {
            return None;
        }
        Some(table.diagnostic(
            row,
            &rules::EXCEPTION_UNUSED,
            format!(
                "nothing about `{}` of {} needs the exception `{aspect}`",
                cell("property"),
                cell("schema")
            ),
            "remove the row, or correct what it names",
        ))
    }
}

/// Whether the cell `instead` of a row allows the value that the schema has. An empty cell allows any value.
fn allows(instead: &str, stated: Option<&Value>) -> bool {
    let text = |value: &Value| {
        value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned)
    };
    let stated = match stated {
        None => String::new(),
        Some(Value::Array(items)) => items.iter().map(text).collect::<Vec<_>>().join(","),
        Some(value) => text(value),
    };
    instead.is_empty() || instead.split('|').any(|allowed| allowed == stated)
}

/// The aspect that a row must name to excuse something from `rule`. `None` if there are no exceptions to the rule.
pub fn aspect(rule: &Rule) -> Option<&'static str> {
    let found = ASPECTS.iter().find(|(_, excused)| *excused == rule);
    found.map(|(aspect, _)| *aspect)
}

fn has_heading(errata: &str, erratum: &str) -> bool {
    let headings = errata.lines().filter_map(|line| line.strip_prefix("## "));
    let mut names = headings.filter_map(|heading| heading.split_whitespace().next());
    names.any(|name| name == erratum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn a_heading_is_found_by_its_whole_id() {
        let errata = "# Errata\n\n## E01 One\n\nSee E07.\n\n## E12 Two\n";
        let found = ["E01", "E12", "E1", "E07", ""].map(|name| has_heading(errata, name));
        assert_eq!(found, [true, true, false, false, false]);
    }

    #[test]
    fn the_cell_instead_allows_only_its_own_values() {
        let values = serde_json::json!(["", "yes"]);
        assert!(allows(",yes", Some(&values)) && allows("", Some(&values)));
        assert!(!allows(",yes,no", Some(&values)) && !allows(",yes", None));
        let kind = Value::from("int64");
        assert!(allows("integer|int64", Some(&kind)) && !allows("double", Some(&kind)));
    }

    #[test]
    fn rows_that_excuse_nothing_are_found() {
        let contract = testing::with_table(
            testing::contract("paths: {}"),
            "exceptions",
            "schema|property|aspect|reason|erratum\n\
             Order|id|added|r|E01\nOrder|day|type|r|E01\nOrder|day|colour|r|E01\n",
        );
        let exceptions = Exceptions::of(&contract);
        assert!(exceptions.excuse("Order", "id", &rules::FIELD_UNKNOWN, None));
        assert!(!exceptions.excuse("Order", "id", &rules::FIELD_TYPE, None));
        assert!(!exceptions.excuse("Order", "id", &rules::FIELD_FACT, None));
        let found = exceptions.findings(&contract);
        assert_eq!(
            testing::brief(&found),
            [
                "2 exception-erratum",
                "3 exception-erratum",
                "3 exception-unused",
                "4 exception-aspect",
                "4 exception-erratum",
            ]
        );
    }
}
