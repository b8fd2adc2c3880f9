//! The rules `operation-…`: the operations of the document and the rows of `operations.tsv` are the same.

use openapi_document::{
    Diagnostic, Document, Operation, Rule,
    listed::{credentials, listed, members},
    pointer,
};

use super::list as rules;
use crate::{Contract, Row, Table};

const HELP: &str =
    "the table repeats the source: correct the document, or the row if the source says otherwise";

/// All findings about operations.
pub fn findings(contract: &Contract) -> Vec<Diagnostic> {
    let document = &contract.document;
    let operations = document.operations();
    let Some(table) = contract.fields.get("operations") else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for operation in &operations {
        let Some(id) = operation.value["operationId"].as_str() else {
            continue;
        };
        match table.find("operation", id) {
            Some(row) => found.extend(
                Comparison {
                    document,
                    operation,
                    table,
                    row,
                }
                .findings(),
            ),
            None => found.push(document.diagnostic(
                &pointer::child(&operation.pointer, "operationId"),
                &rules::OPERATION_UNKNOWN,
                format!("the operation {id} is not in {}", table.path.display()),
                "add a row for it, or correct the operationId",
            )),
        }
    }
    found.extend(missing(table, &operations));
    found
}

fn missing(table: &Table, operations: &[Operation<'_>]) -> Vec<Diagnostic> {
    let exists = |id: &str| {
        let mut ids = operations
            .iter()
            .map(|operation| &operation.value["operationId"]);
        ids.any(|found| found == id)
    };
    let ids = table
        .rows
        .iter()
        .map(|row| (row, table.cell(row, "operation")));
    ids.filter(|(_, id)| !exists(id))
        .map(|(row, id)| {
            table.diagnostic(
                row,
                &rules::OPERATION_MISSING,
                format!("the document has no operation {id}"),
                "add the operation to the document, or correct the row",
            )
        })
        .collect()
}

/// An operation and its row.
struct Comparison<'a> {
    document: &'a Document,
    operation: &'a Operation<'a>,
    table: &'a Table,
    row: &'a Row,
}

impl Comparison<'_> {
    fn findings(&self) -> Vec<Diagnostic> {
        let mut found = self.path();
        found.extend(self.query());
        found.extend(self.evidence());
        found.extend(self.headers());
        found.extend(self.statuses());
        found.extend(self.media());
        found
    }

    fn path(&self) -> Vec<Diagnostic> {
        let Operation {
            path,
            method,
            pointer,
            ..
        } = self.operation;
        let item = pointer::of(["paths", path]);
        let places = [
            ("path", (*path).to_owned(), item),
            ("method", method.to_uppercase(), pointer.clone()),
        ];
        let wrong = places
            .iter()
            .filter(|(column, stated, _)| self.cell(column) != stated);
        wrong
            .map(|(column, stated, at)| {
                let what = format!("has the {column} {stated}");
                self.finding(&rules::OPERATION_PATH, at, &what, self.cell(column))
            })
            .collect()
    }

    fn query(&self) -> Option<Diagnostic> {
        let parameters = listed(self.document, self.operation);
        let of_query = parameters
            .iter()
            .filter(|parameter| parameter.location == "query");
        let stated = of_query
            .map(|parameter| parameter.name)
            .collect::<Vec<_>>()
            .join(",");
        let at = pointer::child(&self.operation.pointer, "parameters");
        let what = format!("has the query parameters {}", or_none(&stated));
        (stated != self.cell("query"))
            .then(|| self.finding(&rules::OPERATION_QUERY, &at, &what, self.cell("query")))
    }

    fn evidence(&self) -> Option<Diagnostic> {
        let stated = self.operation.value["x-evidence"]
            .as_str()
            .unwrap_or_default();
        let at = pointer::child(&self.operation.pointer, "x-evidence");
        let what = format!("has the evidence {}", or_none(stated));
        (stated != self.cell("evidence")).then(|| {
            self.finding(
                &rules::OPERATION_EVIDENCE,
                &at,
                &what,
                self.cell("evidence"),
            )
        })
    }

    fn headers(&self) -> Vec<Diagnostic> {
        let mut stated = credentials(self.document, self.operation);
        let parameters = listed(self.document, self.operation);
        let of_header = parameters
            .into_iter()
            .filter(|parameter| parameter.location == "header");
        stated.extend(of_header.map(|parameter| (parameter.name.to_owned(), parameter.listed)));
        let body = pointer::child(&self.operation.pointer, "requestBody");
        if self.document.at(&body).is_some() {
            stated.push(("Content-Type".to_owned(), body));
        }
        let at = pointer::child(&self.operation.pointer, "parameters");
        self.compare(
            &rules::OPERATION_HEADERS,
            "the header",
            &stated,
            &["headers"],
            &at,
        )
    }

    fn statuses(&self) -> Vec<Diagnostic> {
        let at = pointer::child(&self.operation.pointer, "responses");
        let stated = members(self.document, &at);
        let columns = ["success", "errors", "inferred_errors"];
        self.compare(
            &rules::OPERATION_STATUSES,
            "the status",
            &stated,
            &columns,
            &at,
        )
    }

    fn media(&self) -> Vec<Diagnostic> {
        let rule = &rules::OPERATION_MEDIA;
        let body = pointer::child(&self.operation.pointer, "requestBody");
        let content = pointer::child(&self.document.follow(&body), "content");
        let stated = members(self.document, &content);
        let mut found = self.compare(
            rule,
            "the request media type",
            &stated,
            &["request_media"],
            &body,
        );

        let responses = pointer::child(&self.operation.pointer, "responses");
        let statuses = members(self.document, &responses);
        let successes = statuses
            .iter()
            .filter(|(status, _)| status.starts_with('2'));
        let stated: Vec<_> = successes
            .flat_map(|(_, at)| {
                let content = pointer::child(&self.document.follow(at), "content");
                members(self.document, &content)
            })
            .collect();
        let what = "the response media type";
        found.extend(self.compare(rule, what, &stated, &["answer_media"], &responses));
        found
    }

    /// Findings about items that only the document has, at their own place, and about items that only the row has, at
    /// `owner`.
    fn compare(
        &self,
        rule: &Rule,
        what: &str,
        stated: &[(String, String)],
        columns: &[&str],
        owner: &str,
    ) -> Vec<Diagnostic> {
        let lists = columns
            .iter()
            .flat_map(|column| self.table.list(self.row, column));
        let expected: Vec<_> = lists.collect();
        let name = self.operation.name();
        let source = self.source();
        let excess = stated
            .iter()
            .filter(|(item, _)| !expected.contains(&item.as_str()));
        let excess = excess.map(|(item, at)| {
            let message = format!("{name} has {what} {item}, which {source} does not list");
            self.document.diagnostic(at, rule, message, HELP)
        });
        let absent = expected
            .iter()
            .filter(|item| !stated.iter().any(|(found, _)| found == *item));
        let absent = absent.map(|item| {
            let message = format!("{name} lacks {what} {item}, which {source} lists");
            self.document.diagnostic(owner, rule, message, HELP)
        });
        excess.chain(absent).collect()
    }

    fn finding(&self, rule: &Rule, at: &str, what: &str, expected: &str) -> Diagnostic {
        let (name, source) = (self.operation.name(), self.source());
        let message = format!("{name} {what}, but {source} says {}", or_none(expected));
        self.document.diagnostic(at, rule, message, HELP)
    }

    fn cell(&self, column: &str) -> &str {
        self.table.cell(self.row, column)
    }

    fn source(&self) -> String {
        format!("{}:{}", self.table.path.display(), self.row.line)
    }
}

