//! Reading JSON so that an error says which field it is about.

mod repeated;

use std::fmt;

use serde::{Deserializer, de::DeserializeOwned};
use serde_json::{Map, Value};

use crate::by_name::ByName;

/// A body that cannot be read.
#[derive(Debug)]
#[non_exhaustive]
pub struct ReadError {
    /// The field, such as `items[3].amount`; empty where the body as a whole is wrong.
    pub path: String,
    /// What was expected and what was found.
    pub reason: String,
    /// The body, as it came.
    pub body: Vec<u8>,
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
/// Where it is not JSON, or a field is not what the model expects. The error names the field and keeps the body.
pub fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, ReadError> {
    // The way that almost every body takes does not keep track of fields: they are looked for when one is wrong. Text
    // is checked once for the whole body, which is faster than string by string.
    let read = match std::str::from_utf8(body) {
        Ok(text) => whole(serde_json::Deserializer::from_str(text)),
        Err(_) => whole(serde_json::Deserializer::from_slice(body)),
    };
    read.map_err(|error| match serde_json::from_slice(body) {
        Ok(value) => explain::<T>(&value, body, &error),
        Err(error) => ReadError {
            path: String::new(),
            reason: error.to_string(),
            body: body.to_owned(),
        },
    })
}

/// Reads a body of which nothing is left over.
fn whole<'de, T: DeserializeOwned>(
    mut source: serde_json::Deserializer<impl serde_json::de::Read<'de>>,
) -> Result<T, serde_json::Error> {
    let value = by_name(&mut source)?;
    source.end().map(|()| value)
}

/// Reads a value that was parsed before, from XML for example.
///
/// # Errors
///
/// As [`read`]; the body of the error is the value, written as JSON.
pub fn read_value<T: DeserializeOwned>(value: &Value) -> Result<T, ReadError> {
    by_name(value).map_err(|error| explain::<T>(value, value.to_string().as_bytes(), &error))
}

fn by_name<'de, T: DeserializeOwned, D: Deserializer<'de>>(source: D) -> Result<T, D::Error> {
    T::deserialize(ByName(source))
}

/// Finds out which field the error is about.
fn explain<T: DeserializeOwned>(
    value: &Value,
    body: &[u8],
    error: &serde_json::Error,
) -> ReadError {
    let (trail, reason) = fault::<T>(value).unwrap_or_else(|| {
        // Nothing is wrong with the value, so it must be with what parsing leaves no trace of.
        let told = error.to_string();
        let mut trails = repeated::keys(body).into_iter();
        let trail = trails.find(|trail| names(&told, trail));
        (trail.unwrap_or_default(), told)
    });
    ReadError {
        path: shown(&trail),
        reason,
        body: body.to_owned(),
    }
}

/// The part of a value that a model does not take, and why; none where the model takes the value.
pub(crate) fn fault<T: DeserializeOwned>(value: &Value) -> Option<(Vec<Step>, String)> {
    let mut trail = Vec::new();
    let mut at = value;
    while let Some((step, child)) = faulty_child::<T>(&trail, at) {
        trail.push(step);
        at = child;
    }
    let error = by_name::<T, _>(&alone(&trail, at)).err()?;
    Some((trail, error.to_string()))
}

/// Whether an error names the field at the end of a trail.
fn names(error: &str, trail: &[Step]) -> bool {
    match trail.last() {
        Some(Step::Key(key)) => error.contains(&format!("`{key}`")),
        _ => false,
    }
}

/// A step from a value to a part of it.
pub(crate) enum Step {
    /// To a member.
    Key(String),
    /// To an entry.
    Index(usize),
}

/// The first part of the value at `trail` that cannot be read even when it stands alone.
fn faulty_child<'a, T: DeserializeOwned>(
    trail: &[Step],
    at: &'a Value,
) -> Option<(Step, &'a Value)> {
    let error = |inner: &Value| {
        let error = by_name::<T, _>(&alone(trail, inner)).err()?;
        Some(error.to_string())
    };
    // What is missing is missing without the child as well, and not the child's fault.
    let without = match at {
        Value::Object(_) => error(&Map::new().into()),
        _ => error(&Value::Array(Vec::new())),
    };
    // Where anything else in its place is as wrong, it is the list or object that is not meant to be there.
    let others = [Value::Null, Map::new().into()];
    let fails = |step: &Step, child: &Value| {
        let with = error(&around(step, child.clone()));
        let unlike = |other: &Value| error(&around(step, other.clone())) != with;
        with.is_some() && with != without && others.iter().any(unlike)
    };
    match at {
        Value::Object(members) => members.iter().find_map(|(key, child)| {
            let step = Step::Key(key.clone());
            fails(&step, child).then_some((step, child))
        }),
        Value::Array(items) => items.iter().enumerate().find_map(|(index, child)| {
            let step = Step::Index(index);
            fails(&step, child).then_some((step, child))
        }),
        _ => None,
    }
}

