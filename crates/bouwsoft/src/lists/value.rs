//! What a field can be compared with, in the syntax of filters.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};
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
        formatted(self.and_time(NaiveTime::MIN), "'%Y-%m-%d'")
    }
}

impl Value for NaiveDateTime {}
impl Ordered for NaiveDateTime {}

impl Literal for NaiveDateTime {
    fn literal(&self) -> Result<String, Refusal> {
        formatted(*self, "'%Y-%m-%d %H:%M:%S'")
    }
}

fn formatted(moment: NaiveDateTime, format: &str) -> Result<String, Refusal> {
    // For other years, chrono writes a sign and more digits.
    if !(0..=9999).contains(&moment.year()) {
        return Err(Refusal::Year);
    }
    Ok(moment.format(format).to_string())
}
