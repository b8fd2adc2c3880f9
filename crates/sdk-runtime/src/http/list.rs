//! Lists, row by row: a row that cannot be read costs no other row.

use std::fmt;

use progenitor_client::ResponseValue;
use reqwest::StatusCode;
use serde::{
    Deserializer,
    de::{DeserializeOwned, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

use super::{
    ErrorKind, Operation,
    answer::{Whole, about, is_blank, unreadable},
    error::Fault,
    message,
    record::{self, Expected, Members},
};
use crate::{elements::is_index, error_body::Errors, json, json::ReadError};

/// How long a list is at most that may be a list of messages.
const LONGEST_MESSAGES: usize = 64 << 10;

/// A row of a list that could not be read.
///
/// Neither `Debug` nor `Display` shows the row itself, which contains personal data.
pub struct UnreadableRow {
    index: u64,
    error: ReadError,
}

impl UnreadableRow {
    /// Position of the row, counted from 0: in the response, or in the whole list if it comes from a stream.
    pub fn index(&self) -> u64 {
        self.index
    }

    /// The field that could not be read, for example `items[3].amount`; empty if the row as a whole is wrong.
    pub fn path(&self) -> &str {
        &self.error.path
    }

    /// What was expected and what was found.
    pub fn reason(&self) -> &str {
        &self.error.reason
    }

    /// The row as JSON, as it was received except for credentials. It contains personal data.
    pub fn raw(&self) -> &[u8] {
        &self.error.body
    }

    /// The row without its JSON, for the chain of sources of an error.
    fn without_raw(&self) -> Self {
        let ReadError { path, reason, .. } = &self.error;
        Self {
            index: self.index,
            error: ReadError::new(path.clone(), reason, b""),
        }
    }

    pub(super) fn at(self, offset: u64) -> Self {
        let index = self.index + offset;
        Self { index, ..self }
    }

    /// The row with another path, reason and body, from which credentials were removed.
    pub(super) fn redacted(self, redact: impl Fn(String) -> String) -> Self {
        let ReadError { path, reason, body } = self.error;
        let text = String::from_utf8_lossy(&body).into_owned();
        let error = ReadError {
            path: redact(path),
            reason: redact(reason),
            body: redact(text).into_bytes(),
        };
        Self { error, ..self }
    }
}

impl fmt::Display for UnreadableRow {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "row {}: {}", self.index, self.error)
    }
}

impl fmt::Debug for UnreadableRow {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("UnreadableRow")
            .field("index", &self.index)
            .field("error", &self.error)
            .finish()
    }
}

impl std::error::Error for UnreadableRow {}

/// The rows of a response. If some cannot be read, the fault contains the others.
pub(super) fn list<T: DeserializeOwned + Send + Sync + 'static>(
    whole: Whole,
    operation: &Operation,
    errors: &Errors,
    expected: &[Expected],
    most: usize,
) -> Result<ResponseValue<Vec<T>>, Fault> {
    let is_nothing = matches!(
        whole.status,
        StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT
    );
    if is_nothing && is_blank(&whole.body) {
        return Ok(ResponseValue::new(Vec::new(), whole.status, whole.headers));
    }
    let Ok(text) = std::str::from_utf8(&whole.body) else {
        // Raw rows are valid UTF-8; a model may be readable even so, if the rest is in a field that it does not have.
        return match json::read::<Vec<T>>(&whole.body) {
            Ok(rows) if rows.len() > most => Err(unreadable(whole, &too_many(most))),
            Ok(rows) => Ok(ResponseValue::new(rows, whole.status, whole.headers)),
            Err(error) => Err(unreadable(whole, &error.to_string()).caused_by(error)),
        };
    };
    let rows = match split(text, most, operation, errors) {
        Ok(rows) => rows,
        Err(reason) => return Err(unreadable(whole, &reason)),
    };
    if let Some(reason) = record::differs(text, None, expected) {
        return Err(Fault {
            misdirected: true,
            retryable: true,
            ..unreadable(whole, &reason)
        });
    }
    let (read, unreadable) = read(&rows);
    if unreadable.is_empty() {
        return Ok(ResponseValue::new(read, whole.status, whole.headers));
    }
    let reason = match &unreadable[..] {
        [row] => format!("1 of {} rows cannot be read: {row}", rows.len()),
        [first, ..] => format!(
            "{} of {} rows cannot be read, the first is {first}",
            unreadable.len(),
            rows.len()
        ),
        [] => unreachable!("checked above"),
    };
    let source = unreadable.first().map(UnreadableRow::without_raw);
    let fault = Fault {
        body: whole.body.clone(),
        rows: Some(Box::new(read)),
        unreadable,
        source: source.map(|source| source.into()),
        ..Fault::new(ErrorKind::UnreadableAnswer).because(reason)
    };
    Err(about(fault, whole.status, &whole.headers))
}

