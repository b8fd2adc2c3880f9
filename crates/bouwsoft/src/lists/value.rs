//! The values with which fields can be compared, in the syntax of filters.

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use rust_decimal::Decimal;

use super::Refusal;
use crate::columns::quoted;

/// The type of a field by which lists can be filtered and sorted: strings, numbers, dates, times and booleans.
pub trait Value: sealed::Literal {}

/// Values that can be compared with `gt`: all except booleans.
pub trait Ordered: Value {}

pub(super) mod sealed {
    use super::Refusal;

    /// A value as a filter contains it.
    pub trait Literal {
        fn literal(&self) -> Result<String, Refusal>;
    }
}

use sealed::Literal;

impl Value for String {}
impl Ordered for String {}

impl Literal for String {
    fn literal(&self) -> Result<String, Refusal> {
        quoted(self).map_err(|_| Refusal::Control)
    }
}

impl Value for i64 {}
impl Ordered for i64 {}

impl Literal for i64 {
    fn literal(&self) -> Result<String, Refusal> {
        Ok(self.to_string())
    }
}

impl Value for Decimal {}
impl Ordered for Decimal {}

impl Literal for Decimal {
    fn literal(&self) -> Result<String, Refusal> {
        Ok(self.normalize().to_string())
    }
}

impl Value for f64 {}
impl Ordered for f64 {}

impl Literal for f64 {
    fn literal(&self) -> Result<String, Refusal> {
        if !self.is_finite() {
            return Err(Refusal::NotFinite);
        }
        // Adding zero makes a negative zero positive. Rust never prints an exponent.
        Ok((self + 0.0).to_string())
    }
}

impl Value for bool {}

impl Literal for bool {
    fn literal(&self) -> Result<String, Refusal> {
        Ok(self.to_string())
    }
}

impl Value for NaiveDate {}
impl Ordered for NaiveDate {}

impl Literal for NaiveDate {
    fn literal(&self) -> Result<String, Refusal> {
        Ok(format!("'{}'", with_four_digits(self)?))
    }
}

impl Value for NaiveDateTime {}
impl Ordered for NaiveDateTime {}

impl Literal for NaiveDateTime {
    fn literal(&self) -> Result<String, Refusal> {
        let date = self.date();
        let date = with_four_digits(&date)?;
        let (hour, minute, second) = (self.hour(), self.minute(), self.second());
        Ok(format!("'{date} {hour:02}:{minute:02}:{second:02}'"))
    }
}

/// A date that chrono writes as `YYYY-MM-DD`. It writes years outside 0 to 9999 with a sign or more digits.
fn with_four_digits(date: &NaiveDate) -> Result<&NaiveDate, Refusal> {
    match date.year() {
        0..=9999 => Ok(date),
        _ => Err(Refusal::Year),
    }
}
