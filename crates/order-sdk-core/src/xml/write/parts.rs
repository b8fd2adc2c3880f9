//! Writes the members of objects and the entries of lists.

use serde::{
    Serialize,
    ser::{
        Error as _, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple,
        SerializeTupleStruct,
    },
};
use serde_json::Value;

use super::{Element, Label, Open, escape};
use crate::xml::{
    MIXED_TEXT, Node, Object, Problem, XmlError, characters::is_name, error::shortened,
};

/// The members of an object, as they are written.
pub(super) struct Members<'a> {
    pub(super) depth: usize,
    pub(super) label: Label<'a>,
    pub(super) open: Open<'a>,
    pub(super) object: &'a Object,
    /// The index of the member that is likely next.
    pub(super) likely: usize,
    /// The key that was written last, if the keys are not constant.
    pub(super) key: String,
}

impl Members<'_> {
    fn member<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) -> Result<(), XmlError> {
        let written = self.inside(key, value);
        written.map_err(|error| self.label.around(error))
    }

    fn inside<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) -> Result<(), XmlError> {
        let members = self.object.0;
        let is_next = members
            .get(self.likely)
            .is_some_and(|member| member.key == key);
        let index = if is_next {
            Some(self.likely)
        } else {
            members.iter().position(|member| member.key == key)
        };
        let (name, node) = match index {
            Some(index) => {
                self.likely = index + 1;
                (members[index].element, &members[index].node)
            }
            None if key == MIXED_TEXT => return self.mixed_text(value),
            None if !is_name(key) => return Err(XmlError::new(Problem::Name(shortened(key)))),
            None => (key, &Node::Any),
        };
        value.serialize(Element {
            out: self.open.out,
            depth: self.depth + 1,
            label: Label::Member(name),
            node,
            is_known: index.is_some(),
        })
    }

    /// Writes the text between the child elements of an element that the table does not describe.
    fn mixed_text<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), XmlError> {
        match serde_json::to_value(value).map_err(XmlError::custom)? {
            Value::String(text) => escape(self.open.out, &text),
            _ => Err(XmlError::new(Problem::Name(MIXED_TEXT.to_owned()))),
        }
    }
}

impl SerializeStruct for Members<'_> {
    type Ok = ();
    type Error = XmlError;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), XmlError> {
        self.member(key, value)
    }

    fn end(self) -> Result<(), XmlError> {
        self.open.close();
        Ok(())
    }
}

impl SerializeMap for Members<'_> {
    type Ok = ();
    type Error = XmlError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), XmlError> {
        self.key = match serde_json::to_value(key).map_err(XmlError::custom)? {
            Value::String(key) => key,
            other => other.to_string(),
        };
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), XmlError> {
        let key = std::mem::take(&mut self.key);
        self.member(&key, value)
    }

    fn end(self) -> Result<(), XmlError> {
        self.open.close();
        Ok(())
    }
}

/// The entries of a list, as they are written.
pub(super) struct Entries<'a> {
    /// The document, if the list has no element of its own.
    pub(super) out: Option<&'a mut String>,
    /// The element of the list, if it has one.
    pub(super) open: Option<Open<'a>>,
    pub(super) depth: usize,
    pub(super) list: Label<'a>,
    pub(super) item: &'a str,
    pub(super) of: &'a Node,
    pub(super) count: usize,
}

impl Entries<'_> {
    fn entry<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), XmlError> {
        self.count += 1;
        let (label, node) = (Label::Entry(self.item, self.count), self.of);
        let element = |out, depth| Element {
            out,
            depth,
            label,
            node,
            is_known: true,
        };
        match (&mut self.open, &mut self.out) {
            (Some(open), _) => value
                .serialize(element(open.out, self.depth + 1))
                .map_err(|error| self.list.around(error)),
            (None, Some(out)) => value.serialize(element(out, self.depth)),
            (None, None) => Ok(()),
        }
    }

    fn finish(self) {
        if let Some(open) = self.open {
            open.close();
        }
    }
}

macro_rules! entries {
    ($($kind:ident: $method:ident),*) => {$(
        impl $kind for Entries<'_> {
            type Ok = ();
            type Error = XmlError;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), XmlError> {
                self.entry(value)
            }

            fn end(self) -> Result<(), XmlError> {
                self.finish();
                Ok(())
            }
        }
    )*};
}

entries!(SerializeSeq: serialize_element, SerializeTuple: serialize_element, SerializeTupleStruct: serialize_field);
