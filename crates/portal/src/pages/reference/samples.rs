//! What calls look like: the command, the function in Rust, and the response.

use maud::{Markup, html};

use super::Page;
use crate::{
    ordered::{Value, key_text, text},
    reference::{self, Body, Call, Operation},
};

impl<'a> Page<'a> {
    /// The samples of an operation. Of several calls one is open at a time.
    pub(super) fn samples(&self, operation: &Operation<'a>) -> Markup {
        let calls = &operation.calls;
        let group = (calls.len() > 1).then(|| format!("calls-{}", operation.id));
        html! {
            div.samples {
                @for (index, call) in calls.iter().enumerate() {
                    @match &group {
                        Some(group) => details.call name=(group) open[index == 0] {
                            summary {
                                (call.title.as_deref().unwrap_or("Call")) " "
                                @if let Some(label) = call.label { span.badge { (label) } }
                            }
                            (self.call(call))
                        },
                        None => (self.call(call)),
                    }
                }
                @if let Some(rust) = operation.rust {
                    details { summary { "Rust " code.t { "client." (operation.id) } } (sample(&html! { (rust.trim_end()) })) }
                }
            }
        }
    }

    fn call(&self, call: &Call<'_>) -> Markup {
        html! {
            p.caption { "curl" }
            (sample(&html! { (call.curl.trim_end()) }))
            @for (index, body) in call.bodies.iter().enumerate() {
                @if index == 0 {
                    p.caption { "Response " (body.status) " " span.t { (body.media) } }
                    (payload(body))
                } @else {
                    details { summary { "As " (body.media) } (payload(body)) }
                }
            }
        }
    }

    /// The documented bodies of an error.
    pub(super) fn error_bodies(&self, status: &'a str, response: &'a Value) -> Markup {
        let folder = self.edition.contract.place();
        html! {
            @for (_, body) in reference::bodies(self.root, &folder, status, response) {
                details {
                    summary { (text(body.example, "summary").unwrap_or("Body")) " " span.t { (body.media) } }
                    (payload(&body))
                }
            }
        }
    }
}

/// Text that can be copied.
fn sample(text: &Markup) -> Markup {
    html! { div.sample { pre tabindex="0" { code { (text) } } } }
}

fn payload(body: &Body<'_>) -> Markup {
    let file = text(body.example, "externalValue");
    match (body.example.get("value"), &body.text, file) {
        (Some(value), ..) if !value.is_string() => sample(&json(value, 0)),
        (_, Some(text), _) => sample(&html! { (text.trim_end()) }),
        (_, None, Some(file)) => html! { p.f { "The bytes of " a href=(file) { (file) } "." } },
        (_, None, None) => html! {},
    }
}

/// Indented JSON, with strings and other values marked.
fn json(value: &Value, depth: usize) -> Markup {
    let (inner, outer) = ("  ".repeat(depth + 1), "  ".repeat(depth));
    let end = |index: usize, length: usize| if index + 1 < length { ",\n" } else { "\n" };
    match value {
        Value::Mapping(map) if !map.is_empty() => html! {
            "{\n"
            @for (index, (key, value)) in map.iter().enumerate() {
                (inner) (quoted(&key_text(key))) ": " (json(value, depth + 1)) (end(index, map.len()))
            }
            (outer) "}"
        },
        Value::Sequence(items) if !items.is_empty() => html! {
            "[\n"
            @for (index, item) in items.iter().enumerate() {
                (inner) (json(item, depth + 1)) (end(index, items.len()))
            }
            (outer) "]"
        },
        Value::String(text) => html! { b { (quoted(text)) } },
        other => html! { i { (serde_json::to_string(other).unwrap_or_default()) } },
    }
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}
