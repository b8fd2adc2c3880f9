//! An operation as one Markdown file, with everything that a reader needs to call it.

use std::fmt::Write as _;

use super::{Body, Call, Field, Operation, Reference, bodies, fields, limits, uses};
use crate::{
    edition::Edition,
    ordered::{Value, at, members, text},
};

/// `operations/<operationId>.md`.
pub fn operation(
    edition: &Edition,
    reference: &Reference<'_>,
    operation: &Operation<'_>,
) -> String {
    let root = &edition.document;
    let mut out = format!(
        "# {}\n\n`{} {}` of {} {}\n\n",
        operation.title(),
        operation.method,
        operation.path,
        edition.title,
        edition.version
    );
    paragraph(&mut out, text(operation.value, "description"));
    if let Some(label) = text(operation.value, "x-evidence") {
        let _ = writeln!(out, "Evidence: {label}\n");
    }
    let sections = reference.sections.iter();
    let links: Vec<_> = sections.map(|section| section.link("../")).collect();
    if !links.is_empty() {
        let _ = writeln!(out, "See also: {}\n", links.join(", "));
    }
    parameters(&mut out, root, operation);
    if let Some(body) = operation.body {
        out.push_str("## Body\n\n");
        paragraph(&mut out, text(body, "description"));
        contents(&mut out, root, body);
        out.push('\n');
    }
    responses(&mut out, edition, operation);
    calls(&mut out, operation);
    schemas(&mut out, root, operation);
    out
}

fn paragraph(out: &mut String, text: Option<&str>) {
    if let Some(text) = text {
        let _ = writeln!(out, "{}\n", text.trim());
    }
}

fn parameters(out: &mut String, root: &Value, operation: &Operation<'_>) {
    if operation.parameters.is_empty() {
        return;
    }
    out.push_str("## Parameters\n\n| Name | In | Type | Meaning |\n|---|---|---|---|\n");
    for parameter in &operation.parameters {
        let place = text(parameter.about, "in").unwrap_or_default();
        let row = meaning(root, parameter);
        let _ = writeln!(out, "| `{}` | {place} | {row} |", parameter.name);
    }
    out.push('\n');
}

/// The cells for a type and a meaning.
fn meaning(root: &Value, field: &Field<'_>) -> String {
    let mut parts = vec![one_line(field.description().unwrap_or_default())];
    if field.required {
        parts.push("required".into());
    }
    parts.extend(limits(root, field.schema));
    parts.retain(|part| !part.is_empty());
    let cells = [kind(root, field.schema), parts.join(" · ")];
    cells.map(|cell| cell.replace('|', "\\|")).join(" | ")
}

fn contents(out: &mut String, root: &Value, owner: &Value) {
    for (media, content) in owner.get("content").into_iter().flat_map(members) {
        let schema = content.get("schema").unwrap_or(&Value::Null);
        let _ = writeln!(out, "  - `{media}`: {}", kind(root, schema));
    }
}

fn responses(out: &mut String, edition: &Edition, operation: &Operation<'_>) {
    let (root, folder) = (&edition.document, edition.contract.place());
    out.push_str("## Responses\n\n");
    for (status, response) in &operation.responses {
        let description = text(response, "description").unwrap_or_default();
        let _ = writeln!(out, "- `{status}`: {}", one_line(description));
        contents(out, root, response);
        // The calls show the bodies of the other responses.
        if !status.starts_with('2') {
            for (_, body) in bodies(root, &folder, status, response) {
                error_body(out, &body);
            }
        }
    }
}

/// A documented body of an error, in the list of responses.
fn error_body(out: &mut String, body: &Body<'_>) {
    let summary = text(body.example, "summary").unwrap_or("For example");
    let _ = write!(out, "  - {}, `{}`:", one_line(summary), body.media);
    match body.line().filter(|line| !line.contains('`')) {
        Some(line) => {
            let _ = writeln!(out, " `{line}`");
        }
        None => payload(out, body, "    "),
    }
}

fn calls(out: &mut String, operation: &Operation<'_>) {
    for (index, call) in operation.calls.iter().enumerate() {
        let title = call.title.as_deref().unwrap_or("Call");
        let _ = writeln!(out, "\n## {title}\n\n```sh\n{}```", call.curl);
        for body in &call.bodies {
            call_body(out, body, &operation.calls[..index]);
        }
    }
    if let Some(rust) = operation.rust {
        let _ = writeln!(out, "\n## Rust\n\n```rust\n{}\n```", rust.trim_end());
    }
}

/// The body of a response to a call. A body that an earlier call shows is not repeated.
fn call_body(out: &mut String, body: &Body<'_>, earlier: &[Call<'_>]) {
    let _ = write!(out, "\n{}, `{}`:", body.status, body.media);
    match body.shown_in(earlier) {
        Some(title) => {
            let _ = writeln!(out, " as for \u{201c}{title}\u{201d}.");
        }
        None => payload(out, body, ""),
    }
}

/// The text of a body below a line, each line after `indent`, or a link to the file that contains it.
fn payload(out: &mut String, body: &Body<'_>, indent: &str) {
    match (&body.text, body.file()) {
        (Some(text), _) => {
            let _ = writeln!(out, "\n\n{indent}```{}", language(body.media));
            for line in text.trim_end().lines() {
                let _ = writeln!(out, "{indent}{line}");
            }
            let _ = writeln!(out, "{indent}```");
        }
        (None, Some(file)) => {
            let _ = writeln!(out, " the bytes of [{file}](../{file}).");
        }
        (None, None) => out.push('\n'),
    }
}

/// The language of a block of code with a body of this media type.
fn language(media: &str) -> &'static str {
    let name = media.split(';').next().unwrap_or_default().trim();
    let known = ["json", "xml", "html"];
    let mut known = known.into_iter();
    known.find(|kind| name.ends_with(kind)).unwrap_or("text")
}

/// The schemas that the parameters, the body and the responses use, each once.
fn schemas(out: &mut String, root: &Value, operation: &Operation<'_>) {
    let responses = operation.responses.iter().map(|(_, response)| *response);
    let mut names = Vec::new();
    for value in operation.request().chain(responses) {
        for name in uses::reached(root, value) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    for name in names {
        if let Some(value) = at(root, &format!("/components/schemas/{name}")) {
            schema(out, root, name, value);
        }
    }
}

fn schema(out: &mut String, root: &Value, name: &str, schema: &Value) {
    let _ = writeln!(out, "\n## {name}\n");
    paragraph(out, text(schema, "description"));
    let fields = fields(root, schema);
    if fields.is_empty() {
        let mut parts = limits(root, schema);
        parts.insert(0, kind(root, schema));
        let _ = writeln!(out, "{}", parts.join(" · "));
        return;
    }
    out.push_str("| Field | Type | Meaning |\n|---|---|---|\n");
    for field in fields {
        let _ = writeln!(out, "| `{}` | {} |", field.name, meaning(root, &field));
    }
}

/// The type of a value. Its links lead to headings of the file, whose anchors are in lower case.
fn kind(root: &Value, schema: &Value) -> String {
    super::kind(root, schema, str::to_lowercase)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
