//! Optional scalars: null and blank text read as absent, absent is written as null.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserializer,
    de::{Error, Visitor},
};

/// A scalar that is read from text or numbers.
pub trait Scalar: Sized {
    /// What it is, for error messages.
    const EXPECTED: &'static str;

    /// Reads a text that is not blank; `None` where the text stands for an absent value.
    fn from_text(text: &str) -> Option<Result<Self, String>>;

    /// Reads a JSON number.
    fn from_number(text: &str) -> Result<Self, String> {
        Err(format!("found the number {text}"))
    }
}

struct Visit<T>(PhantomData<T>);

/// Reads a scalar; null and blank text are absent.
pub fn deserialize<'de, T: Scalar, D: Deserializer<'de>>(source: D) -> Result<Option<T>, D::Error> {
    source.deserialize_any(Visit::<T>(PhantomData))
}

/// Reads a scalar that must be there.
pub fn required<'de, T: Scalar, D: Deserializer<'de>>(source: D) -> Result<T, D::Error> {
    deserialize(source)?
        .ok_or_else(|| D::Error::custom(format!("expected {}, found none", T::EXPECTED)))
}

impl<T: Scalar> Visit<T> {
    fn read<E: Error>(outcome: Result<T, String>) -> Result<Option<T>, E> {
        let value = outcome.map_err(|reason| {
            E::custom(format!("expected {}, {reason}", T::EXPECTED))
        })?;
        Ok(Some(value))
    }
}

impl<'de, T: Scalar> Visitor<'de> for Visit<T> {
    type Value = Option<T>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(T::EXPECTED)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, source: D) -> Result<Self::Value, D::Error> {
        source.deserialize_any(self)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        if text.is_empty() {
            return Ok(None);
        }
        match T::from_text(text) {
            None => Ok(None),
            Some(outcome) => Self::read(outcome.map_err(|reason| format!("found `{text}`{reason}"))),
        }
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        Self::read(T::from_number(&number.to_string()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        Self::read(T::from_number(&number.to_string()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        // Rust prints the shortest text that reads back as the same number, never with an exponent.
        Self::read(T::from_number(&number.to_string()))
    }
}
