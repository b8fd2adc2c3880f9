//! The portal: pages that work from any static host, under any path, and from a disk. Their links to each other are
//! relative.

mod layout;
pub mod prose;
mod reference;
mod start;
mod table;

use std::path::Path;

use anyhow::Context;
use contract::Table;
use openapi_document::folder;

use super::{
    Published,
    edition::{Edition, Prose},
};
use crate::Blob;

pub use reference::page as reference_page;
pub use table::{page as table_page, tables as tables_page};

const STYLE: &str = concat!(
    include_str!("../assets/site.css"),
    include_str!("../assets/reference.css")
);
const TABLE_SCRIPT: &str = include_str!("../assets/table.js");
const REFERENCE_SCRIPT: &str = include_str!("../assets/reference.js");
const ICON: &str = include_str!("../assets/icon.svg");

/// What all pages share, and what only the start page has.
#[derive(Debug)]
pub struct Site {
    /// Title of the README.
    pub title: String,
    /// First paragraph of the README.
    pub summary: String,
    conventions: String,
}

impl Site {
    /// Reads the texts of the workspace. The site omits what the workspace does not have.
    pub fn read(root: &Path, published: &[Published]) -> anyhow::Result<Self> {
        let read = |path: &str| {
            let text = folder::text_if_any(root, Path::new(path));
            let text = text.with_context(|| format!("cannot read {path}"))?;
            anyhow::Ok(text.unwrap_or_default())
        };
        let readme = read("README.md")?;
        let names: Vec<_> = published
            .iter()
            .map(|one| one.current.title.as_str())
            .collect();
        Ok(Self {
            title: prose::title(&readme).map_or_else(|| names.join(", "), str::to_owned),
            summary: prose::introduction(&readme).unwrap_or_default().to_owned(),
            conventions: read("spec/README.md")?,
        })
    }
}

/// Scripts and styles.
pub fn assets() -> Vec<Blob> {
    vec![
        Blob::text("assets/site.css", STYLE),
        Blob::text("assets/table.js", compact(TABLE_SCRIPT)),
        Blob::text("assets/reference.js", compact(REFERENCE_SCRIPT)),
        Blob::text("assets/icon.svg", ICON),
    ]
}

/// A script without comment lines, indentation and line ends after punctuation. A string in it must not
/// span lines, and a comment must be alone on its line.
fn compact(script: &str) -> String {
    let lines = script.lines().map(str::trim_start);
    let code = lines.filter(|line| !line.is_empty() && !line.starts_with("//"));
    let end = |line: &str| match line.ends_with([';', ',', '{', '(']) {
        true => "",
        false => "\n",
    };
    code.map(|line| format!("{line}{}", end(line))).collect()
}

/// The pages that belong to no API.
pub fn site_pages(site: &Site, published: &[Published]) -> Vec<Blob> {
    let mut pages = vec![Blob::text("index.html", start::page(site, published))];
    if !site.conventions.is_empty() {
        let title = prose::title(&site.conventions).unwrap_or("Conventions");
        let html = prose::html(&site.conventions);
        let page = layout::page(site, title, "", None, &layout::article(&html));
        pages.push(Blob::text("conventions.html", page));
    }
    pages
}

/// A page of prose beside a document.
pub fn prose_page(edition: &Edition, site: &Site, prose: &Prose) -> String {
    let content = layout::article(&prose::html(prose.text()));
    let here = layout::Here {
        edition,
        page: &prose.page,
    };
    layout::page(site, &prose.title, "../../", Some(&here), &content)
}

/// The field tables of an API, then its other tables.
fn ordered_tables(edition: &Edition) -> Vec<(&str, &Table)> {
    let mut tables = super::tables::of_fields(&edition.contract);
    for (name, table) in &edition.contract.fields {
        if tables.iter().all(|(known, _)| known != name) {
            tables.push((name, table));
        }
    }
    tables
}

#[cfg(test)]
mod tests {
    use super::{REFERENCE_SCRIPT, TABLE_SCRIPT};

    #[test]
    fn scripts_can_be_compacted() {
        let lines = [TABLE_SCRIPT, REFERENCE_SCRIPT]
            .into_iter()
            .flat_map(str::lines);
        for line in lines.filter(|line| !line.trim_start().starts_with("//")) {
            let is_closed = line.matches('`').count().is_multiple_of(2);
            assert!(is_closed && !line.ends_with('\\'), "{line}");
            assert!(
                !line.contains(" //"),
                "the next line would become part of the comment: {line}"
            );
        }
    }
}
