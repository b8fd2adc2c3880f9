//! Lists that may be absent: null and an empty string mean that there is no list. An object is read as the list that it
//! represents.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, MapAccess, SeqAccess, Visitor, value::SeqAccessDeserializer},
};

use super::absent;
use crate::{by_name::ByName, elements::Elements};

/// For optional fields.
pub mod option {
    use super::{Deserialize, Deserializer, PhantomData, Serialize, Serializer, Visit};

    /// Reads an optional list.
    ///
    /// # Errors
    ///
    /// If the value is something else, or an element cannot be read.
    pub fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
        source: D,
    ) -> Result<Option<Vec<T>>, D::Error> {
        source.deserialize_any(Visit(PhantomData))
    }

    /// Writes a list; `None` as null.
    ///
    /// # Errors
    ///
    /// If the serializer returns an error.
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

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        self.visit_seq(Elements::new(map)?)
    }

    absent!();

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        match text {
            "" => Ok(None),
            _ => Err(E::custom("expected a list, found a string")),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    use super::super::testing::field;

    #[derive(Debug, Deserialize, PartialEq, Serialize)]
    struct Line {
        number: u8,
    }

    field!(Vec<Line>, "super::option");

    fn lines(numbers: &[u8]) -> Result<Option<Vec<Line>>, String> {
        let lines = numbers.iter().map(|&number| Line { number });
        Ok(Some(lines.collect()))
    }

    #[test]
    fn a_list_and_its_absence_are_read() {
        assert_eq!(read(r#"[{"number":1},{"number":2}]"#), lines(&[1, 2]));
        assert_eq!(read("[]"), lines(&[]));
        for absent in ["null", r#""""#] {
            assert_eq!(read(absent), Ok(None), "{absent}");
        }
        for json in ["1", r#""none""#] {
            let error = read(json).expect_err(json);
            assert!(error.contains("expected a list"), "{error}");
        }
    }

    #[test]
    fn an_object_is_read_as_the_list_that_it_represents() {
        assert_eq!(
            read(r#"{"0":{"number":1},"2":{"number":3}}"#),
            lines(&[1, 3])
        );
        assert_eq!(read(r#"{"number":7,"other":[1]}"#), lines(&[7]));
        assert_eq!(read("{}"), lines(&[]));
        let error = read(r#"{"0":{"number":1},"number":2}"#).expect_err("both");
        assert!(
            error.contains("expected the index of a list, found `number`"),
            "{error}"
        );
        let error = read(r#"{"0":{"other":1}}"#).expect_err("no number");
        assert!(error.contains("missing field `number`"), "{error}");
    }
}
