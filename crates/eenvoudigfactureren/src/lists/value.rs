//! What a field can be compared with, as text.

use chrono::{Datelike, NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;

use super::Refusal;
use crate::types::{CustomerState, Language, OrderStatus, OrderType, TaxCalculation};

/// What a field holds that can be filtered and sorted by: texts, numbers, dates, yes or no, words of a vocabulary.
pub trait Value: Sized + sealed::Text {}

/// Values of which one is less than another.
pub trait Ordered: Value {}

pub(super) mod sealed {
    use super::Refusal;

    /// A value as the service writes it.
    pub trait Text {
        fn text(&self) -> Result<String, Refusal>;
    }
}

use sealed::Text;

macro_rules! displayed {
    ($($held:ty),*) => {$(
        impl Value for $held {}

        impl Text for $held {
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
        // Beyond, chrono writes a sign and more digits.
        match (0..=9999).contains(&self.year()) {
            true => Ok(self.format("%Y-%m-%d").to_string()),
            false => Err(Refusal::Year),
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
