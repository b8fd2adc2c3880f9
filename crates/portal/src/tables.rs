//! The field tables as CSV: one file per table, and `fields.csv` with all fields of an API.

use std::collections::BTreeSet;

use anyhow::Context;
use contract::{Contract, Table};

/// The text of one table.
pub fn csv(table: &Table) -> anyhow::Result<String> {
    let rows = table.rows.iter().map(|row| {
        let cells = table.columns.iter().map(|column| table.cell(row, column));
        cells.collect()
    });
    written(&names(&table.columns), rows)
}

/// The tables that list fields, in the order of `tables.toml`, each once.
pub fn of_fields(contract: &Contract) -> Vec<(&str, &Table)> {
    let mut seen = BTreeSet::new();
    let schemas = contract.tables.schemas.iter();
    schemas
        .filter(|schema| seen.insert(schema.table.as_str()))
        .filter_map(|schema| {
            let (name, table) = contract.fields.get_key_value(&schema.table)?;
            Some((name.as_str(), table))
        })
        .collect()
}

/// All fields of an API, with the table they come from in the first column; `None` if it has no field tables.
pub fn all_fields(contract: &Contract) -> anyhow::Result<Option<String>> {
    let tables = of_fields(contract);
    if tables.is_empty() {
        return Ok(None);
    }
    let mut columns: Vec<&str> = Vec::new();
    for column in tables.iter().flat_map(|(_, table)| &table.columns) {
        if !columns.contains(&column.as_str()) {
            columns.push(column);
        }
    }
    let rows = tables.iter().flat_map(|(name, table)| {
        table.rows.iter().map(|row| {
            let cells = columns.iter().map(|column| table.cell(row, column));
            std::iter::once(*name).chain(cells).collect()
        })
    });
    let mut header = vec!["table"];
    header.extend(&columns);
    written(&header, rows).map(Some)
}

/// The table as TSV, the format of its source.
pub fn tsv(table: &Table) -> String {
    let mut text = names(&table.columns).join("\t") + "\n";
    for row in &table.rows {
        let cells = table.columns.iter().map(|column| table.cell(row, column));
        text.push_str(&cells.collect::<Vec<_>>().join("\t"));
        text.push('\n');
    }
    text
}

fn names(columns: &[String]) -> Vec<&str> {
    columns.iter().map(String::as_str).collect()
}

fn written<'a>(
    header: &[&str],
    rows: impl Iterator<Item = Vec<&'a str>>,
) -> anyhow::Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header)?;
    for row in rows {
        writer.write_record(row)?;
    }
    let bytes = writer.into_inner().context("the table cannot be written")?;
    String::from_utf8(bytes).context("the table is not UTF-8")
}
