//! How each type of value is written: as a text, an object or a list.

use serde::{Serialize, Serializer, ser::Impossible};

use super::{
    Element, escape,
    parts::{Entries, Members},
};
use crate::xml::{Node, XmlError};

macro_rules! plain {
    ($($method:ident: $kind:ty),*) => {
        $(fn $method(self, value: $kind) -> Result<(), XmlError> {
            self.plain("a number", value)
        })*
    };
}

impl<'a> Serializer for Element<'a> {
    type Ok = ();
    type Error = XmlError;
    type SerializeSeq = Entries<'a>;
    type SerializeTuple = Entries<'a>;
    type SerializeTupleStruct = Entries<'a>;
    type SerializeTupleVariant = Impossible<(), XmlError>;
    type SerializeMap = Members<'a>;
    type SerializeStruct = Members<'a>;
    type SerializeStructVariant = Impossible<(), XmlError>;

    plain!(serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128);

    fn serialize_bool(self, value: bool) -> Result<(), XmlError> {
        self.plain("a boolean", value)
    }

    fn serialize_f32(self, value: f32) -> Result<(), XmlError> {
        self.serialize_f64(value.into())
    }

    // Rust never prints an exponent. JSON allows exponents, but readers of decimals do not.
    fn serialize_f64(self, value: f64) -> Result<(), XmlError> {
        if !value.is_finite() {
            return self.serialize_none();
        }
        self.plain("a number", value)
    }

    fn serialize_char(self, value: char) -> Result<(), XmlError> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), XmlError> {
        self.text("a string", |out| escape(out, value))
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), XmlError> {
        self.collect_seq(value)
    }

    fn serialize_none(self) -> Result<(), XmlError> {
        // An empty element would be read as an entry.
        if !matches!(self.node, Node::Repeated(_)) {
            self.open()?.close();
        }
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), XmlError> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), XmlError> {
        self.serialize_none()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), XmlError> {
        self.serialize_none()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), XmlError> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), XmlError> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), XmlError> {
        self.collect_map([(variant, value)])
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Entries<'a>, XmlError> {
        self.entries()
    }

    fn serialize_tuple(self, _: usize) -> Result<Entries<'a>, XmlError> {
        self.entries()
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Entries<'a>, XmlError> {
        self.entries()
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, XmlError> {
        Err(self.shape_error(self.node, "an enum variant with several values"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Members<'a>, XmlError> {
        self.members()
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Members<'a>, XmlError> {
        self.members()
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, XmlError> {
        Err(self.shape_error(self.node, "an enum variant with several values"))
    }
}
