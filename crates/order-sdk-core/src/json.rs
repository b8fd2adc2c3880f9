//! Reading JSON so that an error says which field it is about.

mod path;
pub mod raw;

use std::{fmt, str::Utf8Error};

use serde::de::DeserializeOwned;
use serde_json::{Value, error::Category};

use self::path::path_at;
use crate::{
    by_name::ByName,
    elements::is_index,
    error_body::{Errors, reported, without_errors},
};

/// UTF-8 does not need it, but some servers send it.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
/// The maximum number of characters in a reason, which may quote an unexpected value.
const LONGEST_REASON: usize = 300;

/// A body that cannot be read.
#[non_exhaustive]
pub struct ReadError {
    /// The field, for example `items[3].amount`; empty if the body as a whole is wrong.
    pub path: String,
    /// What was expected and what was found.
    pub reason: String,
    /// The body as it was received. It may contain personal data; neither `Debug` nor `Display` shows it.
    pub body: Vec<u8>,
}

impl ReadError {
    /// The error for a path. A long reason is truncated.
    #[doc(hidden)]
    pub fn new(path: String, reason: &str, body: &[u8]) -> Self {
        let reason = match reason.char_indices().nth(LONGEST_REASON) {
            Some((end, _)) => format!("{}…", &reason[..end]),
            None => reason.to_owned(),
        };
        Self {
            path,
            reason,
            body: body.to_owned(),
        }
    }

    /// The error without line breaks and other control characters in its text, which a server may have sent.
    #[doc(hidden)]
    #[must_use]
    pub fn in_one_line(self) -> Self {
        let line = |text: String| text.replace(char::is_control, " ");
        Self {
            path: line(self.path),
            reason: line(self.reason),
            ..self
        }
    }

    /// The error without the body.
    #[doc(hidden)]
    #[must_use]
    pub fn without_body(self) -> Self {
        let body = Vec::new();
        Self { body, ..self }
    }

    /// The error for another path.
    #[doc(hidden)]
    #[must_use]
    pub fn at(self, path: &str) -> Self {
        let path = path.to_owned();
        Self { path, ..self }
    }
}

impl fmt::Debug for ReadError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("ReadError")
            .field("path", &self.path)
            .field("reason", &self.reason)
            .field("body_bytes", &self.body.len())
            .finish()
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path.as_str() {
            "" => write!(out, "{}", self.reason),
            path => write!(out, "{path}: {}", self.reason),
        }
    }
}

impl std::error::Error for ReadError {}

/// Reads a body.
///
/// # Errors
///
/// If it is not JSON, or a field is not what the model expects. The error names the field and keeps the body.
pub fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, ReadError> {
    // Validating UTF-8 once for the whole body is faster than string by string. Each model then needs a reader for
    // `&str` only, so it is compiled once.
    let read = match std::str::from_utf8(body) {
        Ok(text) => read_text(text, None),
        Err(error) => read_text(&with_invalid_bytes_escaped(body), Some(error)),
    };
    read.map_err(|(path, reason)| ReadError::new(path, &reason, body))
}

/// The body as a string in which a lone surrogate escape replaces bytes that are not UTF-8. Readers reject this escape
/// in a string that they use, and skip it in other strings.
fn with_invalid_bytes_escaped(body: &[u8]) -> String {
    let mut text = String::with_capacity(body.len());
    let mut is_escaped = false;
    for chunk in body.utf8_chunks() {
        text.push_str(chunk.valid());
        // One escape for a run of bytes keeps the text from growing much.
        is_escaped = is_escaped && chunk.valid().is_empty();
        if !is_escaped && !chunk.invalid().is_empty() {
            let valid = chunk.valid();
            let backslashes = valid.len() - valid.trim_end_matches('\\').len();
            text.push_str(match backslashes % 2 {
                // A high surrogate, and an escape that does not complete the pair.
                0 => r"\ud800\u0020",
                // The backslash before the bytes begins an escape, which stays invalid.
                _ => "x",
            });
            is_escaped = true;
        }
    }
    text
}

/// A body as a value; `None` if it is not JSON in UTF-8.
pub fn value(body: &[u8]) -> Option<Value> {
    serde_json::from_str(std::str::from_utf8(body).ok()?).ok()
}

