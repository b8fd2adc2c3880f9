//! The responses of operations. Error responses that several operations share are described in one place.

use std::collections::BTreeSet;

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

/// Where the components are that responses refer to.
const RESPONSES: &str = "#/components/responses/";

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
                        None => div { (self.response(status, status, response, label)) },
                    }
                }
            }
        }
    }

    /// The list of error responses that operations refer to by name.
    pub(super) fn error_responses(&self) -> Markup {
        let mut responses = self.shared_responses().peekable();
        html! {
            @if responses.peek().is_some() {
                section.group #shared-responses {
                    h2 { a.anchor href="#shared-responses" { "Error responses" } }
                    dl.fields {
                        @for (name, response) in responses {
                            div id=(format!("response-{name}")) { (self.response(name, "", response, None)) }
                        }
                    }
                }
            }
        }
    }

    /// The error responses that operations refer to by name, in the order of the document.
    pub(super) fn shared_responses(&self) -> impl Iterator<Item = (&'a str, &'a Value)> {
        let all = self.reference.operations();
        let used: BTreeSet<_> = all
            .flat_map(|operation| {
                operation
                    .responses
                    .iter()
                    .map(move |(status, _)| (operation, *status))
            })
            .filter_map(|(operation, status)| shared(operation, status))
            .collect();
        let all = at(self.root, "/components/responses");
        let all = all.into_iter().flat_map(members);
        all.filter(move |(name, _)| used.contains(name))
    }

    /// A response below its status or name. The calls of an operation show its successes.
    fn response(
        &self,
        title: &str,
        status: &'a str,
        response: &'a Value,
        label: Option<&'a str>,
    ) -> Markup {
        let own = reference::label(response, label);
        html! {
            dt {
                code { (title) } " "
                small {
                    @for (index, (media, schema)) in contents(response).iter().enumerate() {
                        @if index > 0 { "; " }
                        (self.kind(schema)) " as " (media.join(", "))
                    }
                }
                @if own.is_some() { " " (self.badge(own)) }
            }
            dd {
                (described(text(response, "description"), &html! {}))
                (self.headers(response, label))
                @if !status.starts_with('2') { (self.error_bodies(status, response)) }
            }
        }
    }

    fn headers(&self, response: &'a Value, label: Option<&'a str>) -> Markup {
        let headers = response.get("headers").into_iter().flat_map(members);
        let fields =
            headers.map(|(name, header)| Field::of(name, ordered::follow(self.root, header)));
        let fields: Vec<_> = fields.collect();
        let place = Place {
            label,
            ..Place::default()
        };
        html! {
            @if !fields.is_empty() { details { summary { "Headers" } (self.fields(&fields, &place)) } }
        }
    }
}

/// The name of an error response that an operation refers to.
fn shared<'a>(operation: &Operation<'a>, status: &str) -> Option<&'a str> {
    let response = operation.value.get("responses")?.get(status)?;
    let name = ordered::reference(response)?.strip_prefix(RESPONSES)?;
    (!status.starts_with('2')).then_some(name)
}
