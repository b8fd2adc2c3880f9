//! What calls look like: the command, the function in Rust, and the response.

use maud::{Markup, PreEscaped, html};

use super::Page;
use crate::{
    ordered::{Value, text},
    reference::{self, Body, Call, Operation},
};

impl<'a> Page<'a> {
    /// The samples of an operation. If it has several calls, only one is open at a time.
    pub(super) fn samples(&self, operation: &Operation<'a>) -> Markup {
        let calls = &operation.calls;
        let group = format!("calls-{}", operation.id);
        html! {
            div.samples {
                @for (index, call) in calls.iter().enumerate() {
                    @if calls.len() == 1 { (self::call(call, &[])) }
                    @else {
                        details.call name=(group) open[index == 0] {
                            summary {
                                (call.title.as_deref().unwrap_or("Call")) " "
                                @if let Some(label) = call.label { span.badge { (label) } }
                            }
                            (self::call(call, &calls[..index]))
                        }
                    }
                }
                @if let Some(rust) = operation.rust {
                    details { summary { "Rust " code.t { "client." (operation.id) } } (sample(rust)) }
                }
            }
        }
    }

    /// The documented bodies of an error. Nearly all fit on a line.
    pub(super) fn error_bodies(&self, response: &'a Value) -> Markup {
        let folder = self.edition.contract.place();
        html! {
            @for (_, body) in reference::bodies(self.root, &folder, "", response) {
                dd {
                    @match body.line() {
                        Some(line) => code { (line) },
                        None => details {
                            summary { (text(body.example, "summary").unwrap_or("Body")) " " span.t { (body.media) } }
                            (payload(&body))
                        },
                    }
                }
            }
        }
    }
}

/// A call of an operation. A response that an earlier call shows is not repeated.
fn call(call: &Call<'_>, earlier: &[Call<'_>]) -> Markup {
    html! {
        div.exchange {
            div { p.caption { "curl" } (sample(&call.curl)) }
            div {
                @for (index, body) in call.bodies.iter().enumerate() {
                    @match (index, body.shown_in(earlier)) {
                        (0, Some(title)) => p.f { "Response " (body.status) ": as for \u{201c}" (title) "\u{201d}." },
                        (0, None) => {
                            p.caption { "Response " (body.status) " " span.t { (body.media) } }
                            (payload(body))
                        },
                        (_, Some(_)) => {},
                        (_, None) => details { summary { "As " (body.media) } (payload(body)) },
                    }
                }
            }
        }
    }
}

/// Text that can be copied. Quotes are not escaped: HTML does not require it here, and JSON has many of them.
fn sample(text: &str) -> Markup {
    let text = text.trim_end().replace('&', "&amp;").replace('<', "&lt;");
    html! { div.sample { pre tabindex="0" { code { (PreEscaped(text)) } } } }
}

fn payload(body: &Body<'_>) -> Markup {
    match (&body.text, body.file()) {
        (Some(text), _) => sample(text),
        (None, Some(file)) => html! { p.f { "The bytes of " a href=(file) { (file) } "." } },
        (None, None) => html! {},
    }
}
