//! Divides a body into its rows without reading them: a list, or an envelope around one.

use std::borrow::Cow;

use reqwest::header::{CONTENT_RANGE, HeaderMap};
use serde_json::{error::Category, value::RawValue};

use super::record::Object;
use order_sdk_core::{
    elements::is_index,
    json::{
        self,
        raw::{self, Found},
    },
};

/// A body, and a copy that can be divided. Both have the same length, so that offsets in one are valid in the other.
pub(crate) struct Text<'a> {
    body: &'a [u8],
    /// The body with a `?` for each byte that is not UTF-8. Such a byte can only be inside a string.
    pub(crate) masked: Cow<'a, str>,
}

impl<'a> Text<'a> {
    pub(crate) fn new(body: &'a [u8]) -> Self {
        let masked = std::str::from_utf8(body).map_or_else(
            |_| {
                let mut masked = String::with_capacity(body.len());
                for chunk in body.utf8_chunks() {
                    masked.push_str(chunk.valid());
                    masked.extend(chunk.invalid().iter().map(|_| '?'));
                }
                Cow::Owned(masked)
            },
            Cow::Borrowed,
        );
        Self { body, masked }
    }

    /// The bytes of a part of the copy, as they were received.
    pub(crate) fn bytes(&self, part: &RawValue) -> &'a [u8] {
        let start = part.get().as_ptr() as usize - self.masked.as_ptr() as usize;
        &self.body[start..start + part.get().len()]
    }
}

/// The rows of a body.
#[derive(Default)]
pub(crate) struct RawRows<'a> {
    pub(crate) rows: Vec<&'a RawValue>,
    /// The members beside the rows.
    pub(crate) others: Vec<(String, &'a RawValue)>,
    /// Whether the body is a list or has an envelope with one.
    pub(crate) has_list: bool,
}

pub(crate) fn too_many(most: usize) -> String {
    format!(
        "the response has more than {most} rows; request smaller pages, or raise `max_rows` in the settings"
    )
}

/// The rows of a list. An object counts as the only row, unless its keys are indices.
pub(crate) fn of_list(text: &str, most: usize) -> Result<RawRows<'_>, String> {
    let rows = list(text, most)?;
    if rows.is_empty() && text.trim_start().starts_with('{') {
        // A server that fails halfway returns an empty object.
        return Err("expected a list, found an empty object".into());
    }
    Ok(RawRows {
        rows,
        has_list: true,
        ..RawRows::default()
    })
}

/// The rows in the member `envelope` of a body. The list may also be received without the envelope, and a row without
/// the list.
pub(crate) fn in_envelope<'a>(
    text: &'a str,
    envelope: &str,
    most: usize,
) -> Result<RawRows<'a>, String> {
    let Some(Object(mut members)) = Object::of(text) else {
        return of_list(text, most);
    };
    let is_list = members.first().is_some_and(|(name, _)| is_index(name));
    let named = members.iter().position(|(name, _)| name == envelope);
    let Some(place) = named.or_else(|| only_list(&members)) else {
        return Ok(RawRows {
            has_list: !members.is_empty(),
            rows: match (is_list, members.is_empty()) {
                (true, _) => list(text, most)?,
                (false, true) => Vec::new(),
                (false, false) => vec![raw_value(text)?],
            },
            ..RawRows::default()
        });
    };
    let (_, rows) = members.remove(place);
    Ok(RawRows {
        rows: match rows.get() {
            "null" | "\"\"" => Vec::new(),
            rows => list(rows, most)?,
        },
        others: members,
        has_list: rows.get() != "null",
    })
}

/// The index of the only list of objects among at most two members. Such members are rows under another name, and their
/// range; a record has far more members.
fn only_list(members: &[(String, &RawValue)]) -> Option<usize> {
    let is_rows = |value: &RawValue| {
        let items = raw::elements(value.get());
        items.is_some_and(|items| items.iter().all(|item| item.get().starts_with('{')))
    };
    let mut lists = members
        .iter()
        .enumerate()
        .filter(|(_, (_, value))| is_rows(value));
    let first = lists.next().map(|(place, _)| place);
    first.filter(|_| lists.next().is_none() && members.len() <= 2)
}

/// The member of an envelope that says which rows it contains. It may also be a header.
pub(crate) const RANGE: &str = "Content-Range";

