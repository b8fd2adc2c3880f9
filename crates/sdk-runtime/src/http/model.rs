//! Makes answers regular: whatever the server sends becomes the model of the operation, or an error that says what came.

use std::collections::BTreeMap;

use progenitor_client::ResponseValue;
use reqwest::{StatusCode, header::HeaderMap};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::{Map, Value};

use super::{
    Errors, Operation,
    answer::{Whole, is_blank, unreadable},
    error::Fault,
    marked::{is_fine, is_said},
    message,
};
use crate::json;

/// How long a list is at most that may be no list of records.
const LONGEST: usize = 64 << 10;
/// Members that errors have as well as records.
const ANYTHING: [&str; 6] = ["status", "code", "type", "state", "title", "description"];
/// Members in which errors say what is wrong.
const SAYING: [&str; 18] = [
    "code",
    "description",
    "detail",
    "error",
    "error_code",
    "error_description",
    "error_message",
    "errorcode",
    "errormessage",
    "errormessages",
    "errors",
    "exceptionmessage",
    "fault",
    "message",
    "messages",
    "msg",
    "reason",
    "title",
];

/// The model in an answer.
pub(super) fn model<T: DeserializeOwned>(
    whole: Whole,
    operation: &Operation,
    errors: &Errors,
    reads: bool,
) -> Result<ResponseValue<T>, Fault> {
    let Whole {
        status,
        headers,
        body,
    } = whole;
    let is_nothing = matches!(status, StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT);
    let read = match operation.envelope {
        _ if is_nothing && is_blank(&body) => nothing(operation, reads),
        Some(envelope) => enveloped(&body, envelope, operation, errors, &headers),
        None if strangers(&body, operation, errors) => Err(unknown(&body, errors)),
        None => json::read(&body).or_else(|error| without_errors(&body, errors).ok_or(error)),
    };
    match read {
        Ok(value) => Ok(ResponseValue::new(value, status, headers)),
        Err(error) => {
            let whole = Whole {
                status,
                headers,
                body,
            };
            // The body is kept by the error itself, within bounds.
            let line = |text: String| text.replace(char::is_control, " ");
            let error = json::ReadError {
                path: line(error.path),
                reason: line(error.reason),
                body: Vec::new(),
            };
            Err(unreadable(whole, &error.to_string()).caused_by(error))
        }
    }
}

/// An answer whose status says that it has no body: no rows where there may be rows, and a write that has nothing to
/// tell. A body that is empty beside any other status is what is left of an answer when a server breaks down.
fn nothing<T: DeserializeOwned>(operation: &Operation, reads: bool) -> Result<T, json::ReadError> {
    let rows = Value::Array(Vec::new());
    if let Some(envelope) = operation.envelope {
        return json::read_value(&wrapped(envelope, rows));
    }
    let empty = Value::Object(Map::new());
    let list = json::read_value(&rows);
    match (list, reads) {
        (Ok(list), _) => Ok(list),
        (Err(_), false) => json::read_value(&Value::Null).or_else(|_| json::read_value(&empty)),
        (Err(error), true) => Err(error),
    }
}

/// The model in an object whose members for errors say that there is none, in another way than by being away.
fn without_errors<T: DeserializeOwned>(body: &[u8], errors: &Errors) -> Option<T> {
    let mut members: Map<String, Value> = serde_json::from_slice(body).ok()?;
    let all = members.len();
    members.retain(|name, value| !errors.marker.contains(&name.as_str()) || is_said(value));
    if members.len() == all {
        return None;
    }
    json::read_value(&Value::Object(members)).ok()
}

fn strange(reason: &str, body: &[u8]) -> json::ReadError {
    json::ReadError {
        path: String::new(),
        reason: reason.to_owned(),
        body: body.to_owned(),
    }
}

/// An answer of which nothing is known, and what it says to people.
fn unknown(body: &[u8], errors: &Errors) -> json::ReadError {
    let said = message::read(body, errors).message;
    let said = said.map_or_else(String::new, |said| format!("; it says: {said}"));
    strange(&format!("there is no record in it{said}"), body)
}

/// Whether an answer is an object that is no record, or a list of nothing but such that say something. A long list is none:
/// what goes wrong is said in few words.
fn strangers(body: &[u8], operation: &Operation, errors: &Errors) -> bool {
    if operation.fields.is_empty() {
        return false;
    }
    let is_list = body.trim_ascii_start().starts_with(b"[");
    if !is_list {
        let members = serde_json::from_slice::<Names>(body);
        return members.is_ok_and(|members| is_stranger(members.keys(), operation, errors));
    }
    if body.len() > LONGEST {
        return false;
    }
    let rows = serde_json::from_slice::<Vec<Names>>(body).unwrap_or_default();
    // Rows may have been asked for with fields that the contract does not know.
    let is_message = |row: &Names| {
        let mut unknown = row.keys().filter(|name| !operation.knows(name));
        is_stranger(row.keys(), operation, errors) && unknown.any(|name| says_something(name))
    };
    !rows.is_empty() && rows.iter().all(is_message)
}

type Names = BTreeMap<String, IgnoredAny>;

/// Whether an object is something else than a record, by the names of its members; read liberally it would be a record
/// without values. An object without members is one.
fn is_stranger<'a>(
    names: impl Iterator<Item = &'a String>,
    operation: &Operation,
    errors: &Errors,
) -> bool {
    let mut names = names.peekable();
    let is_of_errors = |name: &str| ANYTHING.contains(&name) || errors.marker.contains(&name);
    let tells = |name: &String| operation.knows(name) && !is_of_errors(name);
    names.peek().is_some() && !names.any(tells)
}

fn says_something(name: &str) -> bool {
    SAYING.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// Whether an object has no records, but something to say.
fn is_message(value: &Value, envelope: &str) -> bool {
    let Some(members) = value.as_object() else {
        return false;
    };
    let mut others = members.iter().filter(|(name, _)| *name != envelope);
    others.any(|(name, value)| says_something(name) && is_said(value) && !is_fine(value))
}

/// A list in an object, which may come bare: as a list, or as the one object that would be in it.
fn enveloped<T: DeserializeOwned>(
    body: &[u8],
    envelope: &str,
    operation: &Operation,
    errors: &Errors,
    headers: &HeaderMap,
) -> Result<T, json::ReadError> {
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
    let rows = value[envelope].as_array().into_iter().flatten();
    let mut rows = rows.filter_map(Value::as_object).peekable();
    let is_none = match rows.peek() {
        Some(_) => rows.all(|row| is_stranger(row.keys(), operation, errors)),
        None => is_message(&value, envelope),
    };
    if is_none && !operation.fields.is_empty() {
        return Err(unknown(body, errors));
    }
    if let (Value::Object(members), Some(range)) = (&mut value, headers.get("content-range"))
        && let Ok(range) = range.to_str()
    {
        let member = members.entry("Content-Range");
        member.or_insert_with(|| range.into());
    }
    json::read_value(&value).map_err(|error| json::ReadError {
        body: body.to_owned(),
        ..error
    })
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
