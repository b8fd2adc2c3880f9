//! The sections of the reference page that a reader of Markdown files needs too.

use crate::{
    edition::Edition,
    ordered::{Value, at, text},
    pages::prose::{self, Section},
    reference::Operation,
};

/// The anchors of these sections.
const ANCHORS: [&str; 3] = ["authentication", PAGINATION, "errors"];
const PAGINATION: &str = "pagination";
/// The parameters that continue a list.
const PAGING: [&str; 4] = ["cursor", "offset", "page", "skip"];

/// The sections that the page of an edition has.
pub fn sections(edition: &Edition) -> Vec<Section> {
    let introduction = at(&edition.document, "/info/description").and_then(Value::as_str);
    let mut sections = prose::sections(introduction.unwrap_or_default());
    sections.retain(|section| ANCHORS.contains(&section.id.as_str()));
    sections
}

/// A link to a section. `folder` is the prefix that leads to the folder of the page.
pub fn link(section: &Section, folder: &str) -> String {
    let Section { id, title, .. } = section;
    format!("[{title}]({folder}index.html#{id})")
}

/// Links from the file of an operation to the sections that apply to it.
pub(super) fn links(sections: &[Section], operation: &Operation<'_>) -> Vec<String> {
    let pages = pages(operation);
    let all = sections.iter();
    let all = all.filter(|section| pages || section.id != PAGINATION);
    all.map(|section| link(section, "../")).collect()
}

/// Whether an operation returns a list in pages.
fn pages(operation: &Operation<'_>) -> bool {
    let mut names = operation.parameters.iter();
    names.any(|parameter| text(parameter, "name").is_some_and(|name| PAGING.contains(&name)))
}
