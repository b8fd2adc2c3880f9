//! Reads the record of a response: whatever the server returns becomes the model of the operation, or an error that says
//! what was received.

use progenitor_client::ResponseValue;
use reqwest::{StatusCode, header::HeaderMap};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, value::RawValue};

use super::{
    Errors, Operation,
    answer::{Whole, is_blank, unreadable},
    error::Fault,
    list, message,
    record::{self, Expected, Members},
};
use crate::{
    error_body::{is_fine, is_said},
    json::{self, ReadError},
};

/// The model in a response.
pub(super) fn model<T: DeserializeOwned>(
    whole: Whole,
    operation: &Operation,
    errors: &Errors,
    expected: &[Expected],
    reads: bool,
    most: usize,
) -> Result<ResponseValue<T>, Fault> {
    // First, since what cannot be read may be the record of another call as well.
    let differs = record::differs(
        &String::from_utf8_lossy(&whole.body),
        operation.envelope,
        expected,
    );
    if let Some(reason) = differs {
        return Err(Fault {
            misdirected: true,
            retryable: reads,
            ..unreadable(whole, &reason)
        });
    }
    match read(&whole, operation, errors, reads, most) {
        Ok(value) => Ok(ResponseValue::new(value, whole.status, whole.headers)),
        Err(error) => {
            // The fault keeps the body, within bounds.
            let error = ReadError {
                body: Vec::new(),
                ..error.in_one_line()
            };
            Err(unreadable(whole, &error.to_string()).caused_by(error))
        }
    }
}

fn read<T: DeserializeOwned>(
    whole: &Whole,
    operation: &Operation,
    errors: &Errors,
    reads: bool,
    most: usize,
) -> Result<T, ReadError> {
    let is_nothing = matches!(
        whole.status,
        StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT
    );
    match operation.envelope {
        _ if is_nothing && is_blank(&whole.body) => nothing(operation, reads),
        Some(envelope) => enveloped(
            &whole.body,
            envelope,
            operation,
            errors,
            &whole.headers,
            most,
        ),
        None => bare(&whole.body, operation, errors),
    }
}

/// A response whose status says that it has no body. It cannot be what an operation returns that is known to return a
/// record.
fn nothing<T: DeserializeOwned>(operation: &Operation, reads: bool) -> Result<T, ReadError> {
    let rows = Value::Array(Vec::new());
    if let Some(envelope) = operation.envelope.filter(|_| !operation.has_record) {
        return json::read_value(&wrapped(envelope, rows));
    }
    if !operation.fields.is_empty() {
        return Err(strange("there is no record in it", b""));
    }
    let empty = Value::Object(Map::new());
    match (json::read_value(&rows), reads) {
        (Ok(list), _) => Ok(list),
        (Err(_), false) => json::read_value(&Value::Null).or_else(|_| json::read_value(&empty)),
        (Err(error), true) => Err(error),
    }
}

/// A record without an envelope. One that the contract does not describe may be anything.
fn bare<T: DeserializeOwned>(
    body: &[u8],
    operation: &Operation,
    errors: &Errors,
) -> Result<T, ReadError> {
    if !operation.fields.is_empty() && is_something_else(body, operation, errors) {
        return Err(unknown(body, operation, errors));
    }
    json::read(body).or_else(|error| without_errors(body, errors).ok_or(error))
}

/// Whether a body is an object that is no record, or a list of messages.
fn is_something_else(body: &[u8], operation: &Operation, errors: &Errors) -> bool {
    let text = String::from_utf8_lossy(body);
    if let Ok(members) = serde_json::from_str::<Members<'_>>(&text) {
        return !record::is_record(&members, operation, errors);
    }
    let rows: Result<Vec<&RawValue>, _> = serde_json::from_str(&text);
    rows.is_ok_and(|rows| list::are_messages(&text, &rows, operation, errors))
}

/// The model in an object whose members for errors say that there is none, other than by being absent.
fn without_errors<T: DeserializeOwned>(body: &[u8], errors: &Errors) -> Option<T> {
    let mut members: Map<String, Value> = serde_json::from_slice(body).ok()?;
    let all = members.len();
    members.retain(|name, value| !errors.marker.contains(&name.as_str()) || is_said(value));
    if members.len() == all {
        return None;
    }
    json::read_value(&Value::Object(members)).ok()
}

