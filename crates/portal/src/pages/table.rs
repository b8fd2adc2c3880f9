//! The pages of the tables: one for each, and a list of them.

use contract::{Row, Table};
use maud::{Markup, html};

use super::{Site, layout, ordered_tables, prose};
use crate::{edition::Edition, tables as files};

/// The column that says what a row means.
const DESCRIPTION: &str = "description";

/// The tables that every API can have, and what they are.
const INTRODUCTIONS: [(&str, &str); 3] = [
    (
        "exceptions",
        "Our own list: where a schema differs from its table, and why.",
    ),
    (
        "operations",
        "What the sources say of each operation: `evidence` names the source. What is called inferred is an assumption \
         of ours.",
    ),
    (
        "parameters",
        "What the sources say of each parameter, without credentials: `evidence` names the source, and `value` is the \
         value that it prints.",
    ),
];

/// Cells of at most this many bytes do not wrap.
const SHORT: usize = 48;

/// `fields/<name>.html`: the table, to be sorted and filtered.
pub fn page(edition: &Edition, site: &Site, name: &str, table: &Table) -> String {
    let page = format!("fields/{name}.html");
    let here = layout::Here {
        edition,
        page: &page,
    };
    let content = html! {
        div.wide {
            nav.crumbs aria-label="Tables" {
                a href="../index.html" { (edition.title) } " › " a href="index.html" { "Field tables" }
            }
            h1 { (prose::title_of(name)) }
            p { (prose::line(&introduction(edition, name, table))) }
            (table_of(edition, name, table))
        }
        script src="../../../assets/table.js" {}
    };
    layout::page(
        site,
        &prose::title_of(name),
        "../../../",
        Some(&here),
        &content,
    )
}

/// The schemas that are checked against a table.
fn schema_names<'a>(edition: &'a Edition, table: &str) -> Vec<&'a str> {
    let all = edition.contract.tables.schemas.iter();
    let of_table = all.filter(|schema| schema.table == table);
    of_table.map(|schema| schema.name.as_str()).collect()
}

/// What a table is, and whose facts it has.
fn introduction(edition: &Edition, name: &str, table: &Table) -> String {
    let known = INTRODUCTIONS.iter().find(|(known, _)| *known == name);
    if let Some((_, text)) = known {
        return (*text).to_owned();
    }
    let names = schema_names(edition, name);
    if names.is_empty() {
        return String::new();
    }
    let has_assumptions = table.columns.iter().any(|column| column == "inferred");
    let inferred = " The column `inferred` names the cells of a row that no source states.";
    format!(
        "The vendor's table of fields.{} Schemas that are checked against it: `{}`.",
        if has_assumptions { inferred } else { "" },
        names.join("`, `")
    )
}

fn table_of(edition: &Edition, name: &str, table: &Table) -> Markup {
    let count = table.rows.len();
    let (shared, columns): (Vec<_>, Vec<_>) = columns(table)
        .into_iter()
        .partition(|column| is_shared(table, column));
    html! {
        @if let [first, ..] = table.rows.as_slice() && !shared.is_empty() {
            p {
                "In all rows: "
                @for (index, column) in shared.iter().enumerate() {
                    @if index > 0 { ", " }
                    (column.replace('_', " ")) " “" (content(edition, table.cell(first, column))) "”"
                }
                "."
            }
        }
        div.tools {
            label for="filter" { "Filter" }
            input #filter type="search" autocomplete="off" placeholder="Any text of a row" data-filter;
            output for="filter" data-count { (count) " of " (count) " rows" }
            span.downloads {
                a href=(format!("{name}.tsv")) download { "TSV" } " "
                a href=(format!("{name}.csv")) download { "CSV" }
            }
        }
        div.scroll tabindex="0" role="region" aria-label=(prose::title_of(name)) {
            table data-sortable {
                thead { tr {
                    @for column in &columns {
                        th scope="col" { button type="button" { (column.replace('_', " ")) } }
                    }
                } }
                tbody {
                    @for row in &table.rows { (row_of(edition, name, (table, &columns), row)) }
                }
            }
        }
    }
}

