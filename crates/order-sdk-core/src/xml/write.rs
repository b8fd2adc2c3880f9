//! Writes a model as a document: a serde serializer that follows a table.

use std::fmt::Write;

use serde::{
    Serialize, Serializer,
    ser::{
        Error as _, Impossible, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple,
        SerializeTupleStruct,
    },
};
use serde_json::Value;

use super::{
    MAX_DEPTH, MIXED_TEXT, Node, Object, Problem, Root, XmlError,
    characters::{is_allowed, is_name},
    error::shortened,
};

/// Writes a model as a document.
///
/// Members are written in the order of the model. Numbers and booleans become texts, a number always without an exponent.
/// All texts are escaped, those that contain markup too: a CDATA section says nothing else, and cannot contain every text.
/// A null is an empty element: models leave out what is absent, so that null is what is to be cleared.
///
/// # Errors
///
/// If a text has a character that XML 1.0 does not allow, the name of a member that the table does not have is not valid for
/// an element, or the value does not have the shape that the table says or is nested deeper than [`MAX_DEPTH`]. The error
/// names the element.
pub fn to_string<T: Serialize + ?Sized>(root: &Root, model: &T) -> Result<String, XmlError> {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    model.serialize(Element {
        out: &mut out,
        depth: 1,
        label: Label::Member(root.element),
        node: &root.node,
        is_known: true,
    })?;
    Ok(out)
}

/// What an element is called, and which one it is.
#[derive(Clone, Copy)]
enum Label<'a> {
    Member(&'a str),
    /// An entry of a list, with its position from 1.
    Entry(&'a str, usize),
}

impl<'a> Label<'a> {
    fn name(self) -> &'a str {
        match self {
            Self::Member(name) | Self::Entry(name, _) => name,
        }
    }

    /// The error as seen from the parent of the element.
    fn around(self, error: XmlError) -> XmlError {
        match self {
            Self::Member(name) => error.within(name),
            Self::Entry(name, position) => error.within(&format!("{name}[{position}]")),
        }
    }
}

/// An element that has not begun.
struct Element<'a> {
    out: &'a mut String,
    depth: usize,
    label: Label<'a>,
    node: &'a Node,
    /// Whether the table has it.
    is_known: bool,
}

impl<'a> Element<'a> {
    /// Writes an element with a text; `found` is the type of the value.
    fn text(
        self,
        found: &'static str,
        content: impl FnOnce(&mut String) -> Result<(), XmlError>,
    ) -> Result<(), XmlError> {
        let node = self.node.innermost();
        if !matches!(node, Node::Text | Node::Any) {
            return Err(self.misfit(node, found));
        }
        let (label, open) = (self.label, self.open()?);
        content(open.out).map_err(|error| label.around(error))?;
        open.close();
        Ok(())
    }

    /// Writes an element with a text that needs no escapes.
    fn plain(self, found: &'static str, value: impl std::fmt::Display) -> Result<(), XmlError> {
        self.text(found, |out| {
            write!(out, "{value}").map_err(XmlError::custom)
        })
    }

    fn misfit(&self, node: &Node, found: &'static str) -> XmlError {
        let expected = match node {
            Node::Text => "a string or number",
            Node::Object(_) => "an object",
            Node::List { .. } | Node::Repeated(_) => "a list",
            Node::Any => "a string, a number or an object",
        };
        self.label
            .around(XmlError::new(Problem::Shape { expected, found }))
    }

    fn open(self) -> Result<Open<'a>, XmlError> {
        if self.depth > MAX_DEPTH {
            return Err(self.label.around(XmlError::new(Problem::TooDeep)));
        }
        let name = self.label.name();
        self.out.push('<');
        self.out.push_str(name);
        let named = self.out.len();
        self.out.push('>');
        Ok(Open {
            out: self.out,
            name,
            named,
        })
    }

    fn members(self) -> Result<Members<'a>, XmlError> {
        let object = match self.node.innermost() {
            Node::Object(object) => object,
            Node::Any => &Object(&[]),
            node => return Err(self.misfit(node, "an object")),
        };
        Ok(Members {
            depth: self.depth,
            label: self.label,
            open: self.open()?,
            object,
            likely: 0,
            key: String::new(),
        })
    }

    fn entries(self) -> Result<Entries<'a>, XmlError> {
        let (depth, label) = (self.depth, self.label);
        let entries = |out, open, item, of| Entries {
            out,
            open,
            depth,
            list: label,
            item,
            of,
            count: 0,
        };
        match self.node {
            Node::Repeated(of) => Ok(entries(Some(self.out), None, label.name(), of)),
            Node::Any if !self.is_known => {
                Ok(entries(Some(self.out), None, label.name(), &Node::Any))
            }
            Node::List { item, of } => Ok(entries(None, Some(self.open()?), item, of)),
            node => Err(self.misfit(node, "a list")),
        }
    }
}

/// An element that has begun.
struct Open<'a> {
    out: &'a mut String,
    name: &'a str,
    /// The length of the document after the name in the tag.
    named: usize,
}

