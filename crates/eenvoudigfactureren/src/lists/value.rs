//! The values with which fields can be compared, in the syntax of filters.

use chrono::{Datelike, NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;

use super::Refusal;
use crate::types::{CustomerState, Language, OrderStatus, OrderType, TaxCalculation};

/// The type of a field by which lists can be filtered and sorted: strings, numbers, dates, times, booleans and enums.
pub trait Value: Sized + sealed::Text {}

/// Values that can be compared with `<`, `<=`, `>` and `>=`: strings, numbers, dates and times.
pub trait Ordered: Value {}

pub(super) mod sealed {
    use super::Refusal;

    /// A value as a filter contains it.
    pub trait Text {
        fn text(&self) -> Result<String, Refusal>;
    }
}

use sealed::Text;

macro_rules! displayed {
    ($($Type:ty),*) => {$(
        impl Value for $Type {}

        impl Text for $Type {
            fn text(&self) -> Result<String, Refusal> {
                Ok(self.to_string())
            }
        }
    )*};
}

displayed!(
    String,
    i64,
    Decimal,
    CustomerState,
    Language,
    OrderStatus,
    OrderType,
    TaxCalculation
);

impl Ordered for String {}
impl Ordered for i64 {}
impl Ordered for Decimal {}

impl Value for bool {}

impl Text for bool {
    fn text(&self) -> Result<String, Refusal> {
        Ok(if *self { "yes" } else { "no" }.to_owned())
    }
}

impl Value for NaiveDate {}
impl Ordered for NaiveDate {}

impl Text for NaiveDate {
    fn text(&self) -> Result<String, Refusal> {
        // For other years, chrono writes a sign or more digits.
        if (0..=9999).contains(&self.year()) {
            Ok(self.format("%Y-%m-%d").to_string())
        } else {
            Err(Refusal::Year)
        }
    }
}

impl Value for NaiveDateTime {}
impl Ordered for NaiveDateTime {}

impl Text for NaiveDateTime {
    fn text(&self) -> Result<String, Refusal> {
        let date = self.date().text()?;
        Ok(format!("{date} {}", self.format("%H:%M:%S")))
    }
}
