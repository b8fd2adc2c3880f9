//! Tab-separated tables with a header row, which repeat the tables in the vendors' articles.

use std::path::{Path, PathBuf};

use anyhow::Context;
use openapi_document::{Diagnostic, Folder, Position, Rule, folder};

/// A table and the file it came from.
#[derive(Clone, Debug)]
pub struct Table {
    /// The file, relative to the workspace.
    pub path: PathBuf,
    /// Names of the columns.
    pub columns: Vec<String>,
    /// The rows below the header.
    pub rows: Vec<Row>,
}

/// One row of a table.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its line in the file, from 1.
    pub line: usize,
    cells: Vec<String>,
}

impl Table {
    /// Reads `file` of `folder`. Fails if the file is outside the folder.
    pub fn read(folder: &Folder, file: &Path) -> anyhow::Result<Self> {
        let path = folder.path().join(file);
        let text = folder::text(&folder.place(), file)
            .with_context(|| format!("cannot read {}", path.display()))?;
        Ok(Self::parse(&path, &text)?)
    }

    /// Reads `text`. Messages name `path` as its file.
    pub fn parse(path: &Path, text: &str) -> Result<Self, Diagnostic> {
        let malformed = |error: csv::Error| Diagnostic {
            path: path.to_owned(),
            position: Position {
                line: error
                    .position()
                    .and_then(|at| usize::try_from(at.line()).ok())
                    .unwrap_or(1),
                column: 1,
            },
            length: 1,
            severity: openapi_document::SYNTAX.severity,
            rule: openapi_document::SYNTAX.id.into(),
            message: format!("not a tab-separated table: {error}"),
            help: "give every row as many cells as the header has".into(),
        };
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(b'\t')
            .quoting(false)
            .from_reader(text.as_bytes());
        let columns = reader.headers().map_err(malformed)?;
        let columns = columns.iter().map(str::to_owned).collect();
        let rows = reader
            .records()
            .map(|record| record.map(|record| Row::of(&record)).map_err(malformed))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            path: path.to_owned(),
            columns,
            rows,
        })
    }

    /// The cell of `row` in the column `name`. Empty if the table has no such column.
    pub fn cell<'a>(&self, row: &'a Row, name: &str) -> &'a str {
        self.columns
            .iter()
            .position(|column| column == name)
            .and_then(|index| row.cells.get(index))
            .map_or("", String::as_str)
    }

    /// The items of a comma-separated cell.
    pub fn list<'a>(&self, row: &'a Row, name: &str) -> Vec<&'a str> {
        let cell = self.cell(row, name);
        cell.split(',').filter(|item| !item.is_empty()).collect()
    }

    /// The first row whose cell in the column `name` is `value`.
    pub fn find(&self, name: &str, value: &str) -> Option<&Row> {
        self.rows.iter().find(|row| self.cell(row, name) == value)
    }

    /// A finding about a cell.
    pub fn cell_diagnostic(
        &self,
        row: &Row,
        column: &str,
        rule: &Rule,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Diagnostic {
        let mut diagnostic = self.diagnostic(row, rule, message, help);
        let index = self.columns.iter().position(|name| name == column);
        let before = row.cells.iter().take(index.unwrap_or_default());
        diagnostic.position.column += before.map(|cell| cell.chars().count() + 1).sum::<usize>();
        diagnostic
    }

    /// A finding about a row.
    pub fn diagnostic(
        &self,
        row: &Row,
        rule: &Rule,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic {
            path: self.path.clone(),
            position: Position {
                line: row.line,
                column: 1,
            },
            length: 1,
            severity: rule.severity,
            rule: rule.id.into(),
            message: message.into(),
            help: help.into(),
        }
    }
}

impl Row {
    fn of(record: &csv::StringRecord) -> Self {
        let line = record
            .position()
            .and_then(|at| usize::try_from(at.line()).ok());
        Self {
            line: line.unwrap_or(1),
            cells: record.iter().map(str::to_owned).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;

    #[test]
    fn cells_are_found_by_column_and_rows_have_their_line() {
        let table =
            Table::parse(Path::new("t.tsv"), "name\ttype\na\tx,y\nb\t\"q\"\n").expect("valid");
        let row = table.find("name", "b").expect("row");
        assert_eq!((row.line, table.cell(row, "type")), (3, "\"q\""));
        assert_eq!(table.list(&table.rows[0], "type"), ["x", "y"]);
        assert_eq!(table.cell(row, "nowhere"), "");
    }

    #[test]
    fn a_finding_about_a_cell_has_its_column() {
        let table = Table::parse(Path::new("t.tsv"), "name\ttype\nlong\tx\n").expect("valid");
        let found = table.cell_diagnostic(&table.rows[0], "type", &rules::TABLE_CELL, "m", "h");
        assert_eq!((found.position.line, found.position.column), (2, 6));
    }

    #[test]
    fn a_short_row_is_a_finding_on_its_line() {
        let found = Table::parse(Path::new("t.tsv"), "a\tb\n1\t2\n3\n").expect_err("short row");
        assert_eq!(found.position.line, 3);
    }
}
