//! What a response is about, seen from the raw members of its record: whether there is one, its identifier, and whether
//! it belongs to the request.

use std::{cell::Cell, collections::BTreeMap, fmt};

use serde::{
    Deserializer,
    de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

use super::Operation;
use crate::{error_body::Errors, integer, scalar::shortened};

/// The members of an object, not yet read.
pub(super) type Members<'a> = BTreeMap<String, &'a RawValue>;

/// Names that errors have as well as records.
const ANYTHING: [&str; 6] = ["status", "code", "type", "state", "title", "description"];

/// Whether an object has members, and none of them is a field of the operation's records. Read liberally, it would be a
/// record without values.
pub(super) fn is_stranger(members: &Members<'_>, operation: &Operation, errors: &Errors) -> bool {
    let is_of_record = |name: &String| is_field(name, operation, errors);
    !members.is_empty() && !members.keys().any(is_of_record)
}

/// Whether an object has a value for at least one field of the operation's records.
pub(super) fn is_record(members: &Members<'_>, operation: &Operation, errors: &Errors) -> bool {
    let has_value = |value: &RawValue| {
        let value = value.get().trim_matches('"').trim();
        !matches!(value, "" | "null" | "[]" | "{}")
    };
    let mut fields = members.iter();
    fields.any(|(name, value)| is_field(name, operation, errors) && has_value(value))
}

pub(super) fn is_field(name: &str, operation: &Operation, errors: &Errors) -> bool {
    operation.knows(name) && !ANYTHING.contains(&name) && !errors.marker.contains(&name)
}

/// The record in a body: the body, its first row, or the first row of its envelope.
fn first<'a>(body: &'a str, envelope: Option<&str>) -> Option<Members<'a>> {
    let members = object(body)?;
    match envelope.and_then(|name| members.get(name)) {
        Some(rows) => object(rows.get()),
        None => Some(members),
    }
}

/// Why the record in a body is not the one that was asked for; `None` if it is, or does not say.
pub(super) fn differs(body: &str, envelope: Option<&str>, expected: &[Expected]) -> Option<String> {
    if expected.is_empty() {
        return None;
    }
    let record = first(body, envelope)?;
    expected.iter().find_map(|one| one.differs(&record))
}

/// The members of an object, or of the first object of a list.
fn object(json: &str) -> Option<Members<'_>> {
    if json.trim_start().starts_with('[') {
        let rows: Vec<&RawValue> = serde_json::from_str(json).ok()?;
        return serde_json::from_str(rows.first()?.get()).ok();
    }
    serde_json::from_str(json).ok()
}

/// A value that a response must repeat, because it was asked for.
#[derive(Clone, Debug)]
pub(super) struct Expected {
    /// The property of the record.
    property: &'static str,
    /// The value in the path of the request.
    value: String,
}

impl Operation {
    /// The values of the path that the response repeats.
    pub(super) fn expected(&self, path: &str) -> Vec<Expected> {
        let value = |parameter: &str| {
            let mut names = self.route.split('/');
            let index = names.position(|name| {
                let name = name
                    .strip_prefix('{')
                    .and_then(|name| name.strip_suffix('}'));
                name == Some(parameter)
            })?;
            let value = path.split('/').nth(index)?;
            let value = percent_encoding::percent_decode_str(value);
            Some(value.decode_utf8_lossy().into_owned())
        };
        let repeated = self.repeats.iter();
        repeated
            .filter_map(|&(parameter, property)| {
                let value = value(parameter)?;
                Some(Expected { property, value })
            })
            .collect()
    }
}

impl Expected {
    fn differs(&self, record: &Members<'_>) -> Option<String> {
        let found = record.get(self.property)?.get();
        let mut source = serde_json::Deserializer::from_str(found);
        let is_same = match integer::option::deserialize(&mut source) {
            Ok(None) => true,
            Ok(Some(number)) => self.value.parse() == Ok(number),
            Err(_) if found.starts_with('"') => found.trim_matches('"') == self.value,
            // What is neither a number nor a string identifies nothing.
            Err(_) => true,
        };
        (!is_same).then(|| {
            let Self { property, value } = self;
            let found = shortened(found);
            format!("it belongs to another request: it is about {property} {found}, not {value}")
        })
    }
}

