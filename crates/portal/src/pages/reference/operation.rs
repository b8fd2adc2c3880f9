//! An operation: what it does, its samples, its parameters and its body.

use maud::{Markup, html};

use super::{LONG, Page, fields::Place, limits, prose_of};
use crate::{
    markdown,
    ordered::{Value, members, text},
    reference::{self, Field, Operation, component},
};

/// The locations of parameters, and the headings of their lists.
const LOCATIONS: [(&str, &str); 4] = [
    ("path", "Path parameters"),
    ("query", "Query parameters"),
    ("header", "Headers"),
    ("cookie", "Cookies"),
];

/// The method of an operation.
pub(super) fn method(method: &str) -> Markup {
    html! { span class=(format!("method {}", method.to_lowercase())) { (method) } }
}

impl<'a> Page<'a> {
    pub(super) fn operation(&self, operation: &Operation<'a>) -> Markup {
        let id = &operation.id;
        html! {
            section.operation id=(id) style=(format!("--rows:{}", self.rows(operation))) {
                div.columns {
                    div.about {
                        h3 { a.anchor href=(format!("#{id}")) { (operation.title()) } }
                        p.route {
                            (method(&operation.method)) " " code { (route(operation.path)) } " "
                            (self.badge(reference::label(operation.value, None)))
                            (source(operation.value))
                            @if operation.value.get("deprecated") == Some(&true.into()) { " " em { "deprecated" } }
                        }
                        (prose_of(text(operation.value, "description")))
                    }
                    (self.samples(operation))
                    div.details {
                        @for (location, title) in LOCATIONS { (self.parameters(operation, location, title)) }
                        (self.body(operation))
                        (self.responses(operation))
                    }
                }
                @for schema in self.parameter_schemas(operation) {
                    details id=(schema) { summary { (schema) } (self.schema(schema)) }
                }
            }
        }
    }

    /// The schemas that only the parameters of an operation use. Their tables need the width of the page.
    fn parameter_schemas(&self, operation: &Operation<'a>) -> Vec<&'a str> {
        let schemas = operation
            .parameters
            .iter()
            .filter_map(|one| one.get("schema"));
        let own = schemas
            .filter_map(component)
            .filter(|name| !self.reference.uses.is_shared(name));
        own.filter(|name| self.placed.borrow_mut().insert(name))
            .collect()
    }

    /// About how many rows the section has.
    fn rows(&self, operation: &Operation<'a>) -> usize {
        let contents = operation.body.map(contents).unwrap_or_default();
        let bodies = contents
            .iter()
            .filter_map(|(_, schema)| reference::object(self.root, schema));
        let fields: usize = bodies
            .map(|object| reference::fields(self.root, object).len())
            .sum();
        operation.parameters.len() + 2 * operation.responses.len() + fields
    }

    fn parameters(&self, operation: &Operation<'a>, location: &str, title: &str) -> Markup {
        let all = operation.parameters.iter().copied();
        let parameters = all.filter(|parameter| text(parameter, "in") == Some(location));
        let named = parameters.filter_map(|one| Some(Field::of(text(one, "name")?, one)));
        let fields: Vec<_> = named.collect();
        let place = Place {
            id: Some(operation.id.clone()),
            label: text(operation.value, "x-evidence"),
            ..Place::default()
        };
        html! { @if !fields.is_empty() { h4 { (title) } (self.fields(&fields, &place)) } }
    }

    fn body(&self, operation: &Operation<'a>) -> Markup {
        let Some(body) = operation.body else {
            return html! {};
        };
        html! {
            h4 { "Body" @if body.get("required") == Some(&true.into()) { " " em { "required" } } }
            (prose_of(text(body, "description")))
            @for (media, schema) in contents(body) {
                p.f { (media.join(", ")) ": " (self.kind(schema)) " " (limits(self.root, schema)) }
                (self.body_fields(operation, schema))
            }
        }
    }

    /// The fields of a body; those of a shared schema are in a list that opens.
    fn body_fields(&self, operation: &Operation<'a>, schema: &'a Value) -> Markup {
        let Some(object) = reference::object(self.root, schema) else {
            return html! {};
        };
        let fields = reference::fields(self.root, object);
        let label = text(operation.value, "x-evidence");
        let outer = Place {
            id: Some(format!("{}.body", operation.id)),
            label,
            ..Place::default()
        };
        let Some(name) = component(object) else {
            return self.fields(&fields, &outer);
        };
        let place = self.place_of(name, &outer);
        if place.id.is_some() {
            return html! { div id=(name) { (self.schema(name)) } };
        }
        html! {
            @if fields.len() <= LONG {
                details { summary { (fields.len()) " fields of " (name) } (self.fields(&fields, &place)) }
            }
        }
    }
}

/// A link to the page that describes an operation.
fn source(operation: &Value) -> Markup {
    let own = text(operation, "x-source");
    let docs = || text(operation.get("externalDocs")?, "url");
    let page = own.or_else(docs).filter(|page| markdown::is_harmless(page));
    html! { @if let Some(page) = page { " " a.t href=(page) { "source" } } }
}

/// A path that can break before a slash.
fn route(path: &str) -> Markup {
    html! { @for part in path.split_inclusive('/') { (part) wbr; } }
}

/// The schemas of a body, each with its media types.
pub(super) fn contents(owner: &Value) -> Vec<(Vec<&str>, &Value)> {
    let mut all: Vec<(Vec<&str>, &Value)> = Vec::new();
    for (media, content) in owner.get("content").into_iter().flat_map(members) {
        let Some(schema) = content.get("schema") else {
            continue;
        };
        match all.iter_mut().find(|(_, known)| *known == schema) {
            Some((known, _)) => known.push(media),
            None => all.push((vec![media], schema)),
        }
    }
    all
}