impl Open<'_> {
    fn close(self) {
        if self.out.len() == self.named + 1 {
            self.out.truncate(self.named);
            self.out.push_str("/>");
            return;
        }
        self.out.push_str("</");
        self.out.push_str(self.name);
        self.out.push('>');
    }
}

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

    // JSON has exponents, and readers of decimals do not; Rust never prints one.
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
        // An empty element would be an entry.
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
        Err(self.misfit(self.node, "an alternative with several values"))
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
        Err(self.misfit(self.node, "an alternative with several values"))
    }
}

/// The members of an object, as they are written.
struct Members<'a> {
    depth: usize,
    label: Label<'a>,
    open: Open<'a>,
    object: &'a Object,
    /// The index of the member that is likely next.
    likely: usize,
    /// The key that was written last, if the keys are not constant.
    key: String,
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
        let index = match is_next {
            true => Some(self.likely),
            false => members.iter().position(|member| member.key == key),
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

    /// Writes the text between the elements of an element that the table does not have.
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
struct Entries<'a> {
    /// The document, if the list has no element of its own.
    out: Option<&'a mut String>,
    /// The element of the list, if it has one.
    open: Option<Open<'a>>,
    depth: usize,
    list: Label<'a>,
    item: &'a str,
    of: &'a Node,
    count: usize,
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

fn escape(out: &mut String, text: &str) -> Result<(), XmlError> {
    let mut written = 0;
    for (index, byte) in text.bytes().enumerate() {
        let escaped = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            // A reader would make a line feed of it.
            b'\r' => "&#13;",
            // All that is not allowed is a control character, or begins with this byte.
            ..b' ' | 0xef => match text[index..].chars().next() {
                Some(character) if !is_allowed(character) => {
                    return Err(XmlError::new(Problem::Character(character)));
                }
                _ => continue,
            },
            _ => continue,
        };
        out.push_str(&text[written..index]);
        out.push_str(escaped);
        written = index + 1;
    }
    out.push_str(&text[written..]);
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::xml::testing::{ROOT, read, write};

    fn written(value: &Value) -> String {
        let text = write(&ROOT, value).expect("written");
        let text = text.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        text.expect("a declaration").to_owned()
    }

    #[test]
    fn members_are_written_in_the_order_of_the_value() {
        let value = json!({
            "zip": 1, "also": {"b": [1, {"c": true}]}, "free": "f", "parts": [{}],
            "marks": ["m", "n"], "tags": ["t"], "lines": [{"amount": 1.5}, {}],
            "address": {"city": "Gent", "street": ""}, "note_html": "<p>é</p>", "id": 7,
        });
        assert_eq!(
            written(&value),
            "<record><address><city>Gent</city><street/></address>\
             <also><b>1</b><b><c>true</c></b></also><free>f</free><id>7</id>\
             <items><item><sum>1.5</sum></item><item/></items><mark>m</mark><mark>n</mark>\
             <note_html>&lt;p&gt;é&lt;/p&gt;</note_html><parts/><tags><tag>t</tag></tags>\
             <zip>1</zip></record>"
        );
    }

    #[test]
    fn nothing_is_an_empty_element() {
        let value = json!({"id": null, "address": null, "lines": [], "marks": null, "free": null});
        let expected = "<record><address/><free/><id/><items/></record>";
        assert_eq!(written(&value), expected);
    }

    #[test]
    fn numbers_have_no_exponent() {
        for (number, expected) in [
            (json!(1e20), "100000000000000000000"),
            (json!(0.0000001), "0.0000001"),
            (json!(-19.99), "-19.99"),
            (json!(u64::MAX), "18446744073709551615"),
            (json!(i64::MIN), "-9223372036854775808"),
        ] {
            let expected = format!("<record><id>{expected}</id></record>");
            assert_eq!(written(&json!({ "id": number })), expected);
        }
    }

    #[test]
    fn what_xml_cannot_hold_is_refused_with_its_path() {
        let cases = [
            (
                json!({"lines": [{}, {"amount": "1\u{b}"}]}),
                "record/items/item[2]/sum: XML does not allow the character U+000B",
            ),
            (
                json!({"id": "\u{ffff}"}),
                "record/id: XML does not allow the character U+FFFF",
            ),
            (
                json!({"a b": 1}),
                "record: `a b` is not a valid element name",
            ),
            (
                json!({"x": {"": 1}}),
                "record/x: `` is not a valid element name",
            ),
            (
                json!({"id": [1]}),
                "record/id: expected a string or number, found a list",
            ),
            (
                json!({"tags": ""}),
                "record/tags: expected a list, found a string",
            ),
            (
                json!({"address": []}),
                "record/address: expected an object, found a list",
            ),
            (
                json!({"x": [[1]]}),
                "record/x[1]: expected a string, a number or an object, found a list",
            ),
            (json!([]), "record: expected an object, found a list"),
        ];
        for (value, expected) in cases {
            let error = write(&ROOT, &value).expect_err(expected);
            assert_eq!(error.to_string(), expected);
        }
    }

    #[test]
    fn a_value_too_deep_is_refused() {
        let nested = |depth| (0..depth).fold(json!("x"), |inner, _| json!({ "a": inner }));
        let deepest = nested(MAX_DEPTH - 1);
        let text = write(&ROOT, &deepest).expect("written");
        assert_eq!(read(&ROOT, &text).expect("read"), deepest);
        let error = write(&ROOT, &nested(MAX_DEPTH)).expect_err("too deep");
        assert!(matches!(error.problem(), Problem::TooDeep), "{error}");
    }
}
