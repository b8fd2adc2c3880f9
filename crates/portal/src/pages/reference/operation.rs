//! An operation: what it does, its samples, its parameters and its body.

use maud::{Markup, html};

use super::{Page, fields::Place, limits, link, prose_of};
use crate::{
    ordered::{Value, members, text},
    pages::prose,
    reference::{self, Field, Operation, component},
};

/// The method of an operation.
pub(super) fn method(method: &str) -> Markup {
    html! { span class=(format!("method {}", method.to_lowercase())) { (method) } }
}

impl<'a> Page<'a> {
    pub(super) fn operation(&self, operation: &Operation<'a>) -> Markup {
        let id = &operation.id;
        let details = html! {
            @for location in ["path", "query", "header", "cookie"] { (self.parameters(operation, location)) }
            (self.body(operation))
            (self.responses(operation))
        };
        html! {
            section.operation id=(id) style=(super::height(&details)) {
                h3 { a.anchor href=(format!("#{id}")) { (operation.title()) } }
                p.route {
                    (method(&operation.method)) " " code { (prose::breakable(operation.path, '/')) } " "
                    (self.badge(reference::label(operation.value, None)))
                    (source(operation.value))
                    @if operation.value.get("deprecated") == Some(&true.into()) { " " em { "deprecated" } }
                }
                (prose_of(text(operation.value, "description")))
                (self.samples(operation))
                (details)
            }
        }
    }

    fn parameters(&self, operation: &Operation<'a>, location: &str) -> Markup {
        let is_here = |parameter: &&Field<'_>| text(parameter.about, "in") == Some(location);
        let fields = operation.parameters.iter().filter(is_here).copied();
        let fields: Vec<_> = fields.collect();
        let place = place(operation, operation.id.clone());
        html! { @if !fields.is_empty() { h4 { (prose::title_of(location)) " parameters" } (self.fields(&fields, &place)) } }
    }

    fn body(&self, operation: &Operation<'a>) -> Markup {
        html! {
            @if let Some(body) = operation.body {
                h4 { "Body" @if body.get("required") == Some(&true.into()) { " " em { "required" } } }
                (prose_of(text(body, "description")))
                @for (index, (media, schema)) in contents(self.root, body).into_iter().enumerate() {
                    @let anchor = if index == 0 { "body" } else { media[0] };
                    @let place = place(operation, format!("{}.{anchor}", operation.id));
                    p.f { (media.join(", ")) ": " (self.kind(schema)) " " (limits(self.root, schema)) }
                    @if let Some(object) = reference::object(self.root, schema) { (self.inside(object, true, &place)) }
                }
            }
        }
    }
}

/// The place of the fields of an operation, whose anchors start with `id`.
fn place<'a>(operation: &Operation<'a>, id: String) -> Place<'a> {
    Place {
        id,
        label: text(operation.value, "x-evidence"),
        ..Place::default()
    }
}

/// A link to the page that describes an operation.
fn source(operation: &Value) -> Markup {
    let docs = || link(operation.get("externalDocs")?, "url");
    let page = link(operation, "x-source").or_else(docs);
    html! { @if let Some(page) = page { " " a.t href=(page) { "source" } } }
}

/// The schemas of a body, each with its media types. Media types of the same component differ only in their encoding.
pub(super) fn contents<'a>(root: &'a Value, owner: &'a Value) -> Vec<(Vec<&'a str>, &'a Value)> {
    let kind = |schema: &'a Value| {
        let name = reference::object(root, schema).and_then(component);
        name.map(|_| reference::kind(root, schema, str::to_owned))
    };
    let mut all: Vec<(Vec<&str>, &Value)> = Vec::new();
    for (media, content) in members(owner.get("content").unwrap_or(&Value::Null)) {
        let Some(schema) = content.get("schema") else {
            continue;
        };
        let is_same =
            |known| known == schema || (kind(schema).is_some() && kind(known) == kind(schema));
        match all.iter_mut().find(|(_, known)| is_same(known)) {
            Some((known, _)) => known.push(media),
            None => all.push((vec![media], schema)),
        }
    }
    all
}
