//! The reference of an API: one static page, complete without its script.

mod fields;
mod operation;
mod responses;
mod samples;

use std::{cell::RefCell, collections::BTreeSet};

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{Site, layout, prose};
use crate::{
    edition::Edition,
    markdown,
    ordered::{Value, at, members, text},
    reference::{self, AUTHENTICATION, Group, Reference},
};
use fields::Place;

/// Closes the contents on narrow screens before the page is painted, so that nothing moves.
const OPEN_IF_WIDE: &str =
    "document.currentScript.parentNode.open=matchMedia('(min-width:60rem)').matches";
/// A schema with more fields gets a filter.
const LONG: usize = 15;
/// About how much markup a row has.
const BYTES_OF_ROW: usize = 250;

/// What the parts of a page need.
struct Page<'a> {
    edition: &'a Edition,
    root: &'a Value,
    reference: &'a Reference<'a>,
    /// The schemas that have their place on the page already.
    placed: RefCell<BTreeSet<&'a str>>,
}

/// `index.html`.
pub fn page(edition: &Edition, reference: &Reference<'_>, site: &Site) -> String {
    let here = layout::Here {
        edition,
        page: "index.html",
    };
    let title = format!("{} {}", edition.title, edition.shown_version());
    let page = Page {
        edition,
        root: &edition.document,
        reference,
        placed: RefCell::default(),
    };
    html! {
        (DOCTYPE)
        html lang="en" {
            (layout::head(&title, "../../"))
            body {
                a.skip href="#main" { "Skip to the content" }
                (layout::bar(site, "../../", Some(&here)))
                div.reference {
                    (page.contents())
                    main #main tabindex="-1" {
                        h1 { (edition.title) " " span.t { (edition.shown_version()) } }
                        (page.introduction())
                        @for group in &reference.groups { (page.group(group)) }
                        (page.shared_responses())
                        (page.schemas())
                    }
                }
                script src="../../assets/reference.js" {}
            }
        }
    }
    .into_string()
}

fn tag_id(tag: &str) -> String {
    format!("tag-{}", prose::slug(tag))
}