/// Reads the body of a response: skips a byte order mark, and rejects a body that reports an error of the service.
///
/// # Errors
///
/// As [`read`], and if the body reports an error.
pub fn read_response<T: DeserializeOwned>(body: &[u8], errors: &Errors) -> Result<T, ReadError> {
    let content = strip_bom(body);
    if let Some(reported) = reported(content, errors) {
        let message = reported.message.as_deref().unwrap_or("no message");
        let reason = format!("the service reports an error: {message}");
        return Err(ReadError::new(String::new(), &reason, body));
    }
    read(content).or_else(|error| without_errors(content, errors).ok_or(error))
}

/// The body without its byte order mark, if any.
pub fn strip_bom(body: &[u8]) -> &[u8] {
    body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body)
}

/// Reads a value that was parsed before.
///
/// # Errors
///
/// As [`read`]; the body of the error is the value as JSON.
pub fn read_value<T: DeserializeOwned>(value: &Value) -> Result<T, ReadError> {
    // Models are read from strings only: reading them from a value too would compile each of them twice.
    read(value.to_string().as_bytes())
}

/// Reads a body; `None` if it cannot be read. For callers that do not need the reason.
pub fn quick<T: DeserializeOwned>(text: &str) -> Option<T> {
    let mut source = serde_json::Deserializer::from_str(text);
    let value = T::deserialize(ByName(&mut source)).ok()?;
    source.end().ok().map(|()| value)
}

/// Reads JSON. `invalid` says which bytes were not UTF-8, if any. On failure, returns the path to the field and the
/// reason.
fn read_text<T: DeserializeOwned>(
    text: &str,
    invalid: Option<Utf8Error>,
) -> Result<T, (String, String)> {
    let mut source = serde_json::Deserializer::from_str(text);
    let read = T::deserialize(ByName(&mut source)).and_then(|value| source.end().map(|()| value));
    read.map_err(|error| match (error.classify(), invalid) {
        (Category::Data, _) => {
            let path = path_at(text, error.line(), error.column());
            (path, without_position(&error))
        }
        // Invalid JSON has no field to name.
        (_, Some(invalid)) => {
            let offset = invalid.valid_up_to();
            let reason = format!("the byte at offset {offset} is not UTF-8");
            (String::new(), reason)
        }
        (_, None) => (String::new(), error.to_string()),
    })
}

