//! Money, quantities, rates and percentages.
//!
//! Reads a JSON number, or a string that contains one. A string is never converted through a float. A JSON number
//! becomes the decimal of its shortest text, exact to 15 significant digits: 24.199999999999999 is 24.2, and
//! 0.30000000000000004 is 0.3.
//!
//! Writes a JSON number. A decimal with more digits than a JSON number can carry exactly is written as a string, so
//! that it reads back equal. Requests are validated before they are sent, so they never contain such a string.

use rust_decimal::Decimal;
use serde::Serializer;

use super::{Wire, double, shortest, with_modules};

/// A decimal as a JSON number.
pub enum AsNumber {}

impl Wire for AsNumber {
    type Value = Decimal;
    const EXPECTED: &'static str = "a decimal number";

    fn from_text(text: &str) -> Result<Option<Decimal>, String> {
        let text = text.trim();
        // The parser accepts underscores between digits, as Rust does.
        if text.contains('_') {
            return Err(String::new());
        }
        let decimal = if text.contains(['e', 'E']) {
            Decimal::from_scientific(text)
        } else {
            Decimal::from_str_exact(text)
        };
        decimal.map(Some).map_err(|error| error.to_string())
    }

    fn from_integer(number: i128) -> Option<Decimal> {
        // An integer in JSON has at most 64 bits here, so it fits the 96 bits of a decimal.
        Some(match i64::try_from(number) {
            Ok(number) => Decimal::from(number),
            Err(_) => Decimal::from(number),
        })
    }

    fn from_float(number: f64) -> Option<Decimal> {
        // Rust prints the shortest text that reads back as the same number, never with an exponent. Digits after the 28
        // decimal places of a decimal are rounded away: they are rounding errors of float sums.
        of_few_digits(number).or_else(|| shortest(number).parse().ok())
    }

    fn write<S: Serializer>(value: &Decimal, target: S) -> Result<S::Ok, S::Error> {
        match Form::of(*value) {
            Form::Integer(integer) => target.serialize_i64(integer),
            Form::Float(float) => target.serialize_f64(float),
            Form::Inexact => target.collect_str(value),
        }
    }
}

/// The decimal of the shortest text of a number, calculated without that text. `None` if it has more than 15 digits or
/// more than 6 decimal places.
///
/// Both sides of the division are exact, so its result is the float nearest to the decimal. The text of the decimal
/// parses to the same float. No other decimal of at most 15 digits does, so the shortest text is the same decimal.
fn of_few_digits(number: f64) -> Option<Decimal> {
    const POWERS: [f64; 7] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6];
    // The text keeps the sign of a negative zero.
    if number == 0.0 && number.is_sign_negative() {
        return None;
    }
    POWERS.iter().zip(0..).find_map(|(power, scale)| {
        let digits = (number * power).round();
        let exact = digits.abs() < 1e15 && digits / power == number;
        exact.then(|| Decimal::new(digits as i64, scale))
    })
}

/// The first number of more than 15 digits.
const DIGITS: u128 = 10_u128.pow(15);

/// How a decimal is written.
enum Form {
    Integer(i64),
    Float(f64),
    Inexact,
}

impl Form {
    fn of(value: Decimal) -> Self {
        if let Some(form) = Self::of_few_digits(value) {
            return form;
        }
        if value.is_integer()
            && let Ok(integer) = value.trunc().try_into()
        {
            return Self::Integer(integer);
        }
        // Readers round numbers with more digits.
        if value.normalize().mantissa().unsigned_abs() >= DIGITS {
            return Self::Inexact;
        }
        let float = double::float(&value.to_string());
        let exact = float.filter(|float| AsNumber::from_float(*float) == Some(value));
        exact.map_or(Self::Inexact, Self::Float)
    }

    /// The form of a decimal with at most 15 digits and at most 6 decimal places. It reverses [`of_few_digits`], and is
    /// exact for the same reason.
    fn of_few_digits(value: Decimal) -> Option<Self> {
        if !has_few_digits(value) {
            return None;
        }
        let power = 10_i64.pow(value.scale());
        let mantissa = i64::try_from(value.mantissa()).ok()?;
        Some(match mantissa % power {
            0 => Self::Integer(mantissa / power),
            _ => Self::Float(mantissa as f64 / power as f64),
        })
    }
}

/// Whether a decimal has at most 15 digits, at most 6 of them after the decimal point.
fn has_few_digits(value: Decimal) -> bool {
    value.scale() <= 6 && value.mantissa().unsigned_abs() < DIGITS
}

