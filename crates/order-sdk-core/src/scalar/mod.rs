//! Scalars on the wire. Reading accepts every form that the servers send; writing uses one exact form.
//!
//! Each module is used as `#[serde(with = "…")]`, its `option` module on optional fields together with
//! `#[serde(default)]`, its `patch` module on [`Patch`](crate::Patch) fields. Null and an empty string mean
//! that there is no value.

pub mod boolean;
pub mod date;
pub mod date_time;
pub mod decimal;
pub mod double;
pub mod integer;
pub mod list;
pub mod object;
pub mod password;
pub mod text;
pub mod utc;
pub mod word;
pub mod yes_no;

use std::{borrow::Cow, fmt, marker::PhantomData};

use serde::{
    Deserializer, Serializer,
    de::{Error, Visitor},
};

/// The wire format of a value: the forms that are read, and the one form that is written.
pub trait Wire {
    /// The value.
    type Value;

    /// What is expected, for error messages.
    const EXPECTED: &'static str;

    /// Reads a string that is not empty; `None` if it represents an absent value.
    ///
    /// # Errors
    ///
    /// The reason why the string is not such a value; empty if there is nothing to add to the string itself.
    fn from_text(text: &str) -> Result<Option<Self::Value>, String>;

    /// Reads an integer.
    fn from_integer(number: i128) -> Option<Self::Value> {
        let _ = number;
        None
    }

    /// Reads a number with a fraction or an exponent.
    fn from_float(number: f64) -> Option<Self::Value> {
        let _ = number;
        None
    }

    /// Reads `true` or `false`.
    fn from_bool(value: bool) -> Option<Self::Value> {
        let _ = value;
        None
    }

    /// Writes a value.
    ///
    /// # Errors
    ///
    /// If the value has no exact form on the wire.
    fn write<S: Serializer>(value: &Self::Value, target: S) -> Result<S::Ok, S::Error>;
}

/// Reads an optional value. Null, an empty string and the other forms of an absent value are `None`.
///
/// # Errors
///
/// If the value is something else.
pub fn optional<'de, W: Wire, D: Deserializer<'de>>(
    source: D,
) -> Result<Option<W::Value>, D::Error> {
    source.deserialize_any(Visit::<W>(PhantomData))
}

/// Reads a required value.
///
/// # Errors
///
/// If the value is absent or something else.
pub fn required<'de, W: Wire, D: Deserializer<'de>>(source: D) -> Result<W::Value, D::Error> {
    source.deserialize_any(Required::<W>(PhantomData))
}

/// The forms of an absent value that are not strings, for visitors of an `Option`.
macro_rules! absent {
    () => {
        fn visit_unit<E: ::serde::de::Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_none<E: ::serde::de::Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_some<D: ::serde::Deserializer<'de>>(
            self,
            source: D,
        ) -> Result<Self::Value, D::Error> {
            source.deserialize_any(self)
        }
    };
}
pub(crate) use absent;

struct Visit<W>(PhantomData<W>);

impl<W: Wire> Visit<W> {
    fn found<E: Error>(
        value: Option<W::Value>,
        found: impl fmt::Display,
    ) -> Result<Option<W::Value>, E> {
        match value {
            Some(value) => Ok(Some(value)),
            None => Err(E::custom(format_args!(
                "expected {}, found {found}",
                W::EXPECTED
            ))),
        }
    }
}

impl<'de, W: Wire> Visitor<'de> for Visit<W> {
    type Value = Option<W::Value>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(W::EXPECTED)
    }

    absent!();

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        if text.is_empty() {
            return Ok(None);
        }
        W::from_text(text).map_err(|reason| {
            let comma = if reason.is_empty() { "" } else { ": " };
            E::custom(format_args!(
                "expected {}, found `{}`{comma}{reason}",
                W::EXPECTED,
                shortened(text)
            ))
        })
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        Self::found(W::from_bool(value), value)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        Self::found(W::from_integer(number.into()), number)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        Self::found(W::from_integer(number.into()), number)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        Self::found(W::from_float(number), number)
    }
}

/// Like [`Visit`], for a required value. An error of the visitor has the position of the value; an error of the caller
/// would have the position of the object around it.
struct Required<W>(PhantomData<W>);

impl<W: Wire> Required<W> {
    fn present<E: Error>(value: Option<W::Value>) -> Result<W::Value, E> {
        value.ok_or_else(|| {
            E::custom(format_args!(
                "expected {}, but the value is absent",
                W::EXPECTED
            ))
        })
    }
}

