//! The documentation of an operation's method and call, from what the contract says of it.

use super::calls;
use crate::codegen::read::operation::Operation;

/// The documentation of the client's method.
pub fn of_method(operation: &Operation) -> String {
    let request = format!("`{} {}`", operation.method, operation.path);
    let parts = [
        operation
            .summary
            .as_deref()
            .map(|summary| format!("{}.", summary.trim_end_matches('.'))),
        operation.description.clone(),
        Some(request),
        arguments(operation),
        errors(operation),
        example(operation),
        evidence(operation),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n")
}

/// The documentation of the call's struct.
pub fn of_call(operation: &Operation) -> String {
    format!(
        "A call of [`Client::{0}`](super::Client::{0}).",
        calls::method(operation)
    )
}

/// What the arguments mean. Optional ones are methods of the call.
fn arguments(operation: &Operation) -> Option<String> {
    let item =
        |name: &str, text: &Option<String>| text.as_ref().map(|text| format!("- `{name}`: {text}"));
    let required = operation
        .arguments
        .iter()
        .filter(|argument| argument.required);
    let required = required.filter_map(|argument| item(&argument.ident, &argument.description));
    let body = operation.body.iter().filter(|body| body.required);
    let body = body.filter_map(|body| item("body", &body.description));
    let items: Vec<_> = required.chain(body).collect();
    let optional = operation
        .arguments
        .iter()
        .any(|argument| !argument.required);
    let optional = optional.then(|| {
        let call = calls::name(operation);
        format!("Optional arguments are methods of [`{call}`](super::calls::{call}).")
    });
    let items = (!items.is_empty()).then(|| items.join("\n"));
    let parts: Vec<_> = items.into_iter().chain(optional).collect();
    (!parts.is_empty()).then(|| parts.join("\n\n"))
}

/// The documented errors.
fn errors(operation: &Operation) -> Option<String> {
    let documented = operation
        .responses
        .iter()
        .filter(|response| !response.status.starts_with('2'));
    let items = documented.map(|response| {
        let description = response.description.trim();
        format!("- {}: {description}", response.status)
    });
    let items: Vec<_> = items.collect();
    let head = "# Errors\n\nAn [`Error`](order_sdk_runtime::http::Error).";
    Some(match items.is_empty() {
        true => head.to_owned(),
        false => format!(
            "{head} The contract documents these statuses:\n\n{}",
            items.join("\n")
        ),
    })
}

/// The sample program of the contract.
fn example(operation: &Operation) -> Option<String> {
    let sample = operation.sample.as_ref()?;
    let (title, code): (Vec<_>, Vec<_>) = sample
        .trim()
        .lines()
        .partition(|line| line.starts_with("//!"));
    let title: Vec<_> = title
        .iter()
        .map(|line| line.trim_start_matches("//!").trim())
        .collect();
    let code = code.join("\n");
    Some(format!(
        "# Example\n\n{}\n\n```no_run\n{}\n```",
        title.join(" "),
        code.trim()
    ))
}

/// What the description of the operation is based on.
fn evidence(operation: &Operation) -> Option<String> {
    let (label, page) = operation.evidence.as_ref()?;
    Some(match page {
        Some(page) => format!("Evidence: [`{label}`]({page})."),
        None => format!("Evidence: `{label}`."),
    })
}