fn or_none(text: &str) -> &str {
    if text.is_empty() { "none" } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    const TABLE: &str = "operation|method|path|headers|query|success|errors|inferred_errors|request_media|answer_media|evidence\n\
        add|POST|/a|Key,Authorization,Lang,Content-Type|q|201|400|500|a/b|c/d|vendor-article\n";
    const DOCUMENT: &str = "paths:
  /a:
    parameters: [{name: q, in: query}]
    post:
      operationId: add
      x-evidence: vendor-article
      security: [{Key: []}, {Basic: []}]
      parameters:
        - {name: Lang, in: header}
      requestBody: {content: {a/b: {}}}
      responses:
        201: {$ref: '#/components/responses/Done'}
        400: {}
        500: {}
components:
  responses: {Done: {content: {c/d: {}}}}
  securitySchemes: {Key: {type: apiKey, in: header, name: Key}, Basic: {type: http}}
";

    fn found(from: &str, to: &str) -> Vec<String> {
        assert!(DOCUMENT.contains(from), "{from}");
        let contract = testing::contract(&DOCUMENT.replace(from, to));
        let contract = testing::with_table(contract, "operations", TABLE);
        testing::brief(&findings(&contract))
    }

    #[test]
    fn an_operation_like_its_row_has_no_findings() {
        assert_eq!(found("paths", "paths"), [""; 0]);
    }

    #[test]
    fn each_column_has_its_rule_and_place() {
        let cases = [
            ("  /a:", "  /b:", "2 operation-path"),
            ("    post:", "    put:", "4 operation-path"),
            ("name: q", "name: r", "8 operation-query"),
            (
                "x-evidence: vendor-article",
                "x-evidence: inferred",
                "6 operation-evidence",
            ),
            ("name: Lang", "name: Other", "9 operation-headers"),
            (", {Basic: []}", "", "8 operation-headers"),
            ("        400: {}\n", "", "11 operation-statuses"),
            (
                "        400: {}\n",
                "        400: {}\n        404: {}\n",
                "14 operation-statuses",
            ),
            ("content: {a/b", "content: {a/c", "10 operation-media"),
            ("content: {c/d", "content: {c/e", "16 operation-media"),
            (
                "operationId: add",
                "operationId: put",
                "5 operation-unknown",
            ),
            (
                "operationId: add",
                "operationId: put",
                "2 operation-missing",
            ),
        ];
        for (from, to, expected) in cases {
            let found = found(from, to);
            assert!(
                found.contains(&expected.to_owned()),
                "{from} {to}: {found:?}"
            );
        }
    }
}