impl<'de, W: Wire> Visitor<'de> for Required<W> {
    type Value = W::Value;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(W::EXPECTED)
    }

    fn visit_unit<E: Error>(self) -> Result<W::Value, E> {
        Self::present(None)
    }

    fn visit_none<E: Error>(self) -> Result<W::Value, E> {
        Self::present(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, source: D) -> Result<W::Value, D::Error> {
        source.deserialize_any(self)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<W::Value, E> {
        Self::present(Visit::<W>(PhantomData).visit_str(text)?)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<W::Value, E> {
        Self::present(Visit::<W>(PhantomData).visit_bool(value)?)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<W::Value, E> {
        Self::present(Visit::<W>(PhantomData).visit_i64(number)?)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<W::Value, E> {
        Self::present(Visit::<W>(PhantomData).visit_u64(number)?)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<W::Value, E> {
        Self::present(Visit::<W>(PhantomData).visit_f64(number)?)
    }
}

/// The maximum number of characters of a value in an error message: a long value may be personal data.
const SHOWN: usize = 40;

/// The beginning of a value, for an error message.
pub fn shortened(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]).into(),
        None => text.into(),
    }
}

/// Whether a string has a digit where the form has `0`, and the characters of the form elsewhere.
fn looks_like(text: &str, form: &str) -> bool {
    let fits = |(byte, form): (u8, u8)| match form {
        b'0' => byte.is_ascii_digit(),
        form => byte == form,
    };
    text.len() == form.len() && text.bytes().zip(form.bytes()).all(fits)
}

/// The shortest text of a number, rounded to 15 significant digits if that changes only its last bits.
///
/// Servers print floats with 17 digits, and the last ones may be errors of their arithmetic: 0.30000000000000004 means
/// 0.3.
fn shortest(number: f64) -> String {
    let text = number.to_string();
    // 15 digits and a decimal point: most numbers are this short and need no rounding.
    if text.len() <= 16 {
        return text;
    }
    let rounded = double::float(&format!("{number:.14e}")).unwrap_or(number);
    if (rounded - number).abs() <= 1.5 * f64::EPSILON * number.abs() {
        rounded.to_string()
    } else {
        text
    }
}

/// Defines the functions of a wire format that serde's `with` calls, for required, optional and patch fields.
macro_rules! with_modules {
    ($wire:ty) => {
        /// Reads a required value.
        ///
        /// # Errors
        ///
        /// If the value is absent or something else.
        pub fn deserialize<'de, D: ::serde::Deserializer<'de>>(
            source: D,
        ) -> Result<<$wire as $crate::scalar::Wire>::Value, D::Error> {
            $crate::scalar::required::<$wire, D>(source)
        }

        /// Writes a value.
        ///
        /// # Errors
        ///
        /// If the value has no exact form on the wire.
        pub fn serialize<S: ::serde::Serializer>(
            value: &<$wire as $crate::scalar::Wire>::Value,
            target: S,
        ) -> Result<S::Ok, S::Error> {
            <$wire as $crate::scalar::Wire>::write(value, target)
        }

        /// The same for optional fields: null and an empty string are `None`.
        pub mod option {
            #[allow(unused_imports)]
            use super::*;

            /// Reads an optional value.
            ///
            /// # Errors
            ///
            /// If the value is something else.
            pub fn deserialize<'de, D: ::serde::Deserializer<'de>>(
                source: D,
            ) -> Result<Option<<$wire as $crate::scalar::Wire>::Value>, D::Error> {
                $crate::scalar::optional::<$wire, D>(source)
            }

            /// Writes a value; `None` as null.
            ///
            /// # Errors
            ///
            /// If the value has no exact form on the wire.
            pub fn serialize<S: ::serde::Serializer>(
                value: &Option<<$wire as $crate::scalar::Wire>::Value>,
                target: S,
            ) -> Result<S::Ok, S::Error> {
                match value {
                    Some(value) => <$wire as $crate::scalar::Wire>::write(value, target),
                    None => target.serialize_none(),
                }
            }
        }

        /// The same for fields of partial updates: null and an empty string clear the field.
        pub mod patch {
            #[allow(unused_imports)]
            use super::*;
            use $crate::Patch;

            /// Reads a change of the field.
            ///
            /// # Errors
            ///
            /// If the value is something else.
            pub fn deserialize<'de, D: ::serde::Deserializer<'de>>(
                source: D,
            ) -> Result<Patch<<$wire as $crate::scalar::Wire>::Value>, D::Error> {
                let value = $crate::scalar::optional::<$wire, D>(source)?;
                Ok(value.map_or(Patch::Clear, Patch::Set))
            }

            /// Writes a change of the field; a field to be cleared is null.
            ///
            /// # Errors
            ///
            /// If the value has no exact form on the wire.
            pub fn serialize<S: ::serde::Serializer>(
                value: &Patch<<$wire as $crate::scalar::Wire>::Value>,
                target: S,
            ) -> Result<S::Ok, S::Error> {
                match value {
                    Patch::Set(value) => <$wire as $crate::scalar::Wire>::write(value, target),
                    Patch::Keep | Patch::Clear => target.serialize_none(),
                }
            }
        }
    };
}
pub(crate) use with_modules;

#[cfg(test)]
pub(crate) mod testing {
    //! Reads and writes one field with the `option` module of a scalar.

    /// Defines `read` and `write` for the `option` module of a scalar.
    macro_rules! field {
        ($kind:ty, $module:literal) => {
            #[derive(Debug, serde::Deserialize, serde::Serialize)]
            struct Field {
                #[serde(default, with = $module, skip_serializing_if = "Option::is_none")]
                value: Option<$kind>,
            }

            fn read(json: &str) -> Result<Option<$kind>, String> {
                let field = serde_json::from_str::<Field>(&format!(r#"{{"value":{json}}}"#));
                field
                    .map(|field| field.value)
                    .map_err(|error| error.to_string())
            }

            #[allow(dead_code)]
            fn write(value: $kind) -> Result<String, String> {
                let text = serde_json::to_string(&Field { value: Some(value) });
                let text = text.map_err(|error| error.to_string())?;
                Ok(text
                    .trim_start_matches(r#"{"value":"#)
                    .trim_end_matches('}')
                    .to_owned())
            }
        };
    }
    pub(crate) use field;
}
