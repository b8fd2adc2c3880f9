//! Errors in JSON bodies: whether a body reports an error, whatever the status, and its message and code.

use std::sync::LazyLock;

use memchr::memmem::{self, Finder};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, value::RawValue};

use crate::json::{self, raw};

/// The maximum number of list values in a message.
const MOST_VALUES: usize = 500;
/// The maximum length of a message in bytes. It is truncated again after credentials are redacted.
const LONGEST_LINE: usize = 16 << 10;
/// The maximum length in bytes of a body that is searched for undocumented errors.
const LONGEST_ERROR: usize = 4 << 10;
/// The maximum number of members in an envelope: the rows, their range, and one more.
const ENVELOPE: usize = 3;

/// What the bodies of an API's errors look like.
#[derive(Clone, Copy, Debug)]
pub struct Errors {
    /// A body with all of these members is an error, whatever the status. If the list is empty, only the status
    /// decides.
    pub marker: &'static [&'static str],
    /// The members that may contain the message, the best one first.
    pub message: &'static [&'static str],
    /// The member that contains the code.
    pub code: Option<&'static str>,
    /// The members of responses that contain their records.
    pub envelopes: &'static [&'static str],
}

impl Errors {
    /// Errors recognised by their status, with the message in one of the members that services commonly use.
    pub const USUAL: Self = Self {
        marker: &[],
        message: &["message", "error", "detail", "title", "errors"],
        code: Some("code"),
        envelopes: &[],
    };

    /// Errors with one marker.
    #[doc(hidden)]
    pub const EXAMPLE: Self = Self {
        marker: &["error"],
        message: &["error"],
        code: Some("code"),
        envelopes: &[],
    };
}

/// What the body of an error says.
#[derive(Debug, Default, Eq, PartialEq)]
pub struct Reported {
    pub message: Option<String>,
    pub code: Option<String>,
    /// Whether the body contains nothing but errors with documented members.
    pub alone: bool,
}

/// The error that a JSON body reports through its members, whatever its status; `None` if it reports no error.
pub fn reported(body: &[u8], errors: &Errors) -> Option<Reported> {
    if errors.marker.is_empty() {
        return None;
    }
    if !may_report(body, errors) {
        return None;
    }
    let value: Value = serde_json::from_str(&String::from_utf8_lossy(body)).ok()?;
    let records = records(&value, errors);
    let mut faulty = records.iter().filter(|record| is_faulty(record, errors));
    let first = faulty.next()?;
    Some(Reported {
        alone: faulty.count() + 1 == records.len() && has_only_error_members(first, errors),
        ..in_members(first, errors)
    })
}

/// Each of `error`, `Error` and `ERROR` contains one of these. They are built once, because that takes longer than
/// searching a short body.
static ERROR: LazyLock<[Finder<'static>; 2]> =
    LazyLock::new(|| [Finder::new("rror"), Finder::new("RROR")]);

/// Whether a body may report an error. Almost no body does, and this search is cheaper than parsing.
fn may_report(body: &[u8], errors: &Errors) -> bool {
    let by_marker = || errors.marker.iter().all(|name| has_string(body, name));
    if body.len() > LONGEST_ERROR {
        return by_marker();
    }
    let by_name = ERROR.iter().any(|part| part.find(body).is_some());
    // If `rror` is absent, so is every marker that contains it.
    by_name || !errors.marker.iter().any(|name| name.contains("rror")) && by_marker()
}

/// Whether a body contains the name in quotes.
fn has_string(body: &[u8], name: &str) -> bool {
    memmem::find_iter(body, name.as_bytes()).any(|start| {
        let before = body[..start].last();
        before == Some(&b'"') && body.get(start + name.len()) == Some(&b'"')
    })
}

/// The objects in a body that may be errors: the body itself, or each of its records.
fn records<'a>(value: &'a Value, errors: &Errors) -> Vec<&'a Map<String, Value>> {
    match value {
        Value::Array(rows) => rows.iter().filter_map(Value::as_object).collect(),
        Value::Object(members) => {
            let mut envelopes = errors.envelopes.iter();
            if let Some(rows) = envelopes.find_map(|name| rows_in(members.get(*name)?)) {
                let beside = Some(members).filter(|_| envelope_has_error(members, &rows, errors));
                return rows.into_iter().chain(beside).collect();
            }
            let mut rows = members
                .values()
                .filter(|member| member.is_array())
                .filter_map(rows_in)
                .filter(|rows| !rows.is_empty());
            // A single name such as `error` may also occur in a list that is not an error.
            let is_distinctive = errors.marker.len() > 1;
            let most = if is_distinctive { ENVELOPE } else { 1 };
            match rows.next().filter(|_| members.len() <= most) {
                Some(rows) => rows,
                None => vec![members],
            }
        }
        _ => Vec::new(),
    }
}

