//! Reads an object as the list that it represents.
//!
//! PHP encodes a list whose indices have a gap as an object with numeric keys (`{"0": …, "2": …}`), and some responses
//! contain the only item of a list without the list around it. Recorded responses contain both forms.

use serde::de::{
    DeserializeSeed, Error, IntoDeserializer, MapAccess, SeqAccess,
    value::{MapAccessDeserializer, StringDeserializer},
};

/// The elements of the list that an object represents.
pub(crate) struct Elements<A> {
    map: A,
    next: Next,
}

enum Next {
    /// The value of the index that was just read.
    Value,
    /// Another index, if there is one.
    Index,
    /// The object itself, which starts with this key.
    Object(String),
    End,
}

impl<'de, A: MapAccess<'de>> Elements<A> {
    /// Reads the first key, which decides what the object is.
    pub(crate) fn new(mut map: A) -> Result<Self, A::Error> {
        let next = match map.next_key::<String>()? {
            None => Next::End,
            Some(key) if is_index(&key) => Next::Value,
            Some(key) => Next::Object(key),
        };
        Ok(Self { map, next })
    }

    /// Whether the object has no members.
    pub(crate) fn is_empty(&self) -> bool {
        matches!(self.next, Next::End)
    }
}

impl<'de, A: MapAccess<'de>> SeqAccess<'de> for Elements<A> {
    type Error = A::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, A::Error> {
        match std::mem::replace(&mut self.next, Next::Index) {
            Next::End => {
                self.next = Next::End;
                return Ok(None);
            }
            Next::Object(key) => {
                self.next = Next::End;
                let object = MapAccessDeserializer::new(Replayed {
                    first: Some(key),
                    map: &mut self.map,
                });
                return seed.deserialize(object).map(Some);
            }
            Next::Value => {}
            Next::Index => match self.map.next_key::<String>()? {
                None => return Ok(None),
                Some(key) if is_index(&key) => {}
                Some(key) => {
                    let reason = format!("expected the index of a list, found `{key}`");
                    return Err(A::Error::custom(reason));
                }
            },
        }
        self.map.next_value_seed(seed).map(Some)
    }
}

/// Whether a key is the index of a list.
pub fn is_index(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit())
}

/// An object whose first key was read already.
struct Replayed<'a, A> {
    first: Option<String>,
    map: &'a mut A,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Replayed<'_, A> {
    type Error = A::Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, A::Error> {
        let Some(key) = self.first.take() else {
            return self.map.next_key_seed(seed);
        };
        let key: StringDeserializer<A::Error> = key.into_deserializer();
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.map.next_value_seed(seed)
    }
}
