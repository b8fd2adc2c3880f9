//! Reads the record of a response: the model of the operation, or an error that says what was received.

use reqwest::StatusCode;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::{
    RawResponse, Response, UnreadableRow, error_message, is_blank,
    raw_rows::{self, RawRows, Text},
    record::{self, Expected, Object},
    rows, unreadable,
};
use crate::{Errors, Operation, fault::Fault};
use order_sdk_core::{
    error_body::{has_value, reports_success, without_errors},
    json::{self, ReadError, raw},
};

/// What reading a response depends on.
pub(crate) struct Reading<'a> {
    pub(crate) operation: &'a Operation,
    pub(crate) errors: &'a Errors,
    /// The values of the request that the response repeats.
    pub(crate) expected: &'a [Expected],
    /// Whether the request only reads.
    pub(crate) reads: bool,
    /// The maximum number of rows.
    pub(crate) most: usize,
}

impl Reading<'_> {
    /// The model in a response.
    pub(crate) fn model<T: DeserializeOwned + Send + Sync + 'static>(
        &self,
        whole: RawResponse,
    ) -> Result<Response<T>, Fault> {
        let is_nothing = matches!(
            whole.status,
            StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT
        );
        if is_nothing && is_blank(&whole.body) {
            return match self.nothing() {
                Ok(value) => Ok(Response::boxed(value, whole.status, whole.headers)),
                Err(error) => Err(unreadable(whole, &error.to_string()).caused_by(error)),
            };
        }
        let direct: Option<Box<T>> = match self.operation.envelope {
            Some(envelope) if self.operation.has_record => self.direct_first(&whole, envelope),
            Some(envelope) => self.direct_envelope(&whole, envelope),
            None => self.direct_record(&whole),
        };
        match (direct, self.operation.envelope) {
            (Some(value), _) => Ok(Response::boxed(value, whole.status, whole.headers)),
            (None, Some(envelope)) => self.enveloped(whole, envelope),
            (None, None) => self.bare(whole),
        }
    }

    /// A response whose status says that it has no body. It is an error if the operation returns a record.
    fn nothing<T: DeserializeOwned>(&self) -> Result<T, ReadError> {
        let Operation {
            envelope, fields, ..
        } = self.operation;
        if let Some(envelope) = envelope.filter(|_| !self.operation.has_record) {
            return json::read(format!("{{{}:[]}}", raw::quoted(envelope)).as_bytes());
        }
        if !fields.is_empty() {
            let reason = "the response contains no record";
            return Err(ReadError::new(String::new(), reason, b""));
        }
        match (json::read(b"[]"), self.reads) {
            (Ok(list), _) => Ok(list),
            (Err(_), false) => json::read(b"null").or_else(|_| json::read(b"{}")),
            (Err(error), true) => Err(error),
        }
    }

    /// A record without an envelope. If the contract does not describe the record, any body is accepted.
    fn bare<T: DeserializeOwned>(&self, whole: RawResponse) -> Result<Response<T>, Fault> {
        let body = whole.body.clone();
        let text = Text::new(&body);
        // This check comes first, because a body that cannot be read may also belong to another request.
        if let Some(reason) = record::differs(&text.masked, self.expected) {
            return Err(self.misdirected(whole, &reason));
        }
        if !self.operation.fields.is_empty() && self.is_something_else(&text.masked) {
            return Err(self.without_record(whole));
        }
        let read = json::read(&body);
        match read.or_else(|error| without_errors(&body, self.errors).ok_or(error)) {
            Ok(value) => Ok(Response::boxed(value, whole.status, whole.headers)),
            Err(error) => Err(not_read(whole, error)),
        }
    }

    /// Whether a body is an object that is not a record, or a list of messages.
    fn is_something_else(&self, text: &str) -> bool {
        if let Some(object) = Object::of(text) {
            return !object.is_record(self.operation, self.errors);
        }
        let rows = raw::elements(text);
        rows.is_some_and(|rows| rows::are_messages(text, &rows, self.operation, self.errors))
    }

    /// Records in an envelope. If the operation returns one record, that record is the result.
    fn enveloped<T: DeserializeOwned + Send + Sync + 'static>(
        &self,
        whole: RawResponse,
        envelope: &str,
    ) -> Result<Response<T>, Fault> {
        let body = whole.body.clone();
        let text = Text::new(&body);
        let found = match raw_rows::in_envelope(&text.masked, envelope, self.most) {
            Ok(found) => found,
            Err(reason) => return Err(unreadable(whole, &reason)),
        };
        let mut records = found.rows.iter().map(|row| row.get());
        if let Some(reason) = records.find_map(|row| record::differs(row, self.expected)) {
            return Err(self.misdirected(whole, &reason));
        }
        if !self.operation.fields.is_empty() && self.has_no_record(&found) {
            return Err(self.without_record(whole));
        }
        if self.operation.has_record {
            return self.only_record(whole, &found, &text);
        }
        let rows: Vec<_> = found.rows.iter().map(|row| text.bytes(row)).collect();
        let others = found.others.into_iter();
        let others: Vec<_> = others
            .map(|(name, value)| (name, text.bytes(value)))
            .collect();
        let read = |rows: &[&[u8]], others: &[(String, &[u8])]| {
            let body = raw_rows::enveloped(envelope, rows, others, &whole.headers);
            json::read::<Box<T>>(&body)
        };
        let error = match read(&rows, &others) {
            Ok(value) => return Ok(Response::boxed(value, whole.status, whole.headers)),
            Err(error) => error,
        };
        // The other members may be long, so they are not read again with each row unless the model requires them.
        let required = match read(&[], &[]) {
            Ok(_) => &[],
            Err(_) => others.as_slice(),
        };
        let (mut readable, mut unreadable) = (Vec::new(), Vec::new());
        for (index, row) in (0..).zip(&rows) {
            match read(&[row], required) {
                Ok(_) => readable.push(*row),
                Err(error) => {
                    let error = in_row(error, envelope);
                    unreadable.push(UnreadableRow::new(index, row, error, self.operation));
                }
            }
        }
        match read(&readable, &others) {
            Ok(others) if !unreadable.is_empty() => Err(rows::of_rows(
                whole,
                rows.len(),
                Box::new(vec![*others]),
                unreadable,
            )),
            _ => Err(not_read(whole, error)),
        }
    }

    /// The first element of an envelope that is a record, or else the first element.
    fn only_record<T: DeserializeOwned>(
        &self,
        whole: RawResponse,
        found: &RawRows<'_>,
        text: &Text<'_>,
    ) -> Result<Response<T>, Fault> {
        let is_record = |row: &&&RawValue| {
            let object = Object::of(row.get());
            object.is_some_and(|object| object.is_record(self.operation, self.errors))
        };
        let record = found.rows.iter().find(is_record).or(found.rows.first());
        let record = record.map_or(&[][..], |row| text.bytes(row));
        match json::read(record) {
            Ok(record) => Ok(Response::boxed(record, whole.status, whole.headers)),
            Err(error) => Err(not_read(whole, error)),
        }
    }

    /// Whether an envelope lacks the record that the contract documents, or has something else in place of records.
    fn has_no_record(&self, found: &RawRows<'_>) -> bool {
        let (operation, errors) = (self.operation, self.errors);
        let mut records = found
            .rows
            .iter()
            .filter_map(|row| Object::of(row.get()))
            .peekable();
        if records.peek().is_none() {
            let is_empty = found.rows.is_empty();
            return operation.has_record
                || !is_empty
                || !found.has_list
                || is_message(found, errors);
        }
        !records.any(|record| {
            if operation.has_record {
                record.is_record(operation, errors)
            } else {
                !record.has_no_known_fields(operation, errors)
            }
        })
    }

    fn misdirected(&self, whole: RawResponse, reason: &str) -> Fault {
        Fault {
            misdirected: true,
            retryable: self.reads,
            ..unreadable(whole, reason)
        }
    }

    fn without_record(&self, whole: RawResponse) -> Fault {
        let reason = error_message::without_record(&whole.body, self.operation, self.errors);
        not_read(whole, ReadError::new(String::new(), &reason, b""))
    }
}