/// The records in a member: a list of objects, or a single object without the list around it.
fn rows_in(member: &Value) -> Option<Vec<&Map<String, Value>>> {
    match member {
        Value::Array(rows) => rows.iter().map(Value::as_object).collect(),
        Value::Object(row) if row.is_empty() => Some(Vec::new()),
        Value::Object(row) => Some(vec![row]),
        _ => None,
    }
}

/// Whether an envelope contains an error as well as records.
fn envelope_has_error(
    members: &Map<String, Value>,
    rows: &[&Map<String, Value>],
    errors: &Errors,
) -> bool {
    let code = errors.code.and_then(|name| members.get(name));
    let is_error = if rows.is_empty() {
        is_faulty(members, errors)
    } else {
        // An envelope with records may have a member such as `error` that does not report an error.
        has_marker(members, errors)
    };
    is_error && !code.is_some_and(reports_success)
}

fn is_faulty(record: &Map<String, Value>, errors: &Errors) -> bool {
    has_marker(record, errors) || is_error(record)
}

fn has_marker(record: &Map<String, Value>, errors: &Errors) -> bool {
    let has = |name: &&str| record.get(*name).is_some_and(has_value);
    errors.marker.iter().all(has)
}

/// Whether a code reports success.
pub fn reports_success(value: &Value) -> bool {
    match value {
        Value::String(text) => {
            matches!(text.trim().parse(), Ok(200..=299))
        }
        Value::Number(number) => number
            .as_f64()
            .is_some_and(|code| (200.0..300.0).contains(&code)),
        _ => false,
    }
}

/// Whether a record has only the members of an error.
fn has_only_error_members(record: &Map<String, Value>, errors: &Errors) -> bool {
    let mut names = record.keys();
    let usual = &["code"];
    let known = [errors.marker, errors.message, Errors::USUAL.message, usual].concat();
    names.all(|name| known.contains(&name.as_str()) || errors.code == Some(name.as_str()))
}

/// Whether a short object reports an error in an undocumented form. A service that returns errors with a status of
/// success may use more forms than the documented one.
fn is_error(members: &Map<String, Value>) -> bool {
    let is_error_member = |(name, value): (&String, &Value)| {
        let is_so = |known: &&str| name.eq_ignore_ascii_case(known);
        ["error", "errors"].iter().any(is_so) && has_value(value)
    };
    members.len() <= 3 && members.iter().any(is_error_member)
}

/// Whether a member has a value. 0 does not count as a value: it is a count of errors, or a code for success.
pub fn has_value(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::String(text) => !matches!(text.trim(), "" | "0"),
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
        Value::Bool(true) => true,
    }
}

/// The message and the code in the members of an error.
pub fn in_members(members: &Map<String, Value>, errors: &Errors) -> Reported {
    let code = errors.code.and_then(|name| member(members, name));
    Reported {
        alone: true,
        message: message_in(members, &errors.message_names()),
        code: code.and_then(|code| match code {
            Value::String(code) => line(code),
            Value::Number(code) => Some(code.to_string()),
            _ => None,
        }),
    }
}

/// The members of problem details (RFC 9457), which gateways return, besides those of [`Errors::USUAL`].
const PROBLEM_DETAILS: [&str; 3] = ["type", "status", "instance"];

impl Errors {
    /// Whether errors have a member of this name, ignoring case. Such a member does not show that an object is
    /// a record.
    pub fn has_member(&self, name: &str) -> bool {
        let mut known = [self, &Self::USUAL].into_iter().flat_map(|errors| {
            let names = errors.marker.iter().chain(errors.message);
            names.chain(&errors.code)
        });
        let is_name = |known: &&str| known.eq_ignore_ascii_case(name);
        known.any(is_name)
            || PROBLEM_DETAILS.iter().any(is_name)
            || name
                .as_bytes()
                .windows(5)
                .any(|part| part.eq_ignore_ascii_case(b"error"))
    }

