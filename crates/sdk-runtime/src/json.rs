//! Reading JSON so that an error says which field it is about.

use std::fmt;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

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
        Ok(text) => serde_json::from_str(text),
        Err(_) => serde_json::from_slice(body),
    };
    read.map_err(|error| match serde_json::from_slice(body) {
        Ok(value) => explain::<T>(&value, body),
        Err(_) => ReadError {
            path: String::new(),
            reason: error.to_string(),
            body: body.to_owned(),
        },
    })
}

/// Reads a value that was parsed before, from XML for example.
///
/// # Errors
///
/// As [`read`]; the body of the error is the value, written as JSON.
pub fn read_value<T: DeserializeOwned>(value: &Value) -> Result<T, ReadError> {
    T::deserialize(value).map_err(|_| explain::<T>(value, value.to_string().as_bytes()))
}

fn explain<T: DeserializeOwned>(value: &Value, body: &[u8]) -> ReadError {
    let (trail, reason) = fault::<T>(value);
    ReadError {
        path: shown(&trail),
        reason,
        body: body.to_owned(),
    }
}

/// The part of a value that a model does not take, and why; for a value that it refuses.
pub(crate) fn fault<T: DeserializeOwned>(value: &Value) -> (Vec<Step>, String) {
    let mut trail = Vec::new();
    let mut at = value;
    while let Some((step, child)) = faulty_child::<T>(&trail, at) {
        trail.push(step);
        at = child;
    }
    let reason = match T::deserialize(&alone(&trail, at)) {
        Err(error) => error.to_string(),
        Ok(_) => "the fields do not fit together".into(),
    };
    (trail, reason)
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
        let error = T::deserialize(&alone(trail, inner)).err()?;
        Some(error.to_string())
    };
    // What is missing is missing without the child as well, and not the child's fault.
    let without = match at {
        Value::Object(_) => error(&Map::new().into()),
        _ => error(&Value::Array(Vec::new())),
    };
    let fails = |step: &Step, child: &Value| {
        let with = error(&around(step, child.clone()));
        with.is_some() && with != without
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
