//! Writes a record as columns: a serde serializer for a struct of scalars.

use std::fmt::{self, Display, Write};

use serde::{
    Serialize, Serializer,
    ser::{self, Impossible, SerializeStruct},
};

use super::error::control_name;

/// A field that cannot be written.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) field: &'static str,
    pub(super) reason: String,
    /// Whether the `Serialize` implementation of the value returned the error. The validation of the record may then
    /// report the same problem.
    pub(super) by_field: bool,
}

/// Returns the fields of a record that have a value, in declared order, as `name=value` separated by commas, and the
/// fields that cannot be written. The string is empty if there are such fields.
pub(super) fn render<T: Serialize>(record: &T) -> (String, Vec<Refusal>) {
    let mut out = String::with_capacity(INITIAL_CAPACITY);
    let writer = Writer {
        out: &mut out,
        is_record: true,
    };
    match record.serialize(writer) {
        Ok(_) => (out, Vec::new()),
        Err(Refused(refusals)) => (String::new(), refusals),
    }
}

/// In bytes: enough for the columns of most records.
const INITIAL_CAPACITY: usize = 256;

/// The error type of the serializer. The field of a refusal is empty until the record adds it.
#[derive(Debug)]
struct Refused(Vec<Refusal>);

impl Refused {
    fn because(reason: String, by_field: bool) -> Self {
        Self(vec![Refusal {
            field: "",
            reason,
            by_field,
        }])
    }

    fn found(what: impl Display) -> Self {
        let reason = format!("expected a string, number, boolean or date, found {what}");
        Self::because(reason, false)
    }
}

impl Display for Refused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reasons = self.0.iter().map(|refusal| refusal.reason.as_str());
        out.write_str(&reasons.collect::<Vec<_>>().join("; "))
    }
}

impl std::error::Error for Refused {}

impl ser::Error for Refused {
    fn custom<T: Display>(message: T) -> Self {
        Self::because(message.to_string(), true)
    }
}

/// Encloses a string in apostrophes and doubles those inside it. The error is the first control character, with its
/// index in characters.
pub(crate) fn quoted(text: &str) -> Result<String, (usize, char)> {
    let mut quoted = String::with_capacity(text.len() + 2);
    quote(&mut quoted, text).map(|()| quoted)
}

/// As [`quoted`], but appends to `out`.
fn quote(out: &mut String, text: &str) -> Result<(), (usize, char)> {
    out.push('\'');
    let mut rest = text;
    while let Some(end) = rest.find(|character: char| character == '\'' || character.is_control()) {
        if !rest[end..].starts_with('\'') {
            let mut characters = text.chars().enumerate();
            let control = characters.find(|(_, character)| character.is_control());
            return control.map_or(Ok(()), Err);
        }
        out.push_str(&rest[..end]);
        out.push_str("''");
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    out.push('\'');
    Ok(())
}

fn string(out: &mut String, text: &str) -> Written {
    quote(out, text).map(|()| true).map_err(|(index, found)| {
        let (position, name) = (index + 1, control_name(found));
        let reason = format!("character {position} is {name}, which is not allowed in columns");
        Refused::because(reason, false)
    })
}

/// Writes a number as the shortest string that is parsed as the same number. Rust prints no exponent.
fn float(out: &mut String, value: f64, shortest: impl Display) -> Written {
    if !value.is_finite() {
        return Err(Refused::found(format_args!("the number {value}")));
    }
    // Negative zero has no meaning here.
    if value == 0.0 {
        return bare(out, 0);
    }
    bare(out, shortest)
}

fn bare(out: &mut String, value: impl Display) -> Written {
    // Writing to a string cannot fail.
    let _ = write!(out, "{value}");
    Ok(true)
}

/// Whether a value was written. A field without a value is not written.
type Written = Result<bool, Refused>;

/// Types whose values are written without apostrophes.
macro_rules! bare {
    ($($method:ident: $Number:ty),*) => {
        $(fn $method(self, value: $Number) -> Written {
            bare(self.out, value)
        })*
    };
}

/// Types whose values cannot be written in the syntax of columns.
macro_rules! refused {
    ($($method:ident($($Argument:ty),*) -> $Compound:ty: $found:literal;)*) => {
        $(fn $method(self, $(_: $Argument),*) -> Result<$Compound, Refused> {
            Err(Refused::found($found))
        })*
    };
}

/// The serializer of nested values, which a field cannot contain.
type Nested = Impossible<bool, Refused>;

/// Writes a record, or the value of one of its fields.
struct Writer<'a> {
    out: &'a mut String,
    is_record: bool,
}

impl<'a> Serializer for Writer<'a> {
    type Ok = bool;
    type Error = Refused;
    type SerializeSeq = Nested;
    type SerializeTuple = Nested;
    type SerializeTupleStruct = Nested;
    type SerializeTupleVariant = Nested;
    type SerializeMap = Nested;
    type SerializeStruct = Fields<'a>;
    type SerializeStructVariant = Nested;