    /// Whether a member of this name contains a message or a code.
    pub fn is_message(&self, name: &str) -> bool {
        let mut names = self.message_names().into_iter().chain(self.code);
        names.any(|known| known.eq_ignore_ascii_case(name))
    }

    /// The members that may contain a message: those of the API, then the usual ones, each once.
    pub fn message_names(&self) -> Vec<&'static str> {
        let mut names: Vec<&str> = Vec::new();
        for name in self.message.iter().chain(Self::USUAL.message) {
            if !names.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                names.push(name);
            }
        }
        names
    }
}

fn member<'a>(members: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    let mut members = members.iter();
    let found = members.find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    Some(found.1)
}

/// The message in the first member of `names` that contains one.
pub fn message_in(members: &Map<String, Value>, names: &[&str]) -> Option<String> {
    let mut messages = names
        .iter()
        .filter_map(|name| message_of_member(member(members, name)?, names));
    // "0" is a count of errors, not a message.
    messages.find(|message| message != "0")
}

/// The message in a string, in an object with the members of an error, or in a list of these.
pub fn message(value: &Value, names: &[&str]) -> Option<String> {
    match value {
        Value::String(text) => line(text),
        Value::Object(members) => message_in(members, names),
        Value::Array(items) => joined(items.iter().filter_map(|item| message(item, names))),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

/// The message in a member of an error. An object without a member for messages lists its members: `client_id:
/// unknown`.
///
/// Each part of the value is visited once, however deeply it is nested.
fn message_of_member(value: &Value, names: &[&str]) -> Option<String> {
    let of_part = |value: &Value| match value {
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        value => message_of_member(value, names),
    };
    match value {
        Value::String(text) => line(text),
        Value::Object(members) => message_in(members, names).or_else(|| {
            let is_name = |member: &str| names.iter().any(|name| name.eq_ignore_ascii_case(member));
            // The members called `names` were visited and have no message.
            let others = members.iter().filter(|(member, _)| !is_name(member));
            joined(
                others.filter_map(|(member, value)| Some(format!("{member}: {}", of_part(value)?))),
            )
        }),
        Value::Array(items) => joined(items.iter().filter_map(of_part)),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

fn joined(messages: impl Iterator<Item = String>) -> Option<String> {
    let messages: Vec<_> = messages.take(MOST_VALUES).collect();
    line(&messages.join("; "))
}

/// Reads the model from an object without those error members that report no error, for example `"error": 0`.
pub fn without_errors<T: DeserializeOwned>(body: &[u8], errors: &Errors) -> Option<T> {
    json::read(without_error_members(body, errors)?.as_bytes()).ok()
}

/// The object without the members of errors that have no value; `None` if it has no such member.
fn without_error_members(body: &[u8], errors: &Errors) -> Option<String> {
    let members = raw::members(std::str::from_utf8(body).ok()?)?;
    let is_empty =
        |value: &str| json::value(value.as_bytes()).is_some_and(|value| !has_value(&value));
    let is_left = |(name, value): &&(String, &RawValue)| {
        !errors.marker.contains(&name.as_str()) || !is_empty(value.get())
    };
    let left: Vec<_> = members.iter().filter(is_left).collect();
    if left.len() == members.len() {
        return None;
    }
    let left = left
        .iter()
        .map(|(name, value)| format!("{}:{value}", raw::quoted(name)));
    Some(format!("{{{}}}", left.collect::<Vec<_>>().join(",")))
}

/// A string on one line; `None` if it has only white space and control characters.
pub fn line(text: &str) -> Option<String> {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    let mut line = String::new();
    for word in words.filter(|word| !word.is_empty()) {
        let between = if line.is_empty() { "" } else { " " };
        line.extend([between, word]);
        if line.len() > LONGEST_LINE {
            break;
        }
    }
    Some(line).filter(|line| !line.is_empty())
}

#[cfg(test)]
mod tests;
