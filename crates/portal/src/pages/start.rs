//! The start page: the APIs and their versions, and how to use the documents.

use maud::{Markup, PreEscaped, html};

use super::{Site, layout, prose};
use crate::{Published, edition::Edition};

/// `index.html`.
pub fn page(site: &Site, published: &[Published]) -> String {
    let content = html! {
        div.start {
            h1 { (site.title) }
            div.lead { (PreEscaped(prose::html(&site.summary))) }
            @if let Some(text) = prose::section(&site.conventions, "Unofficial") {
                section.prose aria-labelledby="unofficial" {
                    h2 #unofficial { "Unofficial" }
                    (PreEscaped(prose::html(text)))
                }
            }
            section aria-labelledby="apis" {
                h2 #apis { "APIs" }
                div.cards { @for one in published { (card(one)) } }
            }
            @if !site.conventions.is_empty() {
                p { a href="conventions.html" { "All conventions of the documents" } ": evidence labels, formats, extensions, schemas, versions." }
            }
            (addresses(published))
        }
    };
    layout::page(site, &site.title, "", None, &content)
}

fn card(one: &Published) -> Markup {
    let current = &one.current;
    let latest = format!("{}/latest", current.api());
    html! {
        article.card id=(current.api()) {
            h3 { a href=(format!("{latest}/index.html")) { (current.title) } }
            p.facts { "Version " (current.shown_version()) " · " (operations(current)) " operations" }
            (PreEscaped(prose::html(current.summary())))
            (first_call(current))
            ul.links {
                @for (page, name) in pages(current) {
                    li { a href=(format!("{latest}/{page}")) { (name) } }
                }
            }
            h4 { "Downloads" }
            ul.links {
                @for file in downloads(current) {
                    li { a href=(format!("{latest}/{file}")) { (file) } }
                }
            }
            h4 { "Versions" }
            ul.links {
                @for (folder, _) in one.folders() {
                    li { a href=(format!("{}/{folder}/index.html", current.api())) { (folder) } }
                }
            }
        }
    }
}

/// The simplest call, as a command and in Rust.
fn first_call(edition: &Edition) -> Markup {
    let [curl, rust] = &edition.first_call;
    html! {
        @if let Some(curl) = curl {
            h4 { "First call" }
            pre tabindex="0" { code { (curl.trim_end()) } }
        }
        @if let Some(rust) = rust {
            details { summary { "In Rust" } pre tabindex="0" { code { (rust.trim_end()) } } }
        }
    }
}

fn operations(edition: &Edition) -> usize {
    edition.contract.document.operations().len()
}

fn pages(edition: &Edition) -> Vec<(&str, String)> {
    let mut pages = vec![("index.html", "Reference".to_owned())];
    if !edition.contract.fields.is_empty() {
        pages.push(("fields/index.html", "Field tables".to_owned()));
    }
    pages.extend(
        edition
            .pages
            .iter()
            .map(|page| (page.page.as_str(), page.name())),
    );
    pages
}

fn downloads(edition: &Edition) -> Vec<&str> {
    let mut files = vec![
        "openapi.yaml",
        "openapi.json",
        "openapi-3.1.json",
        "openapi.deref.json",
    ];
    if !edition.contract.tables.schemas.is_empty() {
        files.push("fields.csv");
    }
    files
}

/// For other portals and for generators: URLs that do not change.
fn addresses(published: &[Published]) -> Markup {
    let released = published.iter().find_map(|one| one.released.last());
    let latest = published.first().map(|one| &one.current);
    html! {
        section.prose aria-labelledby="addresses" {
            h2 #addresses { "For portals and generators" }
            p {
                "Each released version has an address of its own, where the document stays as it was released. "
                code { "latest" } " is the newest document, released or not. " code { "openapi-3.1.json" } " is the same document as OpenAPI 3.1."
            }
            pre tabindex="0" { code {
                @if let Some(edition) = released {
                    (edition.api()) "/" (edition.version) "/openapi.yaml\n"
                }
                @if let Some(edition) = latest {
                    (edition.api()) "/latest/openapi.yaml"
                }
            } }
            ul {
                li { a href="apis.json" { "apis.json" } ": all APIs and their documents, in the format APIs.json" }
                li { a href="catalog-info.yaml" { "catalog-info.yaml" } ": the same APIs, as Backstage entities" }
                li { a href="llms.txt" { "llms.txt" } ": each operation as Markdown, for language models" }
                li { a href="SHA256SUMS" { "SHA256SUMS" } ": checksums of all files" }
            }
            p {
                code { "openapi.yaml" } " and " code { "openapi.json" } " contain the whole document; only payloads that "
                "are not JSON are separate files. " code { "openapi.deref.json" } " has no " code { "$ref" } ", for tools "
                "that cannot resolve references."
            }
        }
    }
}