/// Whether a decimal can be written as a JSON number without losing a digit.
pub fn is_exact(value: Decimal) -> bool {
    has_few_digits(value) || !matches!(Form::of(value), Form::Inexact)
}

with_modules!(AsNumber);

#[cfg(test)]
mod tests {
    use super::{super::testing::field, *};

    field!(Decimal, "super::option");

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str_exact(text).expect("a decimal")
    }

    #[test]
    fn numbers_and_strings_are_read_exactly() {
        for (json, text) in [
            ("24.199999999999999", "24.2"),
            ("19.99", "19.99"),
            ("0", "0"),
            ("0.0", "0"),
            ("-0.5", "-0.5"),
            ("1e3", "1000"),
            ("1e-28", "0.0000000000000000000000000001"),
            ("9.9999999999999995e-7", "0.000001"),
            ("0.30000000000000004", "0.3"),
            ("0.12345678901234568", "0.12345678901234568"),
            ("5.551115123125783e-17", "0.0000000000000000555111512313"),
            (r#""1.0000000000""#, "1"),
            (r#"" 12.5 ""#, "12.5"),
            (r#""0.1234567890123456789""#, "0.1234567890123456789"),
        ] {
            assert_eq!(read(json), Ok(Some(decimal(text))), "{json}");
        }
        assert_eq!(read("null"), Ok(None));
        assert_eq!(read(r#""""#), Ok(None));
    }

    #[test]
    fn the_fast_path_agrees_with_the_text() {
        let mut seed = 1_u64;
        let mut short = 0;
        for _ in 0..1_000_000 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            // Amounts of all sizes with up to 8 decimals, and their neighbours among the floats.
            let digits = (seed >> 8) as i64 >> (seed % 48);
            let near = f64::from_bits(
                (digits as f64 / 10_f64.powi((seed % 9) as i32))
                    .to_bits()
                    .wrapping_add(seed >> 62),
            );
            for number in [near, -near] {
                let Some(found) = of_few_digits(number) else {
                    continue;
                };
                short += 1;
                let expected: Decimal = shortest(number).parse().expect("a decimal");
                assert_eq!(found.unpack(), expected.unpack(), "{number}");
            }
        }
        assert!(short > 300_000, "{short}");
        assert_eq!(of_few_digits(-0.0), None);
        assert_eq!(of_few_digits(1e15), None);
        assert_eq!(of_few_digits(f64::NAN), None);
        assert_eq!(of_few_digits(f64::INFINITY), None);
    }

    #[test]
    fn a_decimal_of_few_digits_is_written_as_its_text() {
        let mut seed = 1_u64;
        for _ in 0..100_000 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let digits = (seed >> 8) as i64 >> (seed % 48);
            let value = Decimal::new(digits, (seed % 7) as u32);
            let text = value.normalize().to_string();
            match Form::of_few_digits(value) {
                Some(Form::Integer(integer)) => assert_eq!(integer.to_string(), text),
                Some(Form::Float(float)) => assert_eq!(Ok(float), text.parse(), "{text}"),
                Some(Form::Inexact) => unreachable!("few digits are exact"),
                None => assert!(value.mantissa().unsigned_abs() >= DIGITS),
            }
        }
    }

    #[test]
    fn the_error_for_other_values_shows_what_was_found() {
        let error = read(r#""1,50""#).expect_err("a comma");
        assert!(
            error.starts_with("expected a decimal number, found `1,50`: "),
            "{error}"
        );
        for text in ["1_000", "NaN", "inf", "0x10", "1e", ".", "1 000"] {
            assert!(read(&format!("{text:?}")).is_err(), "{text}");
        }
        let error = read("true").expect_err("a boolean");
        assert!(
            error.starts_with("expected a decimal number, found true"),
            "{error}"
        );
        let error = read("1e40").expect_err("too large");
        assert!(
            error.starts_with("expected a decimal number, found 1000"),
            "{error}"
        );
        let error = read("{}").expect_err("an object");
        assert!(error.contains("map, expected a decimal number"), "{error}");
    }

    #[test]
    fn numbers_are_written_as_numbers() {
        for (text, json) in [
            ("100.00", "100"),
            ("19.99", "19.99"),
            ("-0.0001", "-0.0001"),
            ("9007199254740993", "9007199254740993"),
        ] {
            assert_eq!(write(decimal(text)).as_deref(), Ok(json));
        }
    }

    #[test]
    fn a_number_that_json_would_change_is_written_as_a_string() {
        for text in ["0.12345678901234567890", "9999999999999.9999"] {
            let written = write(decimal(text)).expect("written");
            assert_eq!(written, format!("{text:?}"));
            assert_eq!(read(&written), Ok(Some(decimal(text))));
        }
    }
}
