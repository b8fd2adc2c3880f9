//! Tokens, keys and passwords.
//!
//! Reads a string, or a number as its digits. No error repeats the value.

use serde::Serializer;

use super::{Wire, with_modules};
use crate::Secret;

/// A secret as a string.
pub enum AsText {}

impl Wire for AsText {
    type Value = Secret;
    const EXPECTED: &'static str = "a secret string";

    fn from_text(text: &str) -> Result<Option<Secret>, String> {
        Ok(Some(text.into()))
    }

    fn from_integer(number: i128) -> Option<Secret> {
        Some(number.to_string().into())
    }

    fn from_float(number: f64) -> Option<Secret> {
        Some(number.to_string().into())
    }

    fn write<S: Serializer>(value: &Secret, target: S) -> Result<S::Ok, S::Error> {
        target.serialize_str(value.expose())
    }
}

with_modules!(AsText);

#[cfg(test)]
mod tests {
    use super::{super::testing::field, *};

    field!(Secret, "super::option");

    #[test]
    fn strings_and_numbers_are_read_and_strings_are_written() {
        for (json, text) in [(r#""abc""#, "abc"), ("17", "17"), ("-1.5", "-1.5")] {
            assert_eq!(read(json), Ok(Some(text.into())), "{json}");
        }
        for absent in [r#""""#, "null"] {
            assert_eq!(read(absent), Ok(None), "{absent}");
        }
        assert_eq!(write("a\"b".into()).as_deref(), Ok(r#""a\"b""#));
    }

    #[test]
    fn the_error_for_other_values_does_not_show_them() {
        for json in [r#"{"topsecret": 1}"#, r#"["topsecret"]"#, "true"] {
            let error = read(json).expect_err(json);
            assert!(error.contains("a secret string"), "{error}");
            assert!(!error.contains("topsecret"), "{error}");
        }
    }
}
