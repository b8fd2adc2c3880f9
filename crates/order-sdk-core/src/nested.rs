//! Scalars with their own wire format that are not directly a field of a model: in options, lists and maps, and as
//! whole bodies.
//!
//! The module is used as `#[serde(with = "…")]`, whatever the type of the field. [`As`] reads and writes a whole body.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Patch, Secret, date, date_time, decimal, password, utc};

/// A scalar with its own wire format, or a container of such scalars.
pub trait Nested: Sized {
    /// Reads a value.
    ///
    /// # Errors
    ///
    /// If the input is not such a value.
    fn read<'de, D: Deserializer<'de>>(source: D) -> Result<Self, D::Error>;

    /// Writes a value.
    ///
    /// # Errors
    ///
    /// If the value has no exact form on the wire.
    fn write<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error>;
}

/// Reads a value.
///
/// # Errors
///
/// If the input is not such a value.
pub fn deserialize<'de, T: Nested, D: Deserializer<'de>>(source: D) -> Result<T, D::Error> {
    T::read(source)
}

/// Writes a value.
///
/// # Errors
///
/// If the value has no exact form on the wire.
pub fn serialize<T: Nested, S: Serializer>(value: &T, target: S) -> Result<S::Ok, S::Error> {
    value.write(target)
}

/// A value, or a reference to one, in its wire format.
#[derive(Clone, Copy, Debug)]
pub struct As<T>(pub T);

impl<'de, T: Nested> Deserialize<'de> for As<T> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        T::read(source).map(Self)
    }
}

impl<T: Nested> Serialize for As<&T> {
    fn serialize<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        self.0.write(target)
    }
}

impl<T: Nested> Serialize for As<&[T]> {
    fn serialize<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        target.collect_seq(self.0.iter().map(As))
    }
}

macro_rules! scalars {
    ($($kind:ty: $module:ident),*) => {$(
        impl Nested for $kind {
            fn read<'de, D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
                $module::deserialize(source)
            }

            fn write<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
                $module::serialize(self, target)
            }
        }
    )*};
}

scalars!(Decimal: decimal, NaiveDate: date, NaiveDateTime: date_time, DateTime<Utc>: utc, Secret: password);

impl<T: Nested> Nested for Option<T> {
    fn read<'de, D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        let value = Option::<As<T>>::deserialize(source)?;
        Ok(value.map(|As(value)| value))
    }

    fn write<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        self.as_ref().map(As).serialize(target)
    }
}

impl<T: Nested> Nested for Patch<T> {
    fn read<'de, D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        Option::read(source).map(|value| value.map_or(Self::Clear, Self::Set))
    }

    fn write<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        self.value().map(As).serialize(target)
    }
}

impl<T: Nested> Nested for Vec<T> {
    fn read<'de, D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        let values = Vec::<As<T>>::deserialize(source)?;
        Ok(values.into_iter().map(|As(value)| value).collect())
    }

    fn write<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        As(self.as_slice()).serialize(target)
    }
}

impl<T: Nested> Nested for BTreeMap<String, T> {
    fn read<'de, D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        let values = BTreeMap::<String, As<T>>::deserialize(source)?;
        let values = values.into_iter();
        Ok(values.map(|(key, As(value))| (key, value)).collect())
    }

    fn write<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        target.collect_map(self.iter().map(|(key, value)| (key, As(value))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Deserialize, Serialize)]
    struct Model {
        #[serde(default, with = "super", skip_serializing_if = "Option::is_none")]
        prices: Option<BTreeMap<String, Vec<Decimal>>>,
        #[serde(default, with = "super", skip_serializing_if = "Patch::is_keep")]
        days: Patch<Vec<NaiveDate>>,
    }

    #[test]
    fn scalars_in_containers_are_read_and_written_in_their_own_form() {
        for json in [
            r#"{"prices":{"a":[0.1,2]},"days":["2024-02-29"]}"#,
            r#"{"days":null}"#,
            "{}",
        ] {
            let model: Model = serde_json::from_str(json).expect(json);
            assert_eq!(serde_json::to_string(&model).expect("written"), json);
        }
        let model: Model = serde_json::from_str(r#"{"prices":{"a":["1.10"]}}"#).expect("read");
        let prices = model.prices.expect("prices");
        assert_eq!(prices["a"], [Decimal::new(110, 2)]);
    }

    #[test]
    fn a_whole_body_is_read_and_written_and_a_wrong_element_is_an_error() {
        let As(prices) =
            serde_json::from_str::<As<Vec<Decimal>>>("[24.199999999999999]").expect("read");
        assert_eq!(prices, [Decimal::new(242, 1)]);
        assert_eq!(
            serde_json::to_string(&As(&prices)).expect("written"),
            "[24.2]"
        );
        let error = serde_json::from_str::<As<Vec<NaiveDate>>>(r#"["2024-02-30"]"#);
        let error = error
            .map(|As(days)| days)
            .expect_err("no such day")
            .to_string();
        assert!(
            error.starts_with("expected a date as YYYY-MM-DD"),
            "{error}"
        );
    }
}
