//! Lists that may be absent: null and blank text are none.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, SeqAccess, Visitor, value::SeqAccessDeserializer},
};

use super::absent;
use crate::by_name::ByName;

/// For optional fields.
pub mod option {
    use super::{Deserialize, Deserializer, PhantomData, Serialize, Serializer, Visit};

    /// Reads a list, or none.
    ///
    /// # Errors
    ///
    /// Where something else was found, or an element cannot be read.
    pub fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
        source: D,
    ) -> Result<Option<Vec<T>>, D::Error> {
        source.deserialize_any(Visit(PhantomData))
    }

    /// Writes a list, none as null.
    ///
    /// # Errors
    ///
    /// As the target's.
    pub fn serialize<T: Serialize, S: Serializer>(
        value: &Option<Vec<T>>,
        target: S,
    ) -> Result<S::Ok, S::Error> {
        value.serialize(target)
    }
}

struct Visit<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Visit<T> {
    type Value = Option<Vec<T>>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        Vec::deserialize(ByName(SeqAccessDeserializer::new(list))).map(Some)
    }

    absent!();

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        match text {
            "" => Ok(None),
            text => Err(E::custom(format_args!("expected a list, found `{text}`"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::field;

    field!(Vec<u8>, "super::option");

    #[test]
    fn a_list_and_its_absence_are_read() {
        assert_eq!(read("[1,2]"), Ok(Some(vec![1, 2])));
        assert_eq!(read("[]"), Ok(Some(Vec::new())));
        for absent in ["null", r#""""#] {
            assert_eq!(read(absent), Ok(None), "{absent}");
        }
        for json in ["{}", "1", r#""none""#] {
            let error = read(json).expect_err(json);
            assert!(error.contains("expected a list"), "{error}");
        }
    }
}