/// The columns that have a value, the description after the name.
fn columns(table: &Table) -> Vec<&str> {
    let has_value = |column: &&str| {
        let mut cells = table.rows.iter().map(|row| table.cell(row, column));
        cells.any(|cell| !cell.is_empty())
    };
    let columns = table.columns.iter().map(String::as_str);
    let mut columns: Vec<_> = columns.filter(has_value).collect();
    columns.sort_by_key(|column| *column != table.columns[0] && *column != DESCRIPTION);
    columns
}

/// Whether several rows have one value in a column, which the page then says once.
fn is_shared(table: &Table, column: &str) -> bool {
    let mut pairs = table.rows.windows(2).peekable();
    let equal = |pair: &[Row]| table.cell(&pair[0], column) == table.cell(&pair[1], column);
    pairs.peek().is_some() && pairs.all(equal)
}

fn row_of(edition: &Edition, name: &str, (table, columns): (&Table, &[&str]), row: &Row) -> Markup {
    let is_fields = files::of_fields(&edition.contract)
        .iter()
        .any(|(known, _)| *known == name);
    let id = is_fields.then(|| edition.contract.tables.name(table, row));
    html! {
        tr id=[id] {
            @for (index, column) in columns.iter().enumerate() {
                @let cell = table.cell(row, column);
                @if index == 0 {
                    th scope="row" { code { (prose::breakable(cell, '_')) } }
                } @else if *column == DESCRIPTION {
                    td.description { (prose::line(cell)) }
                } @else {
                    td.short[cell.len() <= SHORT].long[cell.len() > SHORT] { (content(edition, cell)) }
                }
            }
        }
    }
}

/// A cell; the ID of an erratum is a link to it.
fn content(edition: &Edition, cell: &str) -> Markup {
    let errata = edition.pages.iter().find(|page| page.source == "ERRATA.md");
    html! {
        @match errata {
            Some(page) if prose::is_erratum(cell) => {
                a href=(format!("../{}#{}", page.page, cell.to_lowercase())) { (cell) }
            }
            _ if cell.contains('`') => (prose::line(cell)),
            _ if cell.len() > SHORT => (breakable(cell)),
            _ => (cell),
        }
    }
}

/// Long lists of names may break after commas.
fn breakable(cell: &str) -> Markup {
    html! {
        @for (index, part) in cell.split(',').enumerate() {
            @if index > 0 { "," wbr; }
            (part)
        }
    }
}

/// `fields/index.html`: the list of tables.
pub fn tables(edition: &Edition, site: &Site) -> String {
    let here = layout::Here {
        edition,
        page: "fields/index.html",
    };
    let content = html! {
        div.prose {
            h1 { "Field tables" }
            p {
                "The tables that the document is checked against: the vendor's tables of fields, what the sources say "
                "of operations and parameters, and the exceptions."
            }
            div.scroll tabindex="0" {
                table {
                    thead { tr { th scope="col" { "Table" } th scope="col" { "Rows" } th scope="col" { "Schemas" } th scope="col" { "Raw" } } }
                    tbody {
                        @for (name, table) in ordered_tables(edition) {
                            tr {
                                th scope="row" { a href=(format!("{name}.html")) { (prose::title_of(name)) } }
                                td { (table.rows.len()) }
                                td { (schema_names(edition, name).join(", ")) }
                                td.short {
                                    a href=(format!("{name}.tsv")) download { "TSV" } " "
                                    a href=(format!("{name}.csv")) download { "CSV" }
                                }
                            }
                        }
                    }
                }
            }
            @if !edition.contract.tables.schemas.is_empty() {
                p { "All fields in one file: " a href="../fields.csv" { "fields.csv" } "." }
            }
        }
    };
    layout::page(site, "Field tables", "../../../", Some(&here), &content)
}
