//! A list that is sent as one string, its values separated by commas.

use std::{fmt, str::FromStr};

use serde::{Serialize, Serializer};

/// Values of a query parameter that joins them with commas: `1,2`.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct CommaSeparated<T>(pub Vec<T>);

impl<T> From<Vec<T>> for CommaSeparated<T> {
    fn from(values: Vec<T>) -> Self {
        Self(values)
    }
}

impl<T, const N: usize> From<[T; N]> for CommaSeparated<T> {
    fn from(values: [T; N]) -> Self {
        Self(values.into())
    }
}

impl<T: fmt::Display> fmt::Display for CommaSeparated<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, value) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            write!(out, "{comma}{value}")?;
        }
        Ok(())
    }
}

impl<T: FromStr> FromStr for CommaSeparated<T> {
    type Err = T::Err;

    fn from_str(text: &str) -> Result<Self, T::Err> {
        let values = text.split(',').filter(|value| !value.is_empty());
        values.map(str::parse).collect::<Result<_, _>>().map(Self)
    }
}

impl<T: fmt::Display> Serialize for CommaSeparated<T> {
    fn serialize<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        target.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_joined_and_parsed_back() {
        let list = CommaSeparated::from([1, -2, 30]);
        assert_eq!(list.to_string(), "1,-2,30");
        assert_eq!("1,-2,30".parse(), Ok(list));
        assert_eq!("".parse(), Ok(CommaSeparated::<i64>(Vec::new())));
        assert!("1,x".parse::<CommaSeparated<i64>>().is_err());
    }
}
