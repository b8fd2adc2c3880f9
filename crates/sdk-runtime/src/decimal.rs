//! Money, quantities, rates and percentages.
//!
//! Reads a JSON number, or a text that holds one; a text never passes through a float, and a number becomes the decimal
//! of its shortest text, exact to 15 significant digits. Writes a JSON number, and refuses a decimal with more digits
//! than a JSON number carries exactly.

use rust_decimal::Decimal;
use serde::{Deserializer, Serializer, ser::Error};

use crate::optional::{self, Scalar};

impl Scalar for Decimal {
    const EXPECTED: &'static str = "a decimal number";

    fn from_text(text: &str) -> Option<Result<Self, String>> {
        Some(Decimal::from_str_exact(text.trim()).map_err(|error| format!(" ({error})")))
    }

    fn from_number(text: &str) -> Result<Self, String> {
        Decimal::from_str_exact(text).map_err(|error| format!("found {text} ({error})"))
    }
}

/// Reads a decimal.
///
/// # Errors
///
/// Where there is none, or something that is not a number, or one beyond 28 digits.
pub fn deserialize<'de, D: Deserializer<'de>>(source: D) -> Result<Decimal, D::Error> {
    optional::required(source)
}

/// Writes a decimal as a number.
///
/// # Errors
///
/// Where the number has more digits than a JSON number carries exactly.
pub fn serialize<S: Serializer>(value: &Decimal, target: S) -> Result<S::Ok, S::Error> {
    if value.is_integer()
        && let Ok(whole) = value.trunc().try_into()
    {
        return target.serialize_i64(whole);
    }
    let exact = value.to_string().parse::<f64>().ok().filter(|float| {
        Decimal::from_str_exact(&float.to_string()).is_ok_and(|again| again == *value)
    });
    match exact {
        Some(float) => target.serialize_f64(float),
        None => Err(S::Error::custom(format!(
            "{value} has more digits than a JSON number carries exactly; round it to 15"
        ))),
    }
}

/// The same for optional fields: null and blank text are absent.
pub mod option {
    use super::{Decimal, Deserializer, Serializer, optional};

    /// Reads a decimal, or none.
    ///
    /// # Errors
    ///
    /// As [`super::deserialize`], but for a missing value.
    pub fn deserialize<'de, D: Deserializer<'de>>(source: D) -> Result<Option<Decimal>, D::Error> {
        optional::deserialize(source)
    }

    /// Writes a decimal as a number, none as null.
    ///
    /// # Errors
    ///
    /// As [`super::serialize`].
    pub fn serialize<S: Serializer>(value: &Option<Decimal>, target: S) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => super::serialize(value, target),
            None => target.serialize_none(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    use super::*;

    #[derive(Debug, Deserialize, PartialEq, Serialize)]
    struct Line {
        #[serde(default, with = "super::option", skip_serializing_if = "Option::is_none")]
        amount: Option<Decimal>,
    }

    fn read(json: &str) -> Result<Option<Decimal>, String> {
        let line = serde_json::from_str::<Line>(&format!(r#"{{"amount":{json}}}"#));
        line.map(|line| line.amount).map_err(|error| error.to_string())
    }

    fn write(text: &str) -> Result<String, String> {
        let amount = Some(Decimal::from_str_exact(text).expect("a decimal"));
        serde_json::to_string(&Line { amount }).map_err(|error| error.to_string())
    }

    #[test]
    fn numbers_and_texts_are_read_exactly() {
        let decimal = |text| Ok(Some(Decimal::from_str_exact(text).expect("a decimal")));
        assert_eq!(read("24.199999999999999"), decimal("24.2"));
        assert_eq!(read("19.99"), decimal("19.99"));
        assert_eq!(read("0"), decimal("0"));
        assert_eq!(read("-0.5"), decimal("-0.5"));
        assert_eq!(read(r#""1.0000000000""#), decimal("1"));
        assert_eq!(read(r#""0.1234567890123456789""#), decimal("0.1234567890123456789"));
        assert_eq!(read("null"), Ok(None));
        assert_eq!(read(r#""""#), Ok(None));
        assert_eq!(serde_json::from_str::<Line>("{}").expect("read"), Line { amount: None });
    }

    #[test]
    fn what_is_no_number_is_refused_with_what_was_found() {
        let error = read(r#""1,50""#).expect_err("a comma");
        assert!(error.starts_with("expected a decimal number, found `1,50`"), "{error}");
        let error = read("true").expect_err("a boolean");
        assert!(error.contains("boolean `true`, expected a decimal number"), "{error}");
        let error = read("1e40").expect_err("too large");
        assert!(error.starts_with("expected a decimal number, found 1000"), "{error}");
    }

    #[test]
    fn numbers_are_written_as_numbers() {
        assert_eq!(write("100.00").as_deref(), Ok(r#"{"amount":100}"#));
        assert_eq!(write("19.99").as_deref(), Ok(r#"{"amount":19.99}"#));
        assert_eq!(write("-0.0001").as_deref(), Ok(r#"{"amount":-0.0001}"#));
        assert_eq!(write("9007199254740993").as_deref(), Ok(r#"{"amount":9007199254740993}"#));
    }

    #[test]
    fn a_number_that_json_would_bend_is_refused() {
        let error = write("0.12345678901234567890").expect_err("20 digits");
        assert!(error.contains("round it to 15"), "{error}");
    }
}
