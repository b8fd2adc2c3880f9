//! The parameters of an operation: where each is sent, and its limits.

use rust_decimal::Decimal;

use order_sdk_core::validate::{Checker, Number, Text};

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Location {
    Path,
    Query,
    Header,
}

/// A parameter of an operation, as generated code declares it.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    pub(super) name: &'static str,
    pub(super) location: Location,
    max_length: Option<usize>,
    number: Option<Number>,
}

impl Parameter {
    /// A parameter in the path.
    pub const fn path(name: &'static str) -> Self {
        Self::new(name, Location::Path)
    }

    /// A query parameter.
    pub const fn query(name: &'static str) -> Self {
        Self::new(name, Location::Query)
    }

    /// A header.
    pub const fn header(name: &'static str) -> Self {
        Self::new(name, Location::Header)
    }

    const fn new(name: &'static str, location: Location) -> Self {
        Self {
            name,
            location,
            max_length: None,
            number: None,
        }
    }

    /// The parameter with a maximum number of characters.
    #[must_use]
    pub const fn max_length(self, characters: usize) -> Self {
        Self {
            max_length: Some(characters),
            ..self
        }
    }

    /// The parameter with a minimum, which in a list applies to each element.
    #[must_use]
    pub const fn min(self, min: Decimal) -> Self {
        Self {
            number: Some(self.limits().min(min)),
            ..self
        }
    }

    /// The parameter with a maximum, which in a list applies to each element.
    #[must_use]
    pub const fn max(self, max: Decimal) -> Self {
        Self {
            number: Some(self.limits().max(max)),
            ..self
        }
    }

    /// The parameter with a maximum number of decimals, which in a list applies to each element.
    #[must_use]
    pub const fn decimals(self, decimals: u32) -> Self {
        Self {
            number: Some(self.limits().decimals(decimals)),
            ..self
        }
    }

    const fn limits(&self) -> Number {
        match self.number {
            Some(number) => number,
            None => Number::ANY,
        }
    }

    /// Checks a value as it is sent.
    pub(super) fn check(&self, value: &str, at: &mut Checker<'_>) {
        if let Some(max) = self.max_length {
            at.text(self.name, Some(value), Text::ANY.max(max));
        }
        if let Some(limits) = self.number {
            match number(value) {
                Some(number) => at.number(self.name, Some(number), limits),
                None => at.refuse(self.name, UNCHECKED),
            }
        }
    }

    /// Checks the elements of a list.
    pub(super) fn check_each(&self, values: &[String], at: &mut Checker<'_>) {
        if let Some(limits) = self.number {
            let numbers: Option<Vec<_>> = values.iter().map(|value| number(value)).collect();
            match numbers {
                Some(numbers) => at.numbers(self.name, numbers, limits),
                None => at.refuse(self.name, UNCHECKED),
            }
        }
    }
}

const UNCHECKED: &str = "it cannot be checked against its limits, because it is not a decimal number of at most 28 digits";

fn number(text: &str) -> Option<Decimal> {
    text.parse()
        .or_else(|_| Decimal::from_scientific(text))
        .ok()
}
