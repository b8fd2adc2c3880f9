//! Makes answers regular: whatever the server sends becomes the model of the operation, or an error that says what came.

use std::collections::BTreeMap;

use progenitor_client::ResponseValue;
use reqwest::{StatusCode, header::HeaderMap};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::{Map, Value};

use super::{
    Operation,
    answer::{Whole, is_blank, unreadable},
    error::Fault,
};
use crate::json;

/// The model in an answer.
pub(super) fn model<T: DeserializeOwned>(
    whole: Whole,
    operation: &Operation,
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
        Some(envelope) => enveloped(&body, envelope, &headers),
        None => json::read(&body).and_then(|value| match is_known::<T>(&body) {
            true => Ok(value),
            false => Err(strange("nothing in it is known", &body)),
        }),
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
            let error = json::ReadError {
                body: Vec::new(),
                ..error
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

fn strange(reason: &str, body: &[u8]) -> json::ReadError {
    json::ReadError {
        path: String::new(),
        reason: reason.to_owned(),
        body: body.to_owned(),
    }
}

/// Whether an object has any member that the model has. One that has none, and is not empty, says something else; read
/// liberally it would be a model without values.
fn is_known<T: DeserializeOwned>(body: &[u8]) -> bool {
    let Some(fields) = json::fields::<T>() else {
        return true;
    };
    let members = serde_json::from_slice::<BTreeMap<String, IgnoredAny>>(body);
    let members = members.unwrap_or_default();
    let is_field = |name: &String| fields.contains(&name.as_str());
    members.is_empty() || members.keys().any(is_field)
}

/// A list in an object, which may come bare: as a list, or as the one object that would be in it.
fn enveloped<T: DeserializeOwned>(
    body: &[u8],
    envelope: &str,
    headers: &HeaderMap,
) -> Result<T, json::ReadError> {
    let Ok(value) = serde_json::from_slice::<Value>(body) else {
        return json::read(body);
    };
    let mut value = match value {
        Value::Array(rows) => wrapped(envelope, Value::Array(rows)),
        Value::Object(members) if members.contains_key(envelope) => Value::Object(members),
        Value::Object(members) if members.is_empty() => Value::Object(members),
        // A record has a key and something else. What has less, such as a lone message, would be read as an empty one.
        Value::Object(members) if members.len() == 1 && !members.values().any(is_rows) => {
            let reason = format!("there is neither `{envelope}` nor a record");
            return Err(strange(&reason, body));
        }
        Value::Object(members) => regular(members, envelope),
        other => other,
    };
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
