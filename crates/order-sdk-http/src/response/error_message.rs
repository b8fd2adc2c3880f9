//! Reads the error message of a server from JSON, XML, HTML, plain text or an empty body.

use quick_xml::{Reader, events::Event};
use serde_json::{Map, Value};

use crate::{Errors, Operation};
use order_sdk_core::{
    error_body::{self, Reported, in_members, line, message_in},
    json,
};

/// The maximum number of characters of a message.
const LONGEST: usize = 500;

/// Reads the body of an error in any form.
pub(crate) fn read(body: &[u8], errors: &Errors) -> Reported {
    if let Some(value) = json::value(body) {
        let inner = object(&value).map(|members| in_members(members, errors));
        return match (inner, &value) {
            (Some(inner), _) if inner.message.is_some() => inner,
            (_, Value::Object(members)) => in_members(members, errors),
            (_, value) => Reported {
                alone: true,
                message: error_body::message(value, &errors.message_names()),
                code: None,
            },
        };
    }
    let text = String::from_utf8_lossy(body);
    let message = match &text {
        _ if is_html(&text) => element(&text, &["title", "h1"]),
        _ if text.trim_start().starts_with('<') => element(&text, &errors.message_names()),
        // JSON that is cut off is not a message.
        _ if text.trim_start().starts_with(['{', '[']) => None,
        _ => line(&text),
    };
    Reported {
        alone: true,
        message,
        code: errors.code.and_then(|name| element(&text, &[name])),
    }
}

/// The error that the members of a body report, regardless of the status; `None` if there is no error.
pub(crate) fn reported(body: &[u8], errors: &Errors) -> Option<Reported> {
    let start = body.trim_ascii_start();
    if start.starts_with(b"<") {
        let text = String::from_utf8_lossy(start);
        return (!is_html(&text)).then(|| reported_in_xml(&text, errors))?;
    }
    error_body::reported(body, errors)
}

fn reported_in_xml(text: &str, errors: &Errors) -> Option<Reported> {
    let (first, rest) = errors.marker.split_first()?;
    element(text, &[first]).filter(|text| text != "0")?;
    rest.iter()
        .all(|name| element(text, &[name]).is_some())
        .then(|| read(text.as_bytes(), errors))
}

/// The reason for refusing a successful response without a record. It quotes the message in the response, but not the
/// value of a field that records have: such a field, for example the title of an order, may contain personal data.
pub(crate) fn without_record(body: &[u8], operation: &Operation, errors: &Errors) -> String {
    let is_of_errors = |name: &&str| errors.message.contains(name) || !operation.knows(name);
    let names: Vec<_> = errors
        .message_names()
        .into_iter()
        .filter(is_of_errors)
        .collect();
    let message = json::value(body).and_then(|value| {
        let inner = object(&value).and_then(|members| message_in(members, &names));
        inner.or_else(|| match &value {
            Value::Object(members) => message_in(members, &names),
            value => error_body::message(value, &names),
        })
    });
    let message = message.map_or_else(String::new, |message| format!("; it says: {message}"));
    format!("the response contains no record{message}")
}

/// The title of an HTML page, if it has one; `None` if the body is not HTML.
pub(crate) fn page_title(body: &[u8]) -> Option<Option<String>> {
    let text = String::from_utf8_lossy(body);
    is_html(&text).then(|| element(&text, &["title", "h1"]))
}

/// Whether the body of an error is an HTML page, for example of a gateway. It then says nothing about the service.
pub fn is_page(body: &[u8]) -> bool {
    is_html(&String::from_utf8_lossy(body))
}

pub(crate) fn is_html(text: &str) -> bool {
    let start: String = text.trim_start().chars().take(200).collect();
    let start = start.to_ascii_lowercase();
    start.starts_with("<!doctype html") || start.contains("<html")
}

/// The object that may be an error: the body, the only element of a list, or the first element of a list in an
/// envelope.
fn object(value: &Value) -> Option<&Map<String, Value>> {
    match value {
        Value::Object(members) if members.len() <= 2 => {
            let inner = members.values().find_map(|member| match member {
                Value::Array(items) => items.first().and_then(Value::as_object),
                _ => None,
            });
            Some(inner.unwrap_or(members))
        }
        Value::Object(members) => Some(members),
        Value::Array(items) if items.len() == 1 => items[0].as_object(),
        _ => None,
    }
}

