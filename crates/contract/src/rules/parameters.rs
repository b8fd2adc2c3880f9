//! The rules `parameter-…`: the parameters of each operation and the rows of `parameters.tsv` are the same.

use openapi_document::{
    Diagnostic, Document, Operation, Rule, SchemaView,
    listed::{Listed, listed},
    pointer,
};
use serde_json::Value;

use super::list as rules;
use super::{order::misplaced, sheet::locate};
use crate::{Contract, Row, Table};

const HELP: &str =
    "the table repeats the source: correct the document, or the row if the source says otherwise";

/// All findings about parameters.
pub fn findings(contract: &Contract) -> Vec<Diagnostic> {
    let Some(table) = contract.fields.get("parameters") else {
        return Vec::new();
    };
    let document = &contract.document;
    let operations = document.operations();
    let mut found = rows_without_operation(table, &operations);
    for operation in &operations {
        let comparison = Comparison {
            document,
            operation,
            table,
            parameters: listed(document, operation),
            rows: rows(table, &operation.name()),
        };
        found.extend(comparison.missing());
        found.extend(comparison.order());
        for parameter in &comparison.parameters {
            match comparison.row(parameter.name) {
                Some(row) => found.extend(comparison.agrees(parameter, row)),
                None => found.push(comparison.unknown(parameter)),
            }
        }
    }
    found
}

fn rows<'a>(table: &'a Table, operation: &str) -> Vec<&'a Row> {
    let rows = table.rows.iter();
    rows.filter(|row| table.cell(row, "operation") == operation)
        .collect()
}

/// Findings about rows for operations that the document does not have.
fn rows_without_operation(table: &Table, operations: &[Operation<'_>]) -> Vec<Diagnostic> {
    let known: Vec<_> = operations.iter().map(Operation::name).collect();
    let rows = table.rows.iter();
    rows.filter(|row| {
        !known
            .iter()
            .any(|name| name == table.cell(row, "operation"))
    })
    .map(|row| {
        let (name, operation) = (table.cell(row, "name"), table.cell(row, "operation"));
        table.diagnostic(
            row,
            &rules::PARAMETER_MISSING,
            format!("the document has no operation {operation} for the parameter `{name}`"),
            HELP,
        )
    })
    .collect()
}

/// An operation and its rows.
struct Comparison<'a> {
    document: &'a Document,
    operation: &'a Operation<'a>,
    table: &'a Table,
    parameters: Vec<Listed<'a>>,
    rows: Vec<&'a Row>,
}

impl<'a> Comparison<'a> {
    fn row(&self, name: &str) -> Option<&'a Row> {
        let mut rows = self.rows.iter().copied();
        rows.find(|row| self.table.cell(row, "name") == name)
    }

    fn missing(&self) -> Vec<Diagnostic> {
        let has = |name: &str| {
            self.parameters
                .iter()
                .any(|parameter| parameter.name == name)
        };
        let at = pointer::child(&self.operation.pointer, "parameters");
        let absent = self
            .rows
            .iter()
            .filter(|row| !has(self.table.cell(row, "name")));
        absent
            .map(|row| {
                let message = format!(
                    "{} has no parameter `{}`, which {} lists",
                    self.operation.name(),
                    self.table.cell(row, "name"),
                    self.source(row)
                );
                self.document
                    .diagnostic(&at, &rules::PARAMETER_MISSING, message, HELP)
            })
            .collect()
    }

    fn unknown(&self, parameter: &Listed<'_>) -> Diagnostic {
        let message = format!(
            "{} has a parameter `{}`, which {} does not list for it",
            self.operation.name(),
            parameter.name,
            self.table.path.display()
        );
        self.document
            .diagnostic(&parameter.listed, &rules::PARAMETER_UNKNOWN, message, HELP)
    }

    fn order(&self) -> Vec<Diagnostic> {
        let rank = |name: &str| {
            let mut rows = self.rows.iter();
            rows.position(|row| self.table.cell(row, "name") == name)
        };
        let ranked: Vec<_> = self
            .parameters
            .iter()
            .filter_map(|parameter| Some((rank(parameter.name)?, parameter)))
            .collect();
        let ranks: Vec<_> = ranked.iter().map(|(rank, _)| *rank).collect();
        let out_of_place = misplaced(&ranks).into_iter().map(|index| ranked[index]);
        out_of_place
            .map(|(rank, parameter)| {
                let message = format!(
                    "`{}` of {} is out of order compared with its table ({})",
                    parameter.name,
                    self.operation.name(),
                    self.source(self.rows[rank])
                );
                self.document
                    .diagnostic(&parameter.listed, &rules::PARAMETER_ORDER, message, HELP)
            })
            .collect()
    }

    fn agrees(&self, parameter: &Listed<'_>, row: &Row) -> Vec<Diagnostic> {
        let schema = pointer::child(&parameter.at, "schema");
        let (kind, keyword) = kind(self.document, &schema);
        let evidence = [parameter.value, self.operation.value]
            .iter()
            .find_map(|owner| owner["x-evidence"].as_str())
            .unwrap_or_default();
        let at = |key| pointer::child(&parameter.at, key);
        let facts = [
            (&rules::PARAMETER_TYPE, "in", parameter.location, at("in")),
            (&rules::PARAMETER_TYPE, "type", kind.as_str(), keyword),
            (
                &rules::PARAMETER_EVIDENCE,
                "evidence",
                evidence,
                at("x-evidence"),
            ),
        ];
        let wrong = facts
            .iter()
            .filter(|(_, column, stated, _)| self.table.cell(row, column) != *stated);
        let mut found: Vec<_> = wrong
            .map(|(rule, column, stated, at)| {
                self.finding(rule, parameter, row, (column, stated), at)
            })
            .collect();
        found.extend(self.value(parameter, row));
        found
    }

    /// A finding if the value that the source prints is not among the examples.
    fn value(&self, parameter: &Listed<'_>, row: &Row) -> Option<Diagnostic> {
        let printed = self.table.cell(row, "value");
        let examples = pointer::child(&parameter.at, "examples");
        let shown: Vec<_> = self
            .document
            .keys(&examples)
            .iter()
            .filter_map(|name| {
                let example = self.document.follow(&pointer::child(&examples, name));
                Some(text(self.document.at(&pointer::child(&example, "value"))?))
            })
            .collect();
        if printed.is_empty() || shown.iter().any(|shown| shown == printed) {
            return None;
        }
        let fact = ("value", shown.join(" or "));
        Some(self.finding(
            &rules::PARAMETER_VALUE,
            parameter,
            row,
            (fact.0, &fact.1),
            &examples,
        ))
    }

    fn finding(
        &self,
        rule: &Rule,
        parameter: &Listed<'_>,
        row: &Row,
        (column, stated): (&str, &str),
        at: &str,
    ) -> Diagnostic {
        let or_none = |text: &str| {
            if text.is_empty() {
                "none".to_owned()
            } else {
                format!("`{text}`")
            }
        };
        let message = format!(
            "`{}` of {} has {column} {}, but {} says {}",
            parameter.name,
            self.operation.name(),
            or_none(stated),
            self.source(row),
            or_none(self.table.cell(row, column))
        );
        self.document.diagnostic(at, rule, message, HELP)
    }

    fn source(&self, row: &Row) -> String {
        format!("{}:{}", self.table.path.display(), row.line)
    }
}

