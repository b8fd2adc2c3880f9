//! Values of an open enum: read from a string into a type that keeps unknown values. An empty string is `None`.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserializer, Serialize, Serializer,
    de::{Error, Visitor},
};

use super::absent;

/// For optional fields.
pub mod option {
    use super::{Deserializer, PhantomData, Serialize, Serializer, Visit};

    /// Reads a value; null and an empty string are `None`.
    ///
    /// # Errors
    ///
    /// If the value is not a string.
    pub fn deserialize<'de, T: for<'a> From<&'a str>, D: Deserializer<'de>>(
        source: D,
    ) -> Result<Option<T>, D::Error> {
        source.deserialize_any(Visit(PhantomData))
    }

    /// Writes a value; `None` as null.
    ///
    /// # Errors
    ///
    /// If the serializer returns an error.
    pub fn serialize<T: Serialize, S: Serializer>(
        value: &Option<T>,
        target: S,
    ) -> Result<S::Ok, S::Error> {
        value.serialize(target)
    }
}

struct Visit<T>(PhantomData<T>);

impl<'de, T: for<'a> From<&'a str>> Visitor<'de> for Visit<T> {
    type Value = Option<T>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a string")
    }

    absent!();

    fn visit_str<E: Error>(self, word: &str) -> Result<Self::Value, E> {
        Ok((!word.is_empty()).then(|| T::from(word)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::field;

    #[derive(Debug, PartialEq, serde::Serialize)]
    struct Word(String);

    impl From<&str> for Word {
        fn from(word: &str) -> Self {
            Self(word.to_owned())
        }
    }

    field!(Word, "super::option");

    #[test]
    fn words_and_their_absence_are_read() {
        assert_eq!(read(r#""open""#), Ok(Some(Word("open".to_owned()))));
        for absent in ["null", r#""""#] {
            assert_eq!(read(absent), Ok(None), "{absent}");
        }
        let error = read("1").expect_err("a number");
        assert!(
            error.starts_with("invalid type: integer `1`, expected a string"),
            "{error}"
        );
    }
}
