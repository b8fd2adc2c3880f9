//! Strings that a server may send as numbers. They are written as strings.

use serde::Serializer;

use super::{Wire, with_modules};

/// A string, or the digits of a number.
pub enum AsText {}

impl Wire for AsText {
    type Value = String;
    const EXPECTED: &'static str = "a string or a whole number";

    fn from_text(text: &str) -> Result<Option<String>, String> {
        Ok(Some(text.to_owned()))
    }

    fn from_integer(number: i128) -> Option<String> {
        Some(number.to_string())
    }

    fn write<S: Serializer>(value: &String, target: S) -> Result<S::Ok, S::Error> {
        target.serialize_str(value)
    }
}

with_modules!(AsText);

#[cfg(test)]
mod tests {
    use super::super::testing::field;

    field!(String, "super::option");

    #[test]
    fn strings_and_whole_numbers_are_read_and_strings_are_written() {
        for (json, text) in [(r#""a1""#, "a1"), ("7001", "7001"), (r#""0071""#, "0071")] {
            assert_eq!(read(json), Ok(Some(text.to_owned())), "{json}");
        }
        for absent in [r#""""#, "null"] {
            assert_eq!(read(absent), Ok(None), "{absent}");
        }
        assert_eq!(write("7001".to_owned()).as_deref(), Ok(r#""7001""#));
        for json in ["1.5", "true", "[1]"] {
            let error = read(json).expect_err(json);
            assert!(error.contains("a string"), "{error}");
        }
    }
}