/// The header with the range, as JSON.
pub(crate) fn range(headers: &HeaderMap) -> Option<String> {
    let range = headers.get(CONTENT_RANGE)?.to_str().ok()?;
    Some(raw::quoted(range))
}

/// A body with the rows in the envelope, and with the range from a header, if any.
pub(crate) fn enveloped(
    envelope: &str,
    rows: &[&[u8]],
    others: &[(String, &[u8])],
    headers: &HeaderMap,
) -> Vec<u8> {
    let mut body = vec![b'{'];
    let mut member = |name: &str, value: &[u8]| {
        if body.len() > 1 {
            body.push(b',');
        }
        body.extend(raw::quoted(name).bytes());
        body.push(b':');
        body.extend(value);
    };
    for (name, value) in others {
        member(name, value);
    }
    if let Some(range) = range(headers).filter(|_| others.iter().all(|(name, _)| name != RANGE)) {
        member(RANGE, range.as_bytes());
    }
    member(envelope, &[b"[", &rows.join(&b","[..])[..], b"]"].concat());
    body.push(b'}');
    body
}

fn raw_value(text: &str) -> Result<&RawValue, String> {
    serde_json::from_str(text).map_err(|error| reason(&error))
}

/// The items of a list, the values of an object with indices, or an object as the only item.
fn list(text: &str, most: usize) -> Result<Vec<&RawValue>, String> {
    match raw::list(text, most, &|| too_many(most)).map_err(|error| reason(&error))? {
        Found::Items(rows) => Ok(rows),
        Found::Object => Ok(vec![raw_value(text)?]),
    }
}

fn reason(error: &serde_json::Error) -> String {
    match error.classify() {
        Category::Data => json::without_position(error),
        Category::Syntax | Category::Eof | Category::Io => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(rows: Result<RawRows<'_>, String>) -> String {
        match rows {
            Ok(rows) => {
                let rows: Vec<_> = rows.rows.iter().map(|row| row.get()).collect();
                rows.join(" ")
            }
            Err(reason) => format!("error: {reason}"),
        }
    }

    #[test]
    fn a_list_is_divided_into_rows() {
        for (body, expected) in [
            ("[1,{\"a\":[2]}]", "1 {\"a\":[2]}"),
            ("[]", ""),
            (r#"{"0":1,"2":3}"#, "1 3"),
            (r#"{"a":{"0":1}}"#, r#"{"a":{"0":1}}"#),
            ("{}", "error: expected a list, found an empty object"),
            ("\"x\"", "error: expected a list, found a string"),
            (
                "[1,2,3,4]",
                "error: the response has more than 3 rows; request smaller pages, or raise `max_rows` in the settings",
            ),
        ] {
            assert_eq!(shown(of_list(body, 3)), expected, "{body}");
        }
    }

    #[test]
    fn an_envelope_is_divided_into_rows() {
        let row = r#"{"id":1}"#;
        for body in [
            format!(r#"{{"Records":[{row}]}}"#),
            format!(r#"{{"Records":{row}}}"#),
            format!(r#"{{"Content-Range":"a","Records":{{"0":{row}}}}}"#),
            format!(r#"{{"Content-Range":"a","Others":[{row}]}}"#),
            format!("[{row}]"),
            format!(r#"{{"0":{row}}}"#),
            row.to_owned(),
        ] {
            assert_eq!(shown(in_envelope(&body, "Records", 3)), row, "{body}");
        }
        for body in [
            "{}",
            r#"{"Records":[]}"#,
            r#"{"Records":{}}"#,
            r#"{"Records":null}"#,
        ] {
            assert_eq!(shown(in_envelope(body, "Records", 3)), "", "{body}");
        }
    }

    #[test]
    fn a_row_has_the_bytes_that_were_received() {
        let body = b"[\"caf\xe9\",\"\xe2\x82\",\"\xe2\x82\xac\"]";
        let text = Text::new(body);
        let rows = of_list(&text.masked, 9).expect("a list").rows;
        let bytes: Vec<_> = rows.iter().map(|row| text.bytes(row)).collect();
        assert_eq!(
            bytes,
            [&b"\"caf\xe9\""[..], b"\"\xe2\x82\"", b"\"\xe2\x82\xac\""]
        );
    }
}
