//! Parses columns: a serde deserializer over the pairs that the tokenizer returns.

use std::{borrow::Cow, collections::HashSet, fmt, vec};

use serde::{
    Deserializer,
    de::{
        self, DeserializeOwned, DeserializeSeed, Error as _, IntoDeserializer, MapAccess, Visitor,
        value::StrDeserializer,
    },
    forward_to_deserialize_any,
};

use super::{
    error::ColumnsError,
    tokens::{self, Pair, Value},
};

/// Parses columns as a record.
pub(super) fn parse<T: DeserializeOwned>(text: &str) -> Result<T, ColumnsError> {
    let pairs = tokens::pairs(text)?;
    let mut names = HashSet::new();
    if let Some(pair) = pairs.iter().find(|pair| !names.insert(pair.name)) {
        return Err(ColumnsError::DuplicateField {
            column: pair.column,
            field: pair.name.to_owned(),
        });
    }
    let record = Record {
        pairs: pairs.into_iter(),
        value: None,
    };
    T::deserialize(record).map_err(|failure| {
        failure.located(|reason| ColumnsError::Value {
            column: 1,
            field: String::new(),
            reason,
        })
    })
}

/// The pairs that have not been read, and the pair whose value is read next.
struct Record<'a> {
    pairs: vec::IntoIter<Pair<'a>>,
    value: Option<Pair<'a>>,
}

impl<'de> Deserializer<'de> for Record<'_> {
    type Error = Failure;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_map(self)
    }

    /// Rejects unknown fields. Only this method receives the names of all fields, and serde would ignore other names.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        let mut pairs = self.pairs.as_slice().iter();
        if let Some(pair) = pairs.find(|pair| !fields.contains(&pair.name)) {
            let field = pair.name.to_owned();
            return Err(ColumnsError::UnknownField {
                column: pair.column,
                field,
            }
            .into());
        }
        visitor.visit_map(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

impl<'de> MapAccess<'de> for Record<'_> {
    type Error = Failure;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Failure> {
        self.value = self.pairs.next();
        let Some(pair) = &self.value else {
            return Ok(None);
        };
        let name: StrDeserializer<'_, Failure> = pair.name.into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Failure> {
        let Some(pair) = self.value.take() else {
            return Err(Failure::custom("a value is requested before its field"));
        };
        let (field, column) = (pair.name.to_owned(), pair.value_column);
        let read = seed.deserialize(pair.value);
        read.map_err(|failure| {
            failure
                .located(|reason| ColumnsError::Value {
                    column,
                    field,
                    reason,
                })
                .into()
        })
    }
}

/// An error during deserialization: complete, or a message to which the field and its position must be added.
#[derive(Debug)]
pub(super) enum Failure {
    Columns(ColumnsError),
    Message(String),
}

impl Failure {
    /// The complete error. `locate` converts a message.
    fn located(self, locate: impl FnOnce(String) -> ColumnsError) -> ColumnsError {
        match self {
            Self::Columns(error) => error,
            Self::Message(message) => locate(message),
        }
    }
}

impl From<ColumnsError> for Failure {
    fn from(error: ColumnsError) -> Self {
        Self::Columns(error)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Columns(error) => error.fmt(out),
            Self::Message(message) => out.write_str(message),
        }
    }
}

impl std::error::Error for Failure {}

impl de::Error for Failure {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::Message(message.to_string())
    }

    fn missing_field(field: &'static str) -> Self {
        Self::Columns(ColumnsError::MissingField {
            field: field.to_owned(),
        })
    }
}

impl Value<'_> {
    /// The value of a string field, which must be in apostrophes: with `nr_add=12`, it is unclear whether `12` or
    /// `12.0` is meant.
    fn text<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        let found: Cow<'_, str> = match self {
            Value::Text(text) => return visitor.visit_str(&text),
            Value::Number(text) => text.into(),
            Value::Boolean(value) => value.to_string().into(),
        };
        Err(Failure::custom(format!(
            "expected a string in apostrophes, found {found}"
        )))
    }
}

impl<'de> Deserializer<'de> for Value<'_> {
    type Error = Failure;

    /// A number that is not an integer is passed as a string, because a float would round it.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self {
            Value::Text(text) => visitor.visit_str(&text),
            Value::Boolean(value) => visitor.visit_bool(value),
            Value::Number(text) => match text.parse() {
                Ok(integer) => visitor.visit_i64(integer),
                Err(_) => visitor.visit_str(text),
            },
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.text(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.text(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct enum identifier ignored_any
    }
}
