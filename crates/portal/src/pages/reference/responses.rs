//! The responses of operations. Those among the document's components are described in one place.

use std::ptr;

use maud::{Markup, html};

use super::{
    Page,
    fields::{Place, described},
    operation::contents,
};
use crate::{
    ordered::{self, Value, members, text},
    reference::{self, Field, Operation},
};

impl<'a> Page<'a> {
    pub(super) fn responses(&self, operation: &Operation<'a>) -> Markup {
        let label = text(operation.value, "x-evidence");
        html! {
            h4 { "Responses" }
            dl.fields {
                @for (status, response) in &operation.responses {
                    @match shared(operation, status) {
                        Some(name) => div {
                            dt { code { (status) } " " a href=(format!("#response-{name}")) { (name) } }
                            dd { (described(text(response, "description"), &html! {})) }
                        },
                        None => div { (self.response(&format!("{}.{status}", operation.id), status, response, label)) },
                    }
                }
            }
        }
    }

    /// The list of the responses among the document's components.
    pub(super) fn shared_responses(&self) -> Markup {
        let mut responses = self.components("responses").peekable();
        html! {
            @if responses.peek().is_some() {
                section.group #shared-responses {
                    h2 { a.anchor href="#shared-responses" { "Shared responses" } }
                    dl.fields {
                        @for (name, response) in responses {
                            @let id = format!("response-{name}");
                            div id=(id) { (self.response(&id, name, ordered::follow(self.root, response), None)) }
                        }
                    }
                }
            }
        }
    }

    /// A response below its status or name.
    fn response(
        &self,
        id: &str,
        title: &str,
        response: &'a Value,
        label: Option<&'a str>,
    ) -> Markup {
        let headers = response.get("headers").into_iter().flat_map(members);
        let headers =
            headers.map(|(name, header)| Field::of(name, ordered::follow(self.root, header)));
        let headers: Vec<_> = headers.collect();
        let place = Place {
            id: id.to_owned(),
            label,
            ..Place::default()
        };
        let bodies = html! {
            small {
                @for (index, (media, schema)) in contents(self.root, response).iter().enumerate() {
                    @if index > 0 { "; " }
                    (self.kind(schema)) " as " (media.join(", "))
                }
            }
        };
        html! {
            dt { code { (title) } " " (self.badge(reference::label(response, label))) }
            dd { (described(text(response, "description"), &bodies)) }
            @if !headers.is_empty() { dd { details { summary { "Headers" } (self.fields(&headers, &place)) } } }
            @if self.is_error(response) { (self.error_bodies(response)) }
        }
    }

    /// Whether an operation has the response for a status that is not a success. Calls show the bodies of successes.
    fn is_error(&self, response: &Value) -> bool {
        let operations = self.reference.operations();
        let mut all = operations.flat_map(|operation| &operation.responses);
        all.any(|(status, value)| ptr::eq(*value, response) && !status.starts_with('2'))
    }
}

/// The name of a component that an operation refers to.
fn shared<'a>(operation: &Operation<'a>, status: &str) -> Option<&'a str> {
    let response = operation.value.get("responses")?.get(status)?;
    ordered::reference(response)?.strip_prefix("#/components/responses/")
}