    bare!(serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128);

    refused! {
        serialize_bytes(&[u8]) -> bool: "bytes";
        serialize_unit() -> bool: "a unit";
        serialize_unit_struct(&'static str) -> bool: "a unit";
        serialize_seq(Option<usize>) -> Nested: "a list";
        serialize_tuple(usize) -> Nested: "a list";
        serialize_tuple_struct(&'static str, usize) -> Nested: "a list";
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Nested: "a list";
        serialize_map(Option<usize>) -> Nested: "a record";
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Nested: "a record";
    }

    fn serialize_bool(self, value: bool) -> Written {
        bare(self.out, if value { "True" } else { "False" })
    }

    fn serialize_f32(self, value: f32) -> Written {
        float(self.out, value.into(), value)
    }

    fn serialize_f64(self, value: f64) -> Written {
        float(self.out, value, value)
    }

    fn serialize_char(self, value: char) -> Written {
        string(self.out, value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Written {
        string(self.out, value)
    }

    fn serialize_none(self) -> Written {
        Ok(false)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Written {
        string(self.out, variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Written {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Written {
        Err(Refused::found("a record"))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Fields<'a>, Refused> {
        if !self.is_record {
            return Err(Refused::found("a record"));
        }
        Ok(Fields {
            out: self.out,
            refusals: Vec::new(),
        })
    }
}

/// The fields written so far, and the fields that cannot be written.
struct Fields<'a> {
    out: &'a mut String,
    refusals: Vec<Refusal>,
}

impl SerializeStruct for Fields<'_> {
    type Ok = bool;
    type Error = Refused;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Refused> {
        let before = self.out.len();
        if before > 0 {
            self.out.push(',');
        }
        self.out.push_str(name);
        self.out.push('=');
        let writer = Writer {
            out: self.out,
            is_record: false,
        };
        match value.serialize(writer) {
            Ok(true) => {}
            Ok(false) => self.out.truncate(before),
            // Continue with the other fields, so that one error reports all fields that cannot be written.
            Err(Refused(refusals)) => {
                let named = refusals.into_iter().map(|refusal| Refusal {
                    field: name,
                    ..refusal
                });
                self.refusals.extend(named);
            }
        }
        Ok(())
    }

    fn end(self) -> Written {
        if self.refusals.is_empty() {
            Ok(true)
        } else {
            Err(Refused(self.refusals))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;

    use super::*;

    #[derive(Serialize)]
    struct One<T> {
        one: T,
    }

    #[derive(Serialize)]
    enum Kind {
        Plain,
        Carrying(u8),
    }

    fn written(one: impl Serialize) -> Result<String, String> {
        let (text, refusals) = render(&One { one });
        let refusal = refusals.first();
        refusal.map_or(Ok(text), |refusal| {
            Err(format!("{}: {}", refusal.field, refusal.reason))
        })
    }

    #[test]
    fn numbers_are_written_as_the_shortest_string_without_an_exponent() {
        assert_eq!(written(12.35_f64).as_deref(), Ok("one=12.35"));
        assert_eq!(written(0.1_f32).as_deref(), Ok("one=0.1"));
        assert_eq!(written(100.0_f64).as_deref(), Ok("one=100"));
        assert_eq!(written(-0.0_f64).as_deref(), Ok("one=0"));
        assert_eq!(
            written(1e21_f64).as_deref(),
            Ok("one=1000000000000000000000")
        );
        assert_eq!(written(-1.5e-7_f64).as_deref(), Ok("one=-0.00000015"));
        assert_eq!(written(i64::MIN).as_deref(), Ok("one=-9223372036854775808"));
        assert_eq!(written(u64::MAX).as_deref(), Ok("one=18446744073709551615"));
    }

    #[test]
    fn strings_enums_booleans_and_absent_values() {
        assert_eq!(written('\'').as_deref(), Ok("one=''''"));
        assert_eq!(written(Kind::Plain).as_deref(), Ok("one='Plain'"));
        assert_eq!(written(Some(true)).as_deref(), Ok("one=True"));
        assert_eq!(written(None::<&str>).as_deref(), Ok(""));
    }

    #[test]
    fn values_that_columns_cannot_express_are_refused() {
        let refused = |found: &str| {
            Err(format!(
                "one: expected a string, number, boolean or date, found {found}"
            ))
        };
        assert_eq!(written(f64::NAN), refused("the number NaN"));
        assert_eq!(written(f32::NEG_INFINITY), refused("the number -inf"));
        assert_eq!(written([1, 2]), refused("a list"));
        assert_eq!(written(vec!["x"]), refused("a list"));
        assert_eq!(written(One { one: 1 }), refused("a record"));
        assert_eq!(written(Kind::Carrying(1)), refused("a record"));
        assert_eq!(written(()), refused("a unit"));
    }
}
