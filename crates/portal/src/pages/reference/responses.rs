//! The responses of operations. Those that several operations share are described in one place.

use maud::{Markup, html};

use super::{
    Page,
    fields::{Place, described},
    operation::contents,
};
use crate::{
    ordered::{self, Value, at, members, text},
    reference::{self, Field, Operation},
};

/// Where the shared responses are in a document.
pub(super) const RESPONSES: &str = "/components/responses";

impl<'a> Page<'a> {
    pub(super) fn responses(&self, operation: &Operation<'a>) -> Markup {
        let label = text(operation.value, "x-evidence");
        let responses = operation.value.get("responses").into_iter();
        html! {
            h4 { "Responses" }
            dl.fields {
                @for (status, response) in responses.flat_map(members) {
                    @match ordered::reference(response).and_then(|to| to.rsplit('/').next()) {
                        Some(name) => div {
                            dt { code { (status) } " " a href=(format!("#response-{name}")) { (name) } }
                            dd { (described(text(ordered::follow(self.root, response), "description"), &html! {})) }
                        },
                        None => div { (self.response(&format!("{}.{status}", operation.id), status, response, label)) },
                    }
                }
            }
        }
    }

    /// The list of responses that operations refer to by name.
    pub(super) fn shared_responses(&self) -> Markup {
        let Some(responses) = at(self.root, RESPONSES) else {
            return html! {};
        };
        html! {
            section.group #shared-responses {
                h2 { a.anchor href="#shared-responses" { "Shared responses" } }
                dl.fields {
                    @for (name, response) in members(responses) {
                        @let id = format!("response-{name}");
                        div id=(id) { (self.response(&id, name, response, None)) }
                    }
                }
            }
        }
    }

    /// A response below its status or name. The calls of an operation show the bodies of its successes.
    fn response(
        &self,
        id: &str,
        title: &'a str,
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
            schema: None,
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
            @if !title.starts_with('2') { (self.error_bodies(title, response)) }
        }
    }
}
