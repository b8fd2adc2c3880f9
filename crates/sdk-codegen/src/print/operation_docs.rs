//! The documentation of an operation's method and call, from what the contract says about the operation.

use crate::read::{
    kind::Kind,
    operation::{Form, Operation},
};

/// The documentation of the client's method.
pub fn of_method(operation: &Operation) -> String {
    let summary = operation.summary.as_deref();
    let request = format!(
        "Sends `{} {}` and returns {}.",
        operation.method,
        operation.path,
        result(operation)
    );
    let parts = [
        summary.map(|summary| format!("{}.", summary.trim_end_matches('.'))),
        operation.description.clone(),
        Some(request),
        arguments(operation),
        Some(errors(operation)),
        example(operation),
        evidence(operation),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n")
}

/// The documentation of the call's struct.
pub fn of_call(operation: &Operation) -> String {
    let method = &operation.name;
    let is_file = operation
        .body
        .as_ref()
        .is_some_and(|body| body.form == Form::File);
    let clone = if is_file {
        " It cannot be cloned, because its body may be a stream."
    } else {
        ""
    };
    format!(
        "A call of [`Client::{method}`](super::Client::{method}). Awaiting it sends the request and returns {}; \
         [`send`](Self::send) also returns the status and the headers.{clone}",
        result(operation)
    )
}

fn result(operation: &Operation) -> String {
    let model = |name: &syn::Ident| format!("[`{name}`](super::types::{name})");
    match &operation.result {
        Kind::Unit => "nothing".to_owned(),
        Kind::File => "the file as a [`Download`](crate::Download)".to_owned(),
        Kind::Text => "the content as a `String`".to_owned(),
        Kind::Model(name) => model(name),
        Kind::List(item) => match &**item {
            Kind::Model(name) => format!("a list of {}", model(name)),
            other => format!("a list of `{}`", other.in_calls()),
        },
        other => format!("`{}`", other.in_calls()),
    }
}

/// The meaning of the arguments. Optional arguments are methods of the call.
fn arguments(operation: &Operation) -> Option<String> {
    let item = |name: &str, text: &Option<String>| {
        let text = text.as_ref()?.trim().replace('\n', "\n  ");
        Some(format!("- `{name}`: {text}"))
    };
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
        let call = &operation.call;
        format!("Optional arguments are methods of [`{call}`](super::calls::{call}).")
    });
    let items = (!items.is_empty()).then(|| items.join("\n"));
    let parts: Vec<_> = items
        .into_iter()
        .chain(optional)
        .chain(groups(operation))
        .collect();
    (!parts.is_empty()).then(|| parts.join("\n\n"))
}

/// The rules between arguments.
fn groups(operation: &Operation) -> Vec<String> {
    let ident = |name: &String| {
        let mut arguments = operation.arguments.iter();
        let argument = arguments.find(|argument| argument.name == *name);
        argument.map_or(name, |argument| &argument.ident).clone()
    };
    let named = |group: &[String]| {
        let names: Vec<_> = group
            .iter()
            .map(|name| format!("`{}`", ident(name)))
            .collect();
        names.join(", ")
    };
    let needed = operation.one_of.iter().map(|group| {
        if operation.excludes.contains(group) {
            format!("Set exactly one of {}.", named(group))
        } else {
            format!("Set at least one of {}.", named(group))
        }
    });
    let exclusive = operation
        .excludes
        .iter()
        .filter(|group| !operation.one_of.contains(group));
    let exclusive = exclusive.map(|group| format!("Set at most one of {}.", named(group)));
    needed.chain(exclusive).collect()
}

/// The documented errors.
fn errors(operation: &Operation) -> String {
    let documented = operation
        .responses
        .iter()
        .filter(|response| !response.status.starts_with('2'));
    let items = documented
        .map(|response| format!("- {}: {}", response.status, response.description.trim()));
    let items: Vec<_> = items.collect();
    let mut text =
        "# Errors\n\nAn [`Error`](crate::Error), whose [`kind`](crate::ErrorKind) says what to do."
            .to_owned();
    if operation.method != "GET" {
        text.push_str(
            " If [`may_have_been_applied`](crate::Error::may_have_been_applied) is true, check whether the request was applied before you send it again.",
        );
    }
    if !items.is_empty() {
        text.push_str(" The contract documents these statuses:\n\n");
        text.push_str(&items.join("\n"));
    }
    text
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

/// The evidence for the description of the operation.
fn evidence(operation: &Operation) -> Option<String> {
    let (label, page) = operation.evidence.as_ref()?;
    Some(match page {
        Some(page) => format!("Evidence: [`{label}`]({page})."),
        None => format!("Evidence: `{label}`."),
    })
}
