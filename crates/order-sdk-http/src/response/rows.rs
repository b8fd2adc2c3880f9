//! Reads lists row by row, so that an unreadable row does not affect the others.

use std::fmt;

use reqwest::StatusCode;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::{
    RawResponse, Reading, Response, error_message, is_blank,
    raw_rows::{self, Text},
    record::{self, Object},
    status::about,
    unreadable,
};
use crate::{ErrorKind, Operation, fault::Fault};
use order_sdk_core::{
    error_body::Errors,
    json::{self, ReadError},
};

/// The maximum length in bytes of a list that is checked for messages.
const LONGEST_MESSAGES: usize = 64 << 10;

/// A row of a list that could not be read.
///
/// Neither `Debug` nor `Display` shows the row itself, which contains personal data.
pub struct UnreadableRow {
    index: u64,
    identifier: Option<i64>,
    path: String,
    reason: String,
    raw: Vec<u8>,
}

impl UnreadableRow {
    /// Position of the row, counted from 0: in the response, or in the whole list if it comes from a stream.
    pub fn index(&self) -> u64 {
        self.index
    }

    /// The identifier of the row, if it has one that can be read.
    pub fn identifier(&self) -> Option<i64> {
        self.identifier
    }

    /// The field that could not be read, for example `items[3].amount`; empty if the row as a whole is wrong.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What was expected and what was found.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// The row as JSON, as it was received except for credentials. It contains personal data.
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// A row that could not be read: its position, its bytes, and the error.
    pub(crate) fn new(index: u64, row: &[u8], error: ReadError, operation: &Operation) -> Self {
        let error = error.in_one_line();
        Self {
            index,
            identifier: record::identifier(row, operation),
            path: error.path,
            reason: error.reason,
            raw: row.to_owned(),
        }
    }

    /// The row without its JSON, for use as the source of an error.
    fn without_raw(&self) -> Self {
        Self {
            index: self.index,
            identifier: self.identifier,
            path: self.path.clone(),
            reason: self.reason.clone(),
            raw: Vec::new(),
        }
    }

    pub(crate) fn at(self, offset: u64) -> Self {
        let index = self.index + offset;
        Self { index, ..self }
    }

    /// The row with credentials redacted in its path, reason and JSON.
    pub(crate) fn redacted(self, redact: impl Fn(String) -> String) -> Self {
        let text = String::from_utf8_lossy(&self.raw).into_owned();
        Self {
            path: redact(self.path),
            reason: redact(self.reason),
            raw: redact(text).into_bytes(),
            ..self
        }
    }
}

impl fmt::Display for UnreadableRow {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "row {}: ", self.index)?;
        if !self.path.is_empty() {
            write!(out, "{}: ", self.path)?;
        }
        out.write_str(&self.reason)
    }
}

impl fmt::Debug for UnreadableRow {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("UnreadableRow")
            .field("index", &self.index)
            .field("path", &self.path)
            .field("reason", &self.reason)
            .field("raw_bytes", &self.raw.len())
            .finish()
    }
}

impl std::error::Error for UnreadableRow {}

/// The rows of a response. If some cannot be read, the fault contains the others.
pub(crate) fn list<T: DeserializeOwned + Send + Sync + 'static>(
    whole: RawResponse,
    reading: &Reading<'_>,
) -> Result<Response<Vec<T>>, Fault> {
    let Reading {
        operation, errors, ..
    } = *reading;
    let is_nothing = matches!(
        whole.status,
        StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT
    );
    if is_nothing && is_blank(&whole.body) {
        return Ok(Response::new(Vec::new(), whole.status, whole.headers));
    }
    if let Some(rows) = reading.direct_list(&whole) {
        return Ok(Response::new(rows, whole.status, whole.headers));
    }
    let body = whole.body.clone();
    let text = Text::new(&body);
    let rows = match raw_rows::of_list(&text.masked, reading.most) {
        Ok(rows) => rows.rows,
        Err(reason) => return Err(unreadable(whole, &reason)),
    };
    if are_messages(&text.masked, &rows, operation, errors) {
        let reason = error_message::without_record(&body, operation, errors);
        return Err(unreadable(whole, &reason));
    }
    let mut different = rows
        .iter()
        .filter_map(|row| record::differs(row.get(), reading.expected));
    if let Some(reason) = different.next() {
        return Err(Fault {
            misdirected: true,
            retryable: true,
            ..unreadable(whole, &reason)
        });
    }
    let (mut read, mut unread) = (Vec::with_capacity(rows.len()), Vec::new());
    for (index, row) in (0..).zip(rows) {
        let row = text.bytes(row);
        match json::read(row) {
            Ok(row) => read.push(row),
            Err(error) => unread.push(UnreadableRow::new(index, row, error, operation)),
        }
    }
    if unread.is_empty() {
        return Ok(Response::new(read, whole.status, whole.headers));
    }
    let count = read.len() + unread.len();
    Err(of_rows(whole, count, Box::new(read), unread))
}

/// The fault for a response with unreadable rows: how many rows it has, those that were read, and the others.
pub(crate) fn of_rows(
    whole: RawResponse,
    count: usize,
    read: Box<dyn std::any::Any + Send + Sync>,
    unreadable: Vec<UnreadableRow>,
) -> Fault {
    let first = unreadable.first().map(UnreadableRow::without_raw);
    let reason = match (&first, unreadable.len()) {
        (Some(first), 1) => format!("1 of {count} rows could not be read: {first}"),
        (Some(first), unread) => {
            format!("{unread} of {count} rows could not be read; the first is {first}")
        }
        (None, _) => String::new(),
    };
    let fault = Fault {
        body: whole.body.clone(),
        rows: Some(read),
        unreadable,
        source: first.map(Into::into),
        ..Fault::new(ErrorKind::UnreadableResponse).because(reason)
    };
    about(fault, whole.status, &whole.headers)
}

/// Whether the rows are not records but messages about an error. A long list is never taken for messages, because
/// messages are short.
pub(crate) fn are_messages(
    text: &str,
    rows: &[&RawValue],
    operation: &Operation,
    errors: &Errors,
) -> bool {
    let is_list = text.trim_start().starts_with('[');
    if operation.fields.is_empty() || rows.is_empty() || (is_list && text.len() > LONGEST_MESSAGES)
    {
        return false;
    }
    rows.iter().all(|row| {
        let Some(row) = Object::of(row.get()).filter(|row| !row.0.is_empty()) else {
            return false;
        };
        // The caller may have requested fields that are not in the contract.
        let mut unknown = row.unknown(operation);
        row.has_no_known_fields(operation, errors)
            && (!is_list || unknown.any(|name| errors.has_member(name)))
    })
}
