//! The files that are published for an edition.

use std::path::Path;

use anyhow::Context;
use openapi_document::folder;

use crate::{
    Blob, deref,
    edition::Edition,
    ordered,
    pages::{self, Site},
    portable,
    reference::{Reference, markdown},
    tables, v31, yaml,
};

/// All files of an edition, in `folder` of the site.
pub fn of_edition(edition: &Edition, folder: &Path, site: &Site) -> anyhow::Result<Vec<Blob>> {
    let mut files = Vec::new();
    let mut add = |path: &str, text: String| files.push(Blob::text(folder.join(path), text));
    let document = portable::portable(&edition.document);
    add("openapi.yaml", yaml::write(&document));
    add("openapi.json", ordered::json(&document)?);
    let converted = v31::converted(&document);
    add("openapi-3.1.json", ordered::json(&converted)?);
    let flat = deref::dereferenced(&document);
    add("openapi.deref.json", ordered::json(&flat)?);
    for page in &edition.pages {
        add(&page.source, page.text().to_owned());
        add(&page.page, pages::prose_page(edition, site, page));
    }
    if let Some(fields) = tables::all_fields(&edition.contract)? {
        add("fields.csv", fields);
    }
    for (name, table) in &edition.contract.fields {
        add(&format!("fields/{name}.tsv"), tables::tsv(table));
        add(&format!("fields/{name}.csv"), tables::csv(table)?);
        add(
            &format!("fields/{name}.html"),
            pages::table_page(edition, site, name, table),
        );
    }
    if !edition.contract.fields.is_empty() {
        add("fields/index.html", pages::tables_page(edition, site));
    }
    let reference = Reference::of(edition);
    add(
        "index.html",
        pages::reference_page(edition, &reference, site),
    );
    for operation in reference.operations() {
        let text = markdown::operation(edition, &reference, operation);
        add(&operation.file(), text);
    }
    for path in &edition.bundle.beside {
        files.push(beside(edition, path, folder)?);
    }
    Ok(files)
}

/// A file that the document refers to.
fn beside(edition: &Edition, path: &Path, folder: &Path) -> anyhow::Result<Blob> {
    let bytes = folder::read(&edition.contract.place(), path).with_context(|| {
        let document = edition.contract.document.path.display();
        let source = edition.contract.folder().join(path);
        format!(
            "{document} refers to {}, which cannot be read",
            source.display()
        )
    })?;
    Ok(Blob {
        path: folder.join(path),
        bytes,
    })
}