/// The value with nothing beside it on the way up to the root.
fn alone(trail: &[Step], value: &Value) -> Value {
    let outward = trail.iter().rev();
    outward.fold(value.clone(), |inner, step| around(step, inner))
}

fn around(step: &Step, inner: Value) -> Value {
    match step {
        Step::Key(key) => Map::from_iter([(key.clone(), inner)]).into(),
        Step::Index(_) => vec![inner].into(),
    }
}

fn shown(trail: &[Step]) -> String {
    let mut path = String::new();
    for step in trail {
        match step {
            Step::Index(index) => path.push_str(&format!("[{index}]")),
            Step::Key(key) if path.is_empty() => path.push_str(key),
            Step::Key(key) => path.push_str(&format!(".{key}")),
        }
    }
    path
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
        extra: Map<String, Value>,
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
    fn an_error_names_the_field_even_behind_a_flattened_map() {
        let body = r#"{"id": 1, "items": [{"amount": 1}, {"amount": "x"}, {"amount": "y"}]}"#;
        let said = refused(body);
        assert!(
            said.starts_with("items[1].amount: expected a decimal number, found `x`"),
            "{said}"
        );
    }

    #[test]
    fn what_is_missing_is_told_of_the_object_that_lacks_it() {
        let said = |body: &str| {
            let error = read::<Vec<Address>>(body.as_bytes());
            error.expect_err("a wrong field").to_string()
        };
        assert_eq!(said(r#"[{"city": 1}]"#), "[0]: missing field `country`");
        let wrong = said(r#"[{"country": "BE"}, {"city": "x"}]"#);
        assert!(
            wrong.starts_with("[1].city: invalid type: string"),
            "{wrong}"
        );
    }

    #[test]
    fn an_object_that_is_a_list_is_told_of_the_list() {
        #[derive(Debug, Deserialize)]
        #[allow(dead_code)]
        struct Client {
            #[serde(default, deserialize_with = "crate::object::option::deserialize")]
            address: Option<Order>,
        }
        let said = |body: &str| {
            let error = read::<Client>(body.as_bytes());
            error.expect_err("a list").to_string()
        };
        let list = "address: expected an object, found a list";
        assert_eq!(said(r#"{"address": [1]}"#), list);
        assert_eq!(said(r#"{"address": [{"items": []}]}"#), list);
    }

    #[test]
    fn nothing_is_read_by_position() {
        for (body, path) in [
            (r#"[[{"amount": 1}]]"#, ""),
            (r#"{"items": [[1]]}"#, "items[0]: "),
        ] {
            let said = refused(body);
            let expected = format!("{path}invalid type: sequence, expected struct");
            assert!(said.starts_with(&expected), "{said}");
        }
        let error = read::<Vec<Item>>(b"[[1]]").expect_err("a list of lists");
        assert_eq!(error.path, "[0]");
    }

    #[test]
    fn a_field_given_twice_is_named() {
        let body = r#"{"new": {"a": 1, "a": 2}, "items": [{"amount": 1, "amount": 2}]}"#;
        let said = refused(body);
        let expected = "items[0].amount: duplicate field `amount`";
        assert!(said.starts_with(expected), "{said}");
    }

    #[test]
    fn what_is_no_json_and_what_is_no_object_is_told() {
        assert!(refused("{\"items\": [").starts_with("EOF while parsing"));
        assert!(refused("7").starts_with("invalid type: integer `7`"));
        assert!(refused(r#"{"items": {}}"#).starts_with("items: invalid type: map"));
    }

    #[test]
    fn a_body_that_fits_is_read() {
        let order: Order = read(br#"{"items": [{"amount": "1.50"}], "new": 1}"#).expect("read");
        let items = order.items.expect("items");
        assert_eq!(items[0].amount, Some(Decimal::new(150, 2)));
        assert_eq!(order.extra["new"], 1);
    }
}
