//! Inspects the raw members of an object: whether it is a record, its identifier, and whether it belongs to the
//! request.

use serde_json::value::RawValue;

use crate::Operation;
use order_sdk_core::{error_body::Errors, json::raw, scalar::shortened};

/// The members of an object, not yet read.
pub(crate) struct Object<'a>(pub(crate) Vec<(String, &'a RawValue)>);

impl<'a> Object<'a> {
    /// The object in a JSON text; `None` if it is something else.
    pub(crate) fn of(json: &'a str) -> Option<Self> {
        raw::members(json).map(Self)
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// Whether no member is a field of the operation's records. Such an object would be read as a record without
    /// values.
    pub(crate) fn has_no_known_fields(&self, operation: &Operation, errors: &Errors) -> bool {
        !self.names().any(|name| is_field(name, operation, errors))
    }

    /// Whether a field of the operation's records has a value. 0 is not an ID.
    pub(crate) fn is_record(&self, operation: &Operation, errors: &Errors) -> bool {
        self.0
            .iter()
            .any(|(name, value)| shows_record(name, value, operation, errors))
    }

    /// The names of the members that the operation's records do not have.
    pub(crate) fn unknown(&self, operation: &Operation) -> impl Iterator<Item = &str> {
        self.names().filter(|name| !operation.knows(name))
    }
}

/// Whether a member shows that its object is a record of the operation: it is a field with a value. 0 is not an ID.
pub(crate) fn shows_record(
    name: &str,
    value: &RawValue,
    operation: &Operation,
    errors: &Errors,
) -> bool {
    let is_zero = || matches!(value.get(), "0" | "\"0\"");
    let is_identifier = operation.identifier == Some(name);
    is_field(name, operation, errors) && !is_empty(value) && !(is_identifier && is_zero())
}

fn is_empty(value: &RawValue) -> bool {
    match value.get() {
        "null" | "[]" | "{}" => true,
        text if text.starts_with('"') => {
            raw::string(text).is_some_and(|text| text.trim().is_empty())
        }
        _ => false,
    }
}

fn is_field(name: &str, operation: &Operation, errors: &Errors) -> bool {
    operation.knows(name) && !errors.has_member(name)
}

/// Why a record is not the requested one; `None` if it is, or if it does not contain the identifier.
pub(crate) fn differs(record: &str, expected: &[Expected]) -> Option<String> {
    if expected.is_empty() {
        return None;
    }
    let record = Object::of(record)?;
    expected.iter().find_map(|one| one.differs(&record))
}

/// A value of the request that its response repeats.
#[derive(Clone, Debug)]
pub(crate) struct Expected {
    /// The property of the record.
    pub(crate) property: &'static str,
    /// The value in the path of the request.
    pub(crate) value: String,
}

impl Operation {
    /// The values of the path that the response repeats.
    pub(crate) fn expected(&self, path: &str) -> Vec<Expected> {
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
    /// Whether a value equals that of the request, or cannot be compared with it.
    pub(crate) fn is_same(&self, found: &str) -> bool {
        // Only a number or a string can be an ID.
        if !found.starts_with(['"', '-']) && !found.starts_with(|c: char| c.is_ascii_digit()) {
            return true;
        }
        if found == self.value {
            return true;
        }
        match raw::integer(found) {
            Ok(None) => true,
            Ok(Some(number)) => self.value.parse() == Ok(number),
            Err(_) => raw::string(found).is_some_and(|text| text == self.value),
        }
    }

    fn differs(&self, record: &Object<'_>) -> Option<String> {
        let mut members = record.0.iter().filter(|(name, _)| name == self.property);
        let (_, found) = members.next()?;
        // A repeated member is an error of the record, which its model reports.
        if members.next().is_some() {
            return None;
        }
        (!self.is_same(found.get())).then(|| {
            let Self { property, value } = self;
            let found = shortened(found.get());
            format!("the response belongs to another request: {property} is {found}, not {value}")
        })
    }
}

/// The ID of the record in a body, even if the body is cut off or cannot be read as the model.
pub(crate) fn identifier(body: &[u8], operation: &Operation) -> Option<i64> {
    let name = operation.identifier?;
    let body = String::from_utf8_lossy(body);
    // A number at the end of a body that was cut off may be incomplete.
    if body.trim_end().ends_with(|end: char| end.is_ascii_digit()) {
        return None;
    }
    raw::identifier(&body, name, operation.envelope)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CREATE: Operation = Operation {
        identifier: Some("id"),
        ..Operation::DEFAULT
    };

    #[test]
    fn an_identifier_is_found_in_a_body_that_cannot_be_read() {
        let enveloped = Operation {
            envelope: Some("Records"),
            ..CREATE
        };
        for (operation, body, expected) in [
            (CREATE, r#"{"id":5005,"total":"x"}"#, Some(5005)),
            (CREATE, r#"{"id":"5005","total":"#, Some(5005)),
            (CREATE, r#"{"client":{"id":7},"id":-9}"#, Some(-9)),
            (CREATE, r#"[{"id":5},{"id":6}]"#, Some(5)),
            (enveloped, r#"{"Records":[{"nr":1,"id":5,"x":["#, Some(5)),
            (enveloped, r#"{"Records":{"id":5}}"#, Some(5)),
            (
                enveloped,
                r#"{"Records":{"0":{"id":5},"1":{"id":6}}}"#,
                Some(5),
            ),
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
    fn a_record_must_repeat_the_values_in_the_path() {
        let operation = Operation {
            route: "/orders/{order_id}/items/{item_id}",
            repeats: &[("item_id", "id"), ("order_id", "order")],
            ..Operation::DEFAULT
        };
        let expected = operation.expected("/orders/a%2Fb/items/17");
        let differs = |body: &str| differs(body, &expected);
        for body in [
            r#"{"id":17,"order":"a/b"}"#,
            r#"{"id":17,"order":"a\/b"}"#,
            r#"{"id":17,"id":18,"order":"a/b"}"#,
            r#"{"id":"17"}"#,
            r#"{"id":17.0,"order":null}"#,
            r#"{"order":""}"#,
            r#"{"id":{"a":1},"order":[2]}"#,
            "17",
        ] {
            assert_eq!(differs(body), None, "{body}");
        }
        let reason = "the response belongs to another request: id is 71, not 17";
        assert_eq!(differs(r#"{"id":71}"#).as_deref(), Some(reason));
        assert!(differs(r#"{"id":99999999999999999999}"#).is_some());
        assert!(differs(r#"{"id":17,"order":"a"}"#).is_some());
    }

    #[test]
    fn a_record_has_a_value_of_its_own() {
        let operation = Operation {
            fields: &["id", "title", "note", "total"],
            ..CREATE
        };
        for (body, expected) in [
            (r#"{"id":5}"#, true),
            (r#"{"total":0}"#, true),
            (r#"{"note":"x"}"#, true),
            (r#"{"id":0}"#, false),
            (r#"{"id":"0"}"#, false),
            (r#"{"note":"\n "}"#, false),
            (r#"{"note":null,"total":[]}"#, false),
            (r#"{"title":"x"}"#, false),
            (r#"{"new":1}"#, false),
            ("{}", false),
        ] {
            let object = Object::of(body).expect("an object");
            assert_eq!(
                object.is_record(&operation, &Errors::EXAMPLE),
                expected,
                "{body}"
            );
        }
    }
}
