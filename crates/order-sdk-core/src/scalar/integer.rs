//! IDs and counts: a JSON number, or a string that contains one. Written as a JSON number.

use serde::Serializer;

use super::{Wire, with_modules};

/// An integer as a JSON number.
pub enum AsNumber {}

impl Wire for AsNumber {
    type Value = i64;
    const EXPECTED: &'static str = "a whole number";

    fn from_text(text: &str) -> Result<Option<i64>, String> {
        text.trim().parse().map(Some).map_err(|_| String::new())
    }

    fn from_integer(number: i128) -> Option<i64> {
        i64::try_from(number).ok()
    }

    fn from_float(number: f64) -> Option<i64> {
        // Above this limit a float cannot represent every integer.
        let exact = number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0;
        exact.then_some(number as i64)
    }

    fn write<S: Serializer>(value: &i64, target: S) -> Result<S::Ok, S::Error> {
        target.serialize_i64(*value)
    }
}

with_modules!(AsNumber);

#[cfg(test)]
mod tests {
    use super::super::testing::field;

    field!(i64, "super::option");

    #[test]
    fn numbers_and_strings_are_read() {
        for (json, number) in [
            ("4004", 4004),
            (r#""145322""#, 145_322),
            ("-159", -159),
            ("3.0", 3),
        ] {
            assert_eq!(read(json), Ok(Some(number)), "{json}");
        }
        assert_eq!(read("null"), Ok(None));
        assert_eq!(read(r#""""#), Ok(None));
        assert_eq!(write(7).as_deref(), Ok("7"));
    }

    #[test]
    fn other_values_are_refused() {
        for json in [
            "1.5",
            r#""CA1""#,
            r#""1.0""#,
            "true",
            "[]",
            "18446744073709551615",
            "1e20",
        ] {
            let error = read(json).expect_err(json);
            assert!(error.contains("expected a whole number"), "{error}");
        }
    }
}
