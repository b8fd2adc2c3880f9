//! Booleans that are sent as `yes` and `no`. Reads every form that [`boolean`](super::boolean) reads.

use serde::Serializer;

use super::{Wire, boolean::AsBoolean, with_modules};

/// A boolean as `yes` or `no`.
pub enum AsYesNo {}

impl Wire for AsYesNo {
    type Value = bool;
    const EXPECTED: &'static str = "yes or no";

    fn from_text(text: &str) -> Result<Option<bool>, String> {
        AsBoolean::from_text(text)
    }

    fn from_integer(number: i128) -> Option<bool> {
        AsBoolean::from_integer(number)
    }

    fn from_bool(value: bool) -> Option<bool> {
        Some(value)
    }

    fn write<S: Serializer>(value: &bool, target: S) -> Result<S::Ok, S::Error> {
        target.serialize_str(if *value { "yes" } else { "no" })
    }
}

with_modules!(AsYesNo);

#[cfg(test)]
mod tests {
    use super::super::testing::field;

    field!(bool, "super::option");

    #[test]
    fn booleans_are_read_and_words_are_written() {
        for (json, value) in [
            (r#""yes""#, true),
            (r#""no""#, false),
            ("true", true),
            ("0", false),
        ] {
            assert_eq!(read(json), Ok(Some(value)), "{json}");
        }
        assert_eq!(write(true).as_deref(), Ok(r#""yes""#));
        assert_eq!(write(false).as_deref(), Ok(r#""no""#));
    }
}
