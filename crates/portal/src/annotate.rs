//! The portal's copy of a document: its descriptions also have the content of extensions and field tables, because
//! readers look there.

use std::path::Path;

use contract::Contract;
use openapi_document::folder;

use crate::ordered::{self, Value};

/// Where the labels are explained, seen from a reference page.
const LEGEND: &str = "../../index.html#evidence";

/// The document with evidence and field-table facts in its descriptions.
pub fn annotated(contract: &Contract, document: &Value) -> Value {
    let mut copy = document.clone();
    if let Some(paths) = copy.get_mut("paths") {
        for (_, item) in ordered::members_mut(paths) {
            for (_, operation) in ordered::members_mut(item) {
                annotate_operation(contract, operation);
            }
        }
    }
    if let Some(parameters) = ordered::at_mut(&mut copy, "/components/parameters") {
        for (_, parameter) in ordered::members_mut(parameters) {
            note_evidence(parameter, None);
        }
    }
    if let Some(responses) = ordered::at_mut(&mut copy, "/components/responses") {
        for (_, response) in ordered::members_mut(responses) {
            annotate_response(contract, response, None);
        }
    }
    if let Some(schemas) = ordered::at_mut(&mut copy, "/components/schemas") {
        for (name, schema) in ordered::members_mut(schemas) {
            annotate_schema(contract, name, schema);
        }
    }
    copy
}

fn annotate_operation(contract: &Contract, operation: &mut Value) {
    let Some(name) = operation.get("operationId").and_then(Value::as_str) else {
        return;
    };
    let name = format!("In the SDKs: `{name}`.");
    let evidence = evidence(operation, None);
    append(operation, [Some(name), evidence]);
    let label = label(operation);
    let label = label.as_deref();
    let parameters = operation.get_mut("parameters");
    let parameters = parameters.and_then(Value::as_sequence_mut);
    for parameter in parameters.into_iter().flatten() {
        note_evidence(parameter, label);
    }
    if let Some(body) = operation.get_mut("requestBody") {
        note_evidence(body, label);
        annotate_examples(contract, body);
    }
    if let Some(responses) = operation.get_mut("responses") {
        for (_, response) in ordered::members_mut(responses) {
            annotate_response(contract, response, label);
        }
    }
}

/// Screen readers get the descriptions of responses as they are, so there are no links in them.
fn annotate_response(contract: &Contract, response: &mut Value, outer: Option<&str>) {
    if ordered::reference(response).is_some() {
        return;
    }
    let own = label(response);
    let note = own.as_deref().or(outer);
    append(response, [note.map(|label| format!("Evidence: {label}."))]);
    annotate_examples(contract, response);
}

/// The label of an example goes into its summary, which is all that a reader sees of it. A payload in a file of its own
/// goes into the example, because a page that is opened from a disk cannot fetch it.
fn annotate_examples(contract: &Contract, owner: &mut Value) {
    let content = owner.get_mut("content").into_iter();
    for (_, media) in content.flat_map(ordered::members_mut) {
        let examples = media.get_mut("examples").into_iter();
        for (name, example) in examples.flat_map(ordered::members_mut) {
            let payload = payload(contract, example);
            let label = label(example);
            let Some(map) = example.as_mapping_mut() else {
                continue;
            };
            if let Some(payload) = payload {
                map.remove("externalValue");
                map.insert("value".into(), payload.into());
            }
            if let Some(label) = label {
                let summary = map.get("summary").and_then(Value::as_str);
                let summary = format!("{} ({label})", summary.unwrap_or(name));
                map.insert("summary".into(), summary.into());
            }
        }
    }
}

/// The text of the file that an example names, or the name of the file when it is not text.
fn payload(contract: &Contract, example: &Value) -> Option<String> {
    let file = example.get("externalValue")?.as_str()?;
    let text = folder::text(&contract.place(), Path::new(file));
    Some(text.unwrap_or_else(|_| format!("(the bytes of {file})")))
}

fn annotate_schema(contract: &Contract, name: &str, schema: &mut Value) {
    note_evidence(schema, None);
    let label = label(schema);
    let Some(properties) = schema.get_mut("properties") else {
        return;
    };
    for (property, schema) in ordered::members_mut(properties) {
        // A bare reference cannot carry a description.
        if ordered::reference(schema).is_some() {
            let reference = std::mem::take(schema);
            let wrapped = [(Value::from("allOf"), Value::from(vec![reference]))];
            *schema = Value::Mapping(wrapped.into_iter().collect());
        }
        let facts = facts(contract, name, property);
        let evidence = evidence(schema, label.as_deref());
        append(schema, [facts, evidence]);
    }
}

/// The row of the field table, cell by cell, with a link to the whole table.
fn facts(contract: &Contract, schema: &str, property: &str) -> Option<String> {
    let mut tables = contract.tables.schemas.iter();
    let entry = tables.find(|entry| entry.name == schema)?;
    let table = contract.fields.get(&entry.table)?;
    let mut rows = table.rows.iter();
    let row = rows.find(|row| contract.tables.name(table, row) == property)?;
    let cells: Vec<_> = contract
        .tables
        .cells(table, row)
        .into_iter()
        .map(|(column, cell)| format!("{} `{cell}`", column.replace('_', " ")))
        .collect();
    let page = format!("fields/{}.html#{property}", entry.table);
    Some(format!("[Field table]({page}): {}.", cells.join(", ")))
}

fn label(value: &Value) -> Option<String> {
    value.get("x-evidence")?.as_str().map(str::to_owned)
}

/// The label of a value in words: its own, or that of what contains it.
fn evidence(value: &Value, outer: Option<&str>) -> Option<String> {
    let own = label(value);
    let label = own.as_deref().or(outer)?;
    Some(format!("Evidence: [{label}]({LEGEND})."))
}

fn note_evidence(value: &mut Value, outer: Option<&str>) {
    // What a reference leads to has its own label, and a reference cannot have one.
    if ordered::reference(value).is_none() {
        let note = evidence(value, outer);
        append(value, [note]);
    }
}

/// Adds notes to the description, as a paragraph of their own.
fn append<const N: usize>(value: &mut Value, notes: [Option<String>; N]) {
    let notes: Vec<_> = notes.into_iter().flatten().collect();
    let Some(map) = value.as_mapping_mut().filter(|_| !notes.is_empty()) else {
        return;
    };
    let notes = notes.join(" ");
    let old = map.get("description").and_then(Value::as_str);
    let new = match old.map(str::trim_end) {
        None | Some("") => notes,
        Some(text) => format!("{text}\n\n{notes}"),
    };
    map.insert("description".into(), new.into());
}
