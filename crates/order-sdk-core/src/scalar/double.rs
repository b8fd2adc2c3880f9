//! Coordinates: a JSON number, or a string that contains one. Written as a JSON number.

use rust_decimal::Decimal;
use serde::Serializer;

use super::{Wire, shortest, with_modules};

/// A coordinate as a JSON number.
pub enum AsNumber {}

impl Wire for AsNumber {
    type Value = f64;
    const EXPECTED: &'static str = "a number";

    fn from_text(text: &str) -> Result<Option<f64>, String> {
        let text = text.trim();
        // JSON does not allow `+1` and `.5`, but the parser of `Decimal` does.
        let decimal = || float(&text.parse::<Decimal>().ok()?.to_string());
        let number = float(text).or_else(decimal);
        number.map(Self::from_float).ok_or_else(String::new)
    }

    fn from_integer(number: i128) -> Option<f64> {
        // Converted like other numbers, so that a written value reads back equal.
        Self::from_float(number as f64)
    }

    fn from_float(number: f64) -> Option<f64> {
        float(&shortest(number))
    }

    fn write<S: Serializer>(value: &f64, target: S) -> Result<S::Ok, S::Error> {
        target.serialize_f64(*value)
    }
}

/// The number in a string, in JSON syntax. `str::parse` would add another parser to each program.
pub(super) fn float(text: &str) -> Option<f64> {
    serde_json::from_str(text).ok()
}

with_modules!(AsNumber);

#[cfg(test)]
mod tests {
    use super::super::testing::field;

    field!(f64, "super::option");

    #[test]
    fn coordinates_are_read() {
        for (json, number) in [
            ("51.191470000000002", 51.19147),
            ("9.9999999999999995e-7", 0.000001),
            ("0", 0.0),
            (r#""3.164""#, 3.164),
            (r#"" +3.5 ""#, 3.5),
            (r#""-.25""#, -0.25),
            (r#""3.""#, 3.0),
            (r#""5.1e1""#, 51.0),
        ] {
            assert_eq!(read(json), Ok(Some(number)), "{json}");
        }
        let long = read("7740776790266437120")
            .expect("a number")
            .expect("a value");
        let written = write(long).expect("a number");
        assert_eq!(read(&written), Ok(Some(long)), "{written}");
        assert_eq!(read(r#""""#), Ok(None));
        assert_eq!(write(51.19147).as_deref(), Ok("51.19147"));
        for json in [r#""NaN""#, r#""inf""#, r#""north""#, "false"] {
            assert!(read(json).is_err(), "{json}");
        }
    }
}
