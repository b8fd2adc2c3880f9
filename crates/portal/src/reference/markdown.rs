//! An operation as one Markdown file, with everything that a reader needs to call it.

use std::fmt::Write as _;

use super::{Body, Operation, fields, kind, limits, uses};
use crate::{
    edition::Edition,
    ordered::{Value, at, members, text},
};

/// `operations/<operationId>.md`.
pub fn operation(edition: &Edition, operation: &Operation<'_>) -> String {
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
    parameters(&mut out, root, operation);
    let mut used = Vec::new();
    if let Some(body) = operation.body {
        out.push_str("## Body\n\n");
        paragraph(&mut out, text(body, "description"));
        contents(&mut out, root, body);
        used.push(body);
    }
    out.push_str("\n## Responses\n\n");
    for (status, response) in &operation.responses {
        let description = text(response, "description").unwrap_or_default();
        let _ = writeln!(out, "- `{status}`: {}", one_line(description));
        if status.starts_with('2') {
            contents(&mut out, root, response);
            used.push(response);
        }
    }
    calls(&mut out, operation);
    schemas(&mut out, root, &used);
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
        let get = |key: &str| text(parameter, key).unwrap_or_default();
        let schema = parameter.get("schema").unwrap_or(&Value::Null);
        let is_required = parameter.get("required") == Some(&true.into());
        let (name, place) = (get("name"), get("in"));
        let row = meaning(root, schema, is_required, get("description"));
        let _ = writeln!(out, "| `{name}` | {place} | {row} |");
    }
    out.push('\n');
}

/// The cells for a type and a meaning.
fn meaning(root: &Value, schema: &Value, is_required: bool, description: &str) -> String {
    let mut parts = vec![one_line(description)];
    if is_required {
        parts.push("required".into());
    }
    parts.extend(limits(root, schema));
    parts.retain(|part| !part.is_empty());
    let cells = [kind(root, schema, ""), parts.join(" · ")];
    cells.map(|cell| cell.replace('|', "\\|")).join(" | ")
}

fn contents(out: &mut String, root: &Value, owner: &Value) {
    for (media, content) in owner.get("content").into_iter().flat_map(members) {
        let schema = content.get("schema").unwrap_or(&Value::Null);
        let _ = writeln!(out, "  - `{media}`: {}", kind(root, schema, ""));
    }
}

fn calls(out: &mut String, operation: &Operation<'_>) {
    for call in &operation.calls {
        let title = call.title.as_deref().unwrap_or("Call");
        let _ = writeln!(out, "\n## {title}\n\n```sh\n{}```", call.curl);
        for Body {
            status,
            media,
            text,
            ..
        } in &call.bodies
        {
            if let Some(text) = text {
                let _ = writeln!(
                    out,
                    "\n{status}, `{media}`:\n\n```\n{}\n```",
                    text.trim_end()
                );
            }
        }
    }
    if let Some(rust) = operation.rust {
        let _ = writeln!(out, "\n## Rust\n\n```rust\n{}\n```", rust.trim_end());
    }
}

/// The schemas that the body and the successful responses use, each once.
fn schemas(out: &mut String, root: &Value, used: &[&Value]) {
    let all = at(root, "/components/schemas")
        .into_iter()
        .flat_map(members);
    let all = all.collect();
    let mut names = Vec::new();
    for value in used {
        let reached = uses::reached(value, &all);
        names.extend(
            reached
                .into_iter()
                .filter(|name| !names.contains(name))
                .collect::<Vec<_>>(),
        );
    }
    for name in names {
        let schema = all[name];
        let _ = writeln!(out, "\n## {name}\n");
        paragraph(out, text(schema, "description"));
        let fields = fields(root, schema);
        if fields.is_empty() {
            let _ = writeln!(
                out,
                "{}",
                meaning(root, schema, false, "").replace(" | ", ": ")
            );
            continue;
        }
        out.push_str("| Field | Type | Meaning |\n|---|---|---|\n");
        for field in fields {
            let description = text(field.schema, "description").unwrap_or_default();
            let row = meaning(root, field.schema, field.required, description);
            let _ = writeln!(out, "| `{}` | {row} |", field.name);
        }
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