impl<'a> Page<'a> {
    /// The contents of the page, with the search.
    fn contents(&self) -> Markup {
        let reference = self.reference;
        html! {
            details.contents open {
                script { (PreEscaped(OPEN_IF_WIDE)) }
                summary { "Contents and search" }
                search {
                    label for="page-search" { "Search" }
                    input #page-search type="search" autocomplete="off" placeholder="operation, field, header";
                    div #page-found role="status" {}
                }
                nav #page-contents aria-label="Contents" {
                    @for section in &reference.sections { a href=(format!("#{}", section.id)) { (section.title) } }
                    @for group in &reference.groups {
                        p { a href=(format!("#{}", tag_id(group.name))) { (group.name) } }
                        @for operation in &group.operations {
                            a href=(format!("#{}", operation.id)) {
                                (operation::method(&operation.method)) " " (operation.title())
                            }
                        }
                    }
                    @if self.components("responses").next().is_some() {
                        p { a href="#shared-responses" { "Shared responses" } }
                    }
                    @if !reference.shared.is_empty() {
                        p { a href="#all-schemas" { "Schemas" } }
                        @for name in &reference.shared { a href=(format!("#{name}")) { (name) } }
                    }
                }
            }
        }
    }

    fn introduction(&self) -> Markup {
        let servers = self.root.get("servers").and_then(Value::as_sequence);
        let servers = servers.into_iter().flatten();
        let docs = self.root.get("externalDocs").unwrap_or(&Value::Null);
        let title = text(docs, "description").unwrap_or("Further documentation");
        html! {
            @for section in &self.reference.sections {
                section.introduction id=(section.id) {
                    h2 { a.anchor href=(format!("#{}", section.id)) { (section.title) } }
                    (PreEscaped(&section.html))
                    @if section.id == AUTHENTICATION { (self.schemes()) }
                }
            }
            p {
                strong { "Servers:" }
                @for server in servers.filter_map(|server| text(server, "url")) { " " code { (server) } }
            }
            @if let Some(page) = link(docs, "url") { p { a href=(page) { (title) } } }
        }
    }

    /// The security schemes: the header of each, and what the document says of it.
    fn schemes(&self) -> Markup {
        html! {
            dl.fields {
                @for (name, scheme) in self.components("securitySchemes") {
                    div id=(format!("auth-{name}")) {
                        dt {
                            code { (text(scheme, "name").unwrap_or("Authorization")) } " "
                            small { (name) " " (self.badge(reference::label(scheme, None))) }
                        }
                        dd { (prose_of(text(scheme, "description"))) }
                    }
                }
            }
        }
    }

    fn group(&self, group: &Group<'a>) -> Markup {
        let id = tag_id(group.name);
        html! {
            section.group id=(id) {
                h2 { a.anchor href=(format!("#{id}")) { (group.name) } }
                (prose_of(group.description))
            }
            @for operation in &group.operations { (self.operation(operation)) }
        }
    }

    /// The schemas that have no place in an operation.
    fn schemas(&self) -> Markup {
        let is_here =
            |name| self.reference.shared.contains(&name) || self.placed.borrow_mut().insert(name);
        let schemas = html! {
            @for (name, _) in self.components("schemas") {
                @if is_here(name) {
                    @let schema = self.schema(name, None);
                    section.schema id=(name) style=(height(&schema)) {
                        h3 { a.anchor href=(format!("#{name}")) { (name) } }
                        (schema)
                    }
                }
            }
        };
        html! {
            @if !schemas.0.is_empty() {
                section.group #all-schemas { h2 { a.anchor href="#all-schemas" { "Schemas" } } }
                (schemas)
            }
        }
    }

    /// A component schema below its title. `outer` is the evidence label of what contains it.
    fn schema(&self, name: &'a str, outer: Option<&str>) -> Markup {
        let schema = at(self.root, &format!("/components/schemas/{name}"));
        let schema = schema.unwrap_or(&Value::Null);
        let fields = reference::fields(self.root, schema);
        let place = Place {
            id: name.to_owned(),
            label: text(schema, "x-evidence"),
            schema: Some(name),
            depth: 0,
        };
        html! {
            p.f {
                @if fields.is_empty() { (prose::line(&reference::kind(self.root, schema, str::to_owned))) " " }
                (self.badge(reference::label(schema, outer)))
                @if let Some(table) = self.table(name) {
                    " " a href=(format!("fields/{table}.html")) { "Field table" }
                }
            }
            (prose_of(text(schema, "description")))
            @if fields.is_empty() { (limits(self.root, schema)) }
            @if fields.len() > LONG {
                label.f.filter { "Filter the fields " }
            }
            (self.fields(&fields, &place))
        }
    }

    /// The components of a kind, in the order of the document.
    fn components(&self, kind: &str) -> impl Iterator<Item = (&'a str, &'a Value)> {
        let all = at(self.root, &format!("/components/{kind}"));
        all.into_iter().flat_map(members)
    }

    /// The field table that a schema is checked against.
    fn table(&self, schema: &str) -> Option<&'a str> {
        let contract = &self.edition.contract;
        let mut tables = contract.tables.schemas.iter();
        let entry = tables.find(|entry| entry.name == schema)?;
        contract
            .fields
            .contains_key(&entry.table)
            .then_some(entry.table.as_str())
    }

    /// An evidence label, with a link to its explanation if the document has one.
    fn badge(&self, label: Option<&str>) -> Markup {
        html! {
            @match label {
                Some(label) if self.reference.has_section("evidence") => a.badge href="#evidence" { (label) },
                Some(label) => span.badge { (label) },
                None => {},
            }
        }
    }
}

/// A link in a document, unless it could run a script.
fn link<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    text(value, key).filter(|page| markdown::is_harmless(page))
}

/// The height that the browser reserves for a part until it renders it, estimated from its markup.
fn height(part: &Markup) -> String {
    format!("--rows:{}", part.0.len() / BYTES_OF_ROW)
}

/// Markdown below a title of the page.
fn prose_of(text: Option<&str>) -> Markup {
    html! { @if let Some(text) = text { (PreEscaped(prose::description(text))) } }
}

/// The limits of a value, on one line.
fn limits(root: &Value, schema: &Value) -> Markup {
    let limits = reference::limits(root, schema);
    html! { @if !limits.is_empty() { small { (prose::line(&limits.join(" · "))) } } }
}