/// Whether an envelope without records has an error message and no success code.
fn is_message(found: &RawRows<'_>, errors: &Errors) -> bool {
    let value = |value: &RawValue| json::value(value.get().as_bytes());
    let is_code = |name: &str| {
        errors
            .code
            .is_some_and(|code| code.eq_ignore_ascii_case(name))
    };
    let mut codes = found.others.iter().filter(|(name, _)| is_code(name));
    let is_success = |code: &RawValue| value(code).is_some_and(|code| reports_success(&code));
    if codes.any(|(_, code)| is_success(code)) {
        return false;
    }
    let mut others = found.others.iter();
    others.any(|(name, other)| {
        errors.is_message(name) && value(other).is_some_and(|other| has_value(&other))
    })
}

/// An error in the only row of an envelope, as an error in that row.
fn in_row(error: ReadError, envelope: &str) -> ReadError {
    let path = error.path.strip_prefix(envelope);
    let path = path
        .and_then(|path| path.strip_prefix("[0]"))
        .unwrap_or(&error.path);
    let path = path.trim_start_matches('.').to_owned();
    error.at(&path)
}

fn not_read(whole: RawResponse, error: ReadError) -> Fault {
    // The fault itself keeps the body, shortened if it is long.
    let error = error.in_one_line().without_body();
    unreadable(whole, &error.to_string()).caused_by(error)
}
