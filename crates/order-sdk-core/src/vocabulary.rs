//! What generated enums have in common.

use std::{fmt, marker::PhantomData, str::FromStr};

use serde::{
    Deserializer,
    de::{Error, Visitor},
};

/// The error for a value that an enum does not have.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct UnknownValue {
    /// The value.
    pub value: String,
    /// All values of the enum.
    pub known: Vec<&'static str>,
}

impl UnknownValue {
    /// The error for `value`; `known` are all values of the enum.
    pub fn new(value: &str, known: Vec<&'static str>) -> Self {
        Self {
            value: value.to_owned(),
            known,
        }
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "`{}` is not one of {}",
            self.value,
            self.known.join(", ")
        )
    }
}

impl std::error::Error for UnknownValue {}

/// Implements `Display` and `Serialize` for an enum with `as_str`.
#[doc(hidden)]
#[macro_export]
macro_rules! word {
    ($name:ident) => {
        impl ::std::fmt::Display for $name {
            fn fmt(&self, out: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                out.write_str(self.as_str())
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
                target.serialize_str(self.as_str())
            }
        }
    };
}

/// Gives an enum that is written as a string the schema of a string.
#[doc(hidden)]
#[macro_export]
macro_rules! word_schema {
    ($name:ident) => {
        impl ::schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(generator: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                String::json_schema(generator)
            }
        }
    };
}

/// Implements reading and writing for an enum with `KNOWN` values and a variant `Other` for all others.
#[doc(hidden)]
#[macro_export]
macro_rules! open_vocabulary {
    ($name:ident) => {
        $crate::word!($name);

        impl From<String> for $name {
            fn from(word: String) -> Self {
                let known = Self::KNOWN.iter().find(|known| known.as_str() == word);
                known.cloned().unwrap_or(Self::Other(word))
            }
        }

        impl From<&str> for $name {
            fn from(word: &str) -> Self {
                let known = Self::KNOWN.iter().find(|known| known.as_str() == word);
                known
                    .cloned()
                    .unwrap_or_else(|| Self::Other(word.to_owned()))
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            // `Self::Err` may be a variant.
            fn from_str(word: &str) -> Result<Self, ::std::convert::Infallible> {
                Ok(word.into())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
                <String as ::serde::Deserialize>::deserialize(source).map(Self::from)
            }
        }

        impl $name {
            /// The value, if the contract does not list it.
            pub fn unknown(&self) -> Option<&str> {
                match self {
                    Self::Other(word) => Some(word),
                    _ => None,
                }
            }
        }
    };
}

/// Reads a value of a closed enum. The error comes from the visitor, so that it has the position of the value.
///
/// # Errors
///
/// If the enum does not have the value.
#[doc(hidden)]
pub fn closed_word<'de, T: FromStr<Err = UnknownValue>, D: Deserializer<'de>>(
    source: D,
) -> Result<T, D::Error> {
    source.deserialize_str(Word(PhantomData))
}

struct Word<T>(PhantomData<T>);

impl<T: FromStr<Err = UnknownValue>> Visitor<'_> for Word<T> {
    type Value = T;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a string")
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<T, E> {
        word.parse().map_err(E::custom)
    }
}

/// Implements reading and writing for an enum that has only its `KNOWN` values.
#[doc(hidden)]
#[macro_export]
macro_rules! closed_vocabulary {
    ($name:ident) => {
        $crate::word!($name);

        impl ::std::str::FromStr for $name {
            type Err = $crate::UnknownValue;

            // `Self::Err` may be a variant.
            fn from_str(word: &str) -> Result<Self, $crate::UnknownValue> {
                let known = Self::KNOWN.iter().find(|known| known.as_str() == word);
                let words = || Self::KNOWN.iter().map(Self::as_str).collect();
                known
                    .copied()
                    .ok_or_else(|| $crate::UnknownValue::new(word, words()))
            }
        }

        impl TryFrom<&str> for $name {
            type Error = $crate::UnknownValue;

            fn try_from(word: &str) -> Result<Self, $crate::UnknownValue> {
                word.parse()
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
                $crate::closed_word(source)
            }
        }
    };
}

#[cfg(test)]
mod tests {
    #[derive(Clone, Debug, Eq, PartialEq)]
    enum Status {
        Open,
        Late,
        Other(String),
    }

    impl Status {
        const KNOWN: &'static [Self] = &[Self::Open, Self::Late];

        fn as_str(&self) -> &str {
            match self {
                Self::Open => "open",
                Self::Late => "late",
                Self::Other(word) => word,
            }
        }
    }

    open_vocabulary!(Status);

    #[derive(Clone, Copy, Debug, Eq, PartialEq)]
    enum Input {
        Open,
        Done,
    }

    impl Input {
        const KNOWN: &'static [Self] = &[Self::Open, Self::Done];

        const fn as_str(&self) -> &'static str {
            match self {
                Self::Open => "open",
                Self::Done => "done",
            }
        }
    }

    closed_vocabulary!(Input);

    #[test]
    fn an_open_enum_keeps_unknown_values() {
        for (json, status, unknown) in [
            (r#""open""#, Status::Open, None),
            (
                r#""sleeping""#,
                Status::Other("sleeping".into()),
                Some("sleeping"),
            ),
        ] {
            let read: Status = serde_json::from_str(json).expect("read");
            assert_eq!(read, status);
            assert_eq!(read.unknown(), unknown);
            assert_eq!(serde_json::to_string(&read).expect("written"), json);
            assert_eq!(read.to_string().parse(), Ok(read));
        }
        assert_eq!(Status::from("late"), Status::Late);
    }

    #[test]
    fn the_error_of_a_closed_enum_lists_its_values() {
        assert_eq!(Input::try_from("done"), Ok(Input::Done));
        assert_eq!(Input::Open.to_string(), "open");
        let error = serde_json::from_str::<Input>(r#""late""#).expect_err("no such word");
        assert_eq!(
            error.to_string(),
            "`late` is not one of open, done at line 1 column 6"
        );
    }
}