/// The text of the first element that has one of the names. The rest of the text may be malformed.
pub(crate) fn element(text: &str, names: &[&str]) -> Option<String> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => {
                let name = start.name();
                let name = name.as_ref();
                if names.iter().any(|known| name.eq_ignore_ascii_case(known)) {
                    return line(&inner(&mut reader)?);
                }
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}

/// The text up to the next end tag.
fn inner(reader: &mut Reader<&[u8]>) -> Option<String> {
    let mut text = String::new();
    loop {
        match reader.read_event().ok()? {
            Event::Text(piece) => text.push_str(&piece),
            Event::CData(piece) => text.push_str(&piece),
            Event::GeneralRef(name) => {
                let name: &str = &name;
                let entity = format!("&{name};");
                text.push_str(
                    &quick_xml::escape::unescape(&entity)
                        .unwrap_or_else(|_| entity.as_str().into()),
                );
            }
            Event::End(_) | Event::Eof => return Some(text),
            _ => {}
        }
    }
}

/// A text, truncated to the maximum length.
pub(crate) fn cut(text: String) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(body: &str) -> Option<String> {
        read(body.as_bytes(), &Errors::EXAMPLE).message
    }

    #[test]
    fn a_field_of_a_record_is_not_quoted_as_a_message() {
        let operation = Operation {
            fields: &["id", "title", "note"],
            ..Operation::DEFAULT
        };
        for (body, expected) in [
            (r#"{"data":[{"title":"L'Atelier","note":"urgent"}]}"#, ""),
            (
                r#"{"title":"L'Atelier","message":"moved"}"#,
                "; it says: moved",
            ),
            (r#"["maintenance"]"#, "; it says: maintenance"),
            ("{}", ""),
        ] {
            let reason = without_record(body.as_bytes(), &operation, &Errors::EXAMPLE);
            assert_eq!(
                reason,
                format!("the response contains no record{expected}"),
                "{body}"
            );
        }
    }

    #[test]
    fn a_message_is_found_in_every_kind_of_body() {
        for (body, expected) in [
            (
                r#"{"error":"client_id unknown"}"#,
                Some("client_id unknown"),
            ),
            (r#"{"error":{"message":"no"}}"#, Some("no")),
            (r#"{"error":["a","b"]}"#, Some("a; b")),
            (
                r#"{"errors":{"client_id":["unknown"]}}"#,
                Some("client_id: unknown"),
            ),
            (r#"{"message":"gateway"}"#, Some("gateway")),
            (r#""just text""#, Some("just text")),
            (
                "<data><error>a &amp; b<![CDATA[ <c>]]></error></data>",
                Some("a & b <c>"),
            ),
            (
                "<!DOCTYPE html><html><head><title>502 Bad\n Gateway</title><hr>",
                Some("502 Bad Gateway"),
            ),
            ("<html><body><h1>Sorry</h1></body></html>", Some("Sorry")),
            ("plain\ttext", Some("plain text")),
            ("", None),
            ("{\"error\":", None),
            ("[]", None),
            (r#"["a", "b"]"#, Some("a; b")),
            (
                r#"{"Message":"An error has occurred."}"#,
                Some("An error has occurred."),
            ),
            ("<broken", None),
        ] {
            assert_eq!(message(body).as_deref(), expected, "{body}");
        }
        assert_eq!(cut("x".repeat(600)).chars().count(), 501);
    }

    #[test]
    fn an_error_is_found_in_xml() {
        let is_error = |body: &str| reported(body.as_bytes(), &Errors::EXAMPLE).is_some();
        assert!(is_error("<data><error>no</error></data>"));
        assert!(is_error(
            "<?xml version=\"1.0\"?><data><error>no</error></data>"
        ));
        assert!(!is_error("<data><success>order created</success></data>"));
        assert!(!is_error("<html><error>no</error></html>"));
    }
}