/// The identifier of the record in a body, which may be cut off or not fit its model.
pub(super) fn identifier(body: &[u8], operation: &Operation) -> Option<i64> {
    let name = operation.identifier?;
    let body = String::from_utf8_lossy(body);
    // The last number of a body that was cut off may have lost its end.
    if body.trim_end().ends_with(|end: char| end.is_ascii_digit()) {
        return None;
    }
    let found = Cell::new(None);
    let search = Search {
        name,
        envelope: operation.envelope,
        found: &found,
    };
    // What is wrong with the body is known already.
    let _ = search.deserialize(&mut serde_json::Deserializer::from_str(&body));
    found.get()
}

/// Looks for an identifier in an object, in the first row of a list, and in an envelope.
#[derive(Clone, Copy)]
struct Search<'a> {
    name: &'static str,
    envelope: Option<&'static str>,
    found: &'a Cell<Option<i64>>,
}

impl<'de> DeserializeSeed<'de> for Search<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<(), D::Error> {
        source.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Search<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a record")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some(name) = members.next_key::<String>()? {
            if name == self.name {
                let value = members.next_value::<&RawValue>()?;
                let mut source = serde_json::Deserializer::from_str(value.get());
                let number = integer::option::deserialize(&mut source).ok().flatten();
                self.found.set(number.filter(|number| *number != 0));
            } else if Some(name.as_str()) == self.envelope {
                members.next_value_seed(self)?;
            } else {
                members.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<(), A::Error> {
        rows.next_element_seed(self)?;
        while rows.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CREATE: Operation = Operation::new("create_order", "/orders").identified_by("id");

    #[test]
    fn an_identifier_is_found_in_a_body_that_cannot_be_read() {
        let enveloped = CREATE.in_envelope("Records");
        for (operation, body, expected) in [
            (CREATE, r#"{"id":5005,"total":"x"}"#, Some(5005)),
            (CREATE, r#"{"id":"5005","total":"#, Some(5005)),
            (CREATE, r#"{"client":{"id":7},"id":-9}"#, Some(-9)),
            (CREATE, r#"[{"id":5},{"id":6}]"#, Some(5)),
            (enveloped, r#"{"Records":[{"nr":1,"id":5,"x":["#, Some(5)),
            (enveloped, r#"{"Records":{"id":5}}"#, Some(5)),
            (CREATE, r#"{"id":50"#, None),
            (CREATE, r#"{"id":0}"#, None),
            (CREATE, r#"{"id":{"id":1}}"#, None),
            (CREATE, r#"{"id":null}"#, None),
            (CREATE, "created", None),
        ] {
            assert_eq!(identifier(body.as_bytes(), &operation), expected, "{body}");
        }
    }

    #[test]
    fn a_record_must_repeat_what_was_asked_for() {
        let operation = Operation::new("get_item", "/orders/{order_id}/items/{item_id}")
            .repeating(&[("item_id", "id"), ("order_id", "order")]);
        let expected = operation.expected("/orders/a%2Fb/items/17");
        let differs = |body: &str| differs(body, None, &expected);
        for body in [
            r#"{"id":17,"order":"a/b"}"#,
            r#"{"id":"17"}"#,
            r#"{"id":17.0,"order":null}"#,
            r#"{"order":""}"#,
            r#"{"id":{"a":1},"order":[2]}"#,
            r#"[{"id":17}]"#,
        ] {
            assert_eq!(differs(body), None, "{body}");
        }
        let reason = "it belongs to another request: it is about id 71, not 17";
        assert_eq!(differs(r#"{"id":71}"#).as_deref(), Some(reason));
        assert!(differs(r#"{"id":17,"order":"a"}"#).is_some());
    }
}
