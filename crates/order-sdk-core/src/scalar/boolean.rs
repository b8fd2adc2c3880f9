//! Booleans: `true` and `false`, also read from `yes`/`no` and `1`/`0`. Written as `true`/`false`.

use serde::Serializer;

use super::{Wire, with_modules};

/// A boolean as `true` or `false`.
pub enum AsBoolean {}

impl Wire for AsBoolean {
    type Value = bool;
    const EXPECTED: &'static str = "true or false";

    fn from_text(text: &str) -> Result<Option<bool>, String> {
        let text = text.trim();
        let is_one_of = |words: [&str; 3]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
        if is_one_of(["true", "yes", "1"]) {
            return Ok(Some(true));
        }
        if is_one_of(["false", "no", "0"]) {
            Ok(Some(false))
        } else {
            Err(String::new())
        }
    }

    fn from_integer(number: i128) -> Option<bool> {
        match number {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }

    fn from_bool(value: bool) -> Option<bool> {
        Some(value)
    }

    fn write<S: Serializer>(value: &bool, target: S) -> Result<S::Ok, S::Error> {
        target.serialize_bool(*value)
    }
}

with_modules!(AsBoolean);

#[cfg(test)]
mod tests {
    use super::super::testing::field;

    field!(bool, "super::option");

    #[test]
    fn every_form_seen_is_read_and_one_is_written() {
        for json in ["true", r#""yes""#, r#""True""#, "1", r#""1""#] {
            assert_eq!(read(json), Ok(Some(true)), "{json}");
        }
        for json in ["false", r#""no""#, r#""False""#, "0", r#""0""#] {
            assert_eq!(read(json), Ok(Some(false)), "{json}");
        }
        assert_eq!(read(r#""""#), Ok(None));
        assert_eq!(write(true).as_deref(), Ok("true"));
    }

    #[test]
    fn other_values_are_refused() {
        for json in ["2", r#""maybe""#, "0.5"] {
            let error = read(json).expect_err(json);
            assert!(error.contains("expected true or false, found"), "{error}");
        }
    }
}