fn strange(reason: &str, body: &[u8]) -> ReadError {
    ReadError::new(String::new(), reason, body)
}

/// A response without a record.
fn unknown(body: &[u8], operation: &Operation, errors: &Errors) -> ReadError {
    strange(&message::without_record(body, operation, errors), body)
}

/// Whether an object has no records, but a message.
fn is_message(value: &Value, envelope: &str) -> bool {
    let Some(members) = value.as_object() else {
        return false;
    };
    let mut others = members.iter().filter(|(name, _)| *name != envelope);
    others
        .any(|(name, value)| message::is_name_of_message(name) && is_said(value) && !is_fine(value))
}

/// A list in an object, which may also be received bare: as a list, or as the one object that would be in it.
fn enveloped<T: DeserializeOwned>(
    body: &[u8],
    envelope: &str,
    operation: &Operation,
    errors: &Errors,
    headers: &HeaderMap,
    most: usize,
) -> Result<T, ReadError> {
    let Ok(value) = serde_json::from_slice::<Value>(body) else {
        return json::read(body);
    };
    let mut value = match value {
        Value::Array(rows) => wrapped(envelope, Value::Array(rows)),
        Value::Object(members) if members.contains_key(envelope) => Value::Object(members),
        Value::Object(members) if members.is_empty() => Value::Object(members),
        Value::Object(members) => regular(members, envelope),
        other => other,
    };
    // The only row may come without the list around it.
    if let Some(row) = value.get_mut(envelope)
        && let Some(members) = row.as_object()
    {
        let rows = match members.is_empty() {
            true => vec![],
            false => vec![row.take()],
        };
        *row = Value::Array(rows);
    }
    let rows = value[envelope].as_array().map_or(&[][..], Vec::as_slice);
    if rows.len() > most {
        return Err(strange(&list::too_many(most), body));
    }
    if !operation.fields.is_empty() && has_no_record(rows, &value, operation, errors) {
        return Err(unknown(body, operation, errors));
    }
    if let (Value::Object(members), Some(range)) = (&mut value, headers.get("content-range"))
        && let Ok(range) = range.to_str()
    {
        let member = members.entry("Content-Range");
        member.or_insert_with(|| range.into());
    }
    json::read_value(&value).map_err(|error| ReadError {
        body: body.to_owned(),
        ..error
    })
}

/// Whether an envelope lacks the record that the contract documents, or has something else in place of records.
fn has_no_record(rows: &[Value], envelope: &Value, operation: &Operation, errors: &Errors) -> bool {
    let mut records = rows.iter().filter_map(Value::as_object).peekable();
    if records.peek().is_none() {
        let name = operation.envelope.unwrap_or_default();
        return operation.has_record || envelope.get(name).is_none() || is_message(envelope, name);
    }
    let knows = |row: &Map<String, Value>| {
        let mut fields = row.iter();
        fields.any(|(name, value)| {
            let is_empty = match value {
                Value::Null => true,
                Value::String(text) => text.trim().is_empty(),
                Value::Array(items) => items.is_empty(),
                Value::Object(members) => members.is_empty(),
                Value::Bool(_) | Value::Number(_) => false,
            };
            record::is_field(name, operation, errors) && !(operation.has_record && is_empty)
        })
    };
    !records.any(|row| row.is_empty() && !operation.has_record || knows(row))
}

/// An object without the member that it should have: the rows are under another name, or it is a row itself.
fn regular(mut members: Map<String, Value>, envelope: &str) -> Value {
    let lists: Vec<_> = members
        .iter()
        .filter(|(_, member)| is_rows(member))
        .collect();
    let only = match lists[..] {
        // A range may stand beside the rows; a record has far more members.
        [(name, _)] if members.len() <= 2 => Some(name.clone()),
        _ => None,
    };
    match only.and_then(|name| members.remove(&name)) {
        Some(rows) => {
            members.insert(envelope.to_owned(), rows);
            Value::Object(members)
        }
        None => wrapped(envelope, Value::Array(vec![Value::Object(members)])),
    }
}

fn is_rows(value: &Value) -> bool {
    match value {
        Value::Array(rows) => rows.iter().all(Value::is_object),
        _ => false,
    }
}

fn wrapped(envelope: &str, rows: Value) -> Value {
    Value::Object(Map::from_iter([(envelope.to_owned(), rows)]))
}
