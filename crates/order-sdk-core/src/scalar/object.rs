//! Objects that may be absent: null, an empty string, and an empty list, which is how PHP encodes an empty object, are
//! `None`.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, IgnoredAny, MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer},
};

use super::absent;

/// For optional fields.
pub mod option {
    use super::{Deserialize, Deserializer, PhantomData, Serialize, Serializer, Visit};

    /// Reads an optional object.
    ///
    /// # Errors
    ///
    /// If the value is something else, or the object cannot be read.
    pub fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
        source: D,
    ) -> Result<Option<T>, D::Error> {
        source.deserialize_any(Visit(PhantomData))
    }

    /// Writes an object; `None` as null.
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

impl<'de, T: Deserialize<'de>> Visitor<'de> for Visit<T> {
    type Value = Option<T>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Some)
    }

    absent!();

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        match text {
            "" => Ok(None),
            _ => Err(E::custom("expected an object, found a string")),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        if list.next_element::<IgnoredAny>()?.is_none() {
            return Ok(None);
        }
        // The path of an error is that of the value that ends at its position, so the whole list is read first.
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Err(A::Error::custom("expected an object, found a list"))
    }
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    use super::super::testing::field;

    #[derive(Debug, Deserialize, PartialEq, Serialize)]
    struct Address {
        city: String,
    }

    field!(Address, "super::option");

    #[test]
    fn an_object_and_its_absence_are_read() {
        let city = "Gent".to_owned();
        assert_eq!(read(r#"{"city":"Gent"}"#), Ok(Some(Address { city })));
        for absent in ["null", r#""""#, "[]"] {
            assert_eq!(read(absent), Ok(None), "{absent}");
        }
    }

    #[test]
    fn anything_else_is_refused_with_what_was_found() {
        for (json, found) in [
            (r#""Gent""#, "expected an object, found a string"),
            ("[1]", "expected an object, found a list"),
            ("1", "expected an object"),
        ] {
            let error = read(json).expect_err(json);
            assert!(error.contains(found), "{error}");
        }
    }
}