/// The type of a parameter as the table writes it, and the pointer to its `type`.
fn kind(document: &Document, schema: &str) -> (String, String) {
    let place = |at: &str| locate(document, at, "type").unwrap_or_else(|| at.to_owned());
    let Some(view) = document
        .at(schema)
        .map(|value| SchemaView::new(&document.value, value))
    else {
        return (String::new(), schema.to_owned());
    };
    let name = |view: &SchemaView<'_>| {
        let name = view.get("type").and_then(Value::as_str);
        name.unwrap_or_default().to_owned()
    };
    match (
        name(&view).as_str(),
        view.items(),
        locate(document, schema, "items"),
    ) {
        ("array", Some(items), Some(at)) => (format!("{}[]", name(&items)), place(&at)),
        (kind, ..) => (kind.to_owned(), place(schema)),
    }
}

/// A value as a table writes it.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    const TABLE: &str = "operation|name|in|type|value|evidence\n\
        get|id|path|integer|5|vendor-article\nget|ids|query|integer[]|1,2|vendor-article\nget|Lang|header|string||inferred\n";
    const DOCUMENT: &str = "paths:
  /a/{id}:
    parameters:
      - {name: id, in: path, schema: {type: integer}, examples: {a: {value: 5}}}
    get:
      operationId: get
      x-evidence: vendor-article
      parameters:
        - {name: ids, in: query, schema: {type: array, items: {type: integer}}, examples: {a: {value: [1, 2]}}}
        - $ref: '#/components/parameters/Lang'
components:
  parameters:
    Lang: {name: Lang, in: header, x-evidence: inferred, schema: {type: string}}
";

    fn found(from: &str, to: &str) -> Vec<String> {
        assert!(DOCUMENT.contains(from), "{from}");
        let contract = testing::contract(&DOCUMENT.replace(from, to));
        let contract = testing::with_table(contract, "parameters", TABLE);
        testing::brief(&findings(&contract))
    }

    #[test]
    fn parameters_like_their_rows_have_no_findings() {
        assert_eq!(found("paths", "paths"), [""; 0]);
    }

    #[test]
    fn each_difference_has_its_rule_and_place() {
        let lang = "        - $ref: '#/components/parameters/Lang'\n";
        assert_eq!(found(lang, ""), ["8 parameter-missing"]);
        assert_eq!(
            found("name: Lang", "name: Language"),
            ["8 parameter-missing", "10 parameter-unknown"]
        );
        assert_eq!(
            found("items: {type: integer}", "items: {type: string}"),
            ["9 parameter-type"]
        );
        assert_eq!(found("in: header", "in: query"), ["13 parameter-type"]);
        assert_eq!(
            found("in: header, x-evidence: inferred", "in: header"),
            ["13 parameter-evidence"]
        );
        assert_eq!(found("value: 5", "value: 6"), ["4 parameter-value"]);
        let ids = "        - {name: ids, in: query, schema: {type: array, items: {type: integer}}, examples: {a: {value: [1, 2]}}}\n";
        let contract = DOCUMENT
            .replace(ids, "")
            .replace(lang, &format!("{lang}{ids}"));
        let contract = testing::with_table(testing::contract(&contract), "parameters", TABLE);
        assert_eq!(testing::brief(&findings(&contract)), ["9 parameter-order"]);
    }

    #[test]
    fn rows_of_unknown_operations_are_found_in_the_table() {
        let found = found("operationId: get", "operationId: fetch");
        assert_eq!(
            found[3..],
            [
                "2 parameter-missing",
                "3 parameter-missing",
                "4 parameter-missing"
            ]
        );
    }
}