/// The message without line and column, for an error whose path is known.
pub fn without_position(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    message
        .strip_suffix(&position)
        .map_or_else(|| message.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Default, Deserialize)]
    struct Order {
        #[serde(default, with = "crate::list::option")]
        items: Option<Vec<Item>>,
        #[serde(flatten)]
        extra: std::collections::BTreeMap<String, Value>,
    }

    #[derive(Debug, Deserialize)]
    #[allow(dead_code)]
    struct Address {
        city: Option<u8>,
        country: String,
    }

    #[derive(Debug, Deserialize)]
    struct Item {
        #[serde(default, deserialize_with = "crate::decimal::option::deserialize")]
        amount: Option<Decimal>,
    }

    fn refused(body: &str) -> String {
        let error = read::<Order>(body.as_bytes()).expect_err("a wrong field");
        assert_eq!(error.body, body.as_bytes());
        error.to_string()
    }

    #[test]
    fn bytes_that_are_not_utf_8_are_refused_only_in_strings_that_are_used() {
        let items = super::read::<Vec<Item>>(b"[{\"amount\":1},{\"other\":\"caf\xe9\"}]");
        assert_eq!(items.map(|items| items.len()).ok(), Some(2));
        for body in [
            &b"{\"country\":\"caf\xe9\"}"[..],
            b"{\"country\":\"caf\xe9\\udc00\"}",
            b"{\"country\":\"be\"\xff}",
            b"{\"country\":\"a\\\xff\"}",
            b"{\"country\":\"\xff\xfe\xff\"}",
        ] {
            let error = super::read::<Address>(body).map(drop).expect_err("bytes");
            assert!(error.to_string().contains("the byte at offset "), "{error}");
        }
        let error = super::read::<Address>(b"{\"city\":\"x\",\"other\":\"\xff\"}").map(drop);
        assert_eq!(error.expect_err("a string").path, "city");
        let error = super::read::<Address>(b"{\"other\":\"\xff\"}").map(drop);
        let reason = error.expect_err("no country").reason;
        assert_eq!(reason, "missing field `country`");
    }

    #[test]
    fn an_error_names_the_field_also_of_a_model_that_keeps_unknown_fields() {
        let body = r#"{"id": 1, "items": [{"amount": 1}, {"amount": "x"}, {"amount": "y"}]}"#;
        let message = refused(body);
        let expected = "items[1].amount: expected a decimal number, found `x`";
        assert!(message.starts_with(expected), "{message}");
    }

    #[test]
    fn a_missing_field_is_reported_for_the_object_that_lacks_it() {
        let message = |body: &str| {
            let error = read::<Vec<Address>>(body.as_bytes());
            error.expect_err("a wrong field").to_string()
        };
        assert_eq!(message(r#"[{"city": 1}]"#), "[0]: missing field `country`");
        let wrong = message(r#"[{"country": "BE"}, {"city": "x"}]"#);
        assert!(
            wrong.starts_with("[1].city: invalid type: string"),
            "{wrong}"
        );
    }

    #[test]
    fn a_list_in_place_of_an_object_is_reported_for_the_list() {
        #[derive(Debug, Deserialize)]
        #[allow(dead_code)]
        struct Client {
            #[serde(default, deserialize_with = "crate::object::option::deserialize")]
            address: Option<Order>,
        }
        let message = |body: &str| {
            let error = read::<Client>(body.as_bytes());
            error.expect_err("a list").to_string()
        };
        let list = "address: expected an object, found a list";
        assert_eq!(message(r#"{"address": [1]}"#), list);
        assert_eq!(message(r#"{"address": [{"items": []}]}"#), list);
    }

    #[test]
    fn nothing_is_read_by_position() {
        for (body, path) in [
            (r#"[[{"amount": 1}]]"#, ""),
            (r#"{"items": [[1]]}"#, "items[0]: "),
        ] {
            let message = refused(body);
            let expected = format!("{path}invalid type: sequence, expected struct");
            assert!(message.starts_with(&expected), "{message}");
        }
        let error = read::<Vec<Item>>(b"[[1]]").expect_err("a list of lists");
        assert_eq!(error.path, "[0]");
    }

    #[test]
    fn an_object_with_a_repeated_field_is_named() {
        let body = r#"{"new": {"a": 1, "a": 2}, "items": [{"amount": 1, "amount": 2}]}"#;
        assert_eq!(refused(body), "items[0]: duplicate field `amount`");
    }

    #[test]
    fn a_body_that_is_not_json_or_not_an_object_is_refused() {
        assert!(refused("{\"items\": [").starts_with("EOF while parsing"));
        assert_eq!(
            refused("7"),
            "invalid type: integer `7`, expected struct Order"
        );
        assert!(refused("{} {}").starts_with("trailing characters"));
    }

    #[test]
    fn an_error_shows_neither_the_body_nor_all_of_a_long_value() {
        let note = "n".repeat(1000);
        let body = format!(r#"{{"new": "secret", "items": [{{"amount": "{note}"}}]}}"#);
        let error = read::<Order>(body.as_bytes()).expect_err("no number");
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("secret") && shown.len() < 400, "{shown}");
        assert!(
            shown.contains(&format!("body_bytes: {}", body.len())),
            "{shown}"
        );
    }

    #[test]
    fn a_body_that_fits_is_read() {
        let order: Order = read(br#"{"items": [{"amount": "1.50"}], "new": 1}"#).expect("read");
        let items = order.items.expect("items");
        assert_eq!(items[0].amount, Some(Decimal::new(150, 2)));
        assert_eq!(order.extra["new"], 1);
    }

    #[test]
    fn a_response_may_start_with_a_byte_order_mark_and_must_not_be_an_error() {
        let errors = Errors::EXAMPLE;
        let order = read_response::<Order>(b"\xef\xbb\xbf{\"new\": 1}", &errors);
        assert_eq!(order.expect("read").extra["new"], 1);
        let error = read_response::<Order>(br#"{"error": "order_id unknown"}"#, &errors);
        let expected = "the service reports an error: order_id unknown";
        assert_eq!(error.expect_err("an error").to_string(), expected);
    }
}