/// The rows that can be read, each on its own, and the ones that cannot.
fn read<T: DeserializeOwned>(rows: &[&RawValue]) -> (Vec<T>, Vec<UnreadableRow>) {
    let (mut read, mut unreadable) = (Vec::with_capacity(rows.len()), Vec::new());
    for (index, row) in (0..).zip(rows) {
        match json::read(row.get().as_bytes()) {
            Ok(row) => read.push(row),
            Err(error) => unreadable.push(UnreadableRow {
                index,
                error: error.in_one_line(),
            }),
        }
    }
    (read, unreadable)
}

/// Divides a list into its rows, or says why it is none.
fn split<'a>(
    text: &'a str,
    most: usize,
    operation: &Operation,
    errors: &Errors,
) -> Result<Vec<&'a RawValue>, String> {
    let split = Rows { most };
    let mut source = serde_json::Deserializer::from_str(text);
    let rows = source
        .deserialize_any(split)
        .and_then(|rows| source.end().map(|()| rows))
        .map_err(|error| reason(&error))?;
    let rows = match rows {
        Found::Rows(rows) => rows,
        Found::Object => vec![serde_json::from_str(text).map_err(|error| reason(&error))?],
    };
    if are_messages(text, &rows, operation, errors) {
        return Err(message::without_record(text.as_bytes(), operation, errors));
    }
    Ok(rows)
}

fn reason(error: &serde_json::Error) -> String {
    match error.classify() {
        serde_json::error::Category::Data => json::without_position(error),
        _ => error.to_string(),
    }
}

pub(super) fn too_many(most: usize) -> String {
    format!(
        "it has more than {most} rows; ask for smaller pages, or raise `max_rows` in the settings"
    )
}

/// Whether the rows are not records but messages about an error. A long list is not: few words say what is wrong.
pub(super) fn are_messages(
    text: &str,
    rows: &[&RawValue],
    operation: &Operation,
    errors: &Errors,
) -> bool {
    if operation.fields.is_empty() || rows.is_empty() || text.len() > LONGEST_MESSAGES {
        return false;
    }
    let is_list = text.trim_start().starts_with('[');
    rows.iter().all(|row| {
        let Ok(members) = serde_json::from_str::<Members<'_>>(row.get()) else {
            return false;
        };
        // A list may have been requested with fields that the contract does not have.
        let mut unknown = members.keys().filter(|name| !operation.knows(name));
        record::is_stranger(&members, operation, errors)
            && (!is_list || unknown.any(|name| message::is_name_of_message(name)))
    })
}

/// Divides a list into rows, and refuses one with more than so many.
struct Rows {
    most: usize,
}

enum Found<'a> {
    Rows(Vec<&'a RawValue>),
    /// One object, which is the only row.
    Object,
}

impl Rows {
    fn pushed<'de, E: serde::de::Error>(
        &self,
        rows: &mut Vec<&'de RawValue>,
        row: &'de RawValue,
    ) -> Result<(), E> {
        if rows.len() >= self.most {
            return Err(E::custom(too_many(self.most)));
        }
        rows.push(row);
        Ok(())
    }
}

impl<'de> Visitor<'de> for Rows {
    type Value = Found<'de>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Found<'de>, A::Error> {
        let mut rows = Vec::new();
        while let Some(row) = list.next_element()? {
            self.pushed(&mut rows, row)?;
        }
        Ok(Found::Rows(rows))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Found<'de>, A::Error> {
        let mut rows = Vec::new();
        let mut is_list = None;
        while let Some(key) = map.next_key::<String>()? {
            if *is_list.get_or_insert(is_index(&key)) {
                self.pushed(&mut rows, map.next_value()?)?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        match is_list {
            Some(true) => Ok(Found::Rows(rows)),
            Some(false) => Ok(Found::Object),
            None => {
                let reason = "expected a list, found an empty object";
                Err(serde::de::Error::custom(reason))
            }
        }
    }
}
