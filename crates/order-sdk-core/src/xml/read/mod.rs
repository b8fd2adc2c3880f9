//! Reads a document into a model: a serde deserializer over the parts of the document.

mod lists;
mod members;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use quick_xml::events::BytesStart;
use serde::{
    Deserializer,
    de::{self, DeserializeOwned, Visitor, value::StrDeserializer},
    forward_to_deserialize_any,
};
use serde_json::{Map, Value};

use self::{lists::Entries, members::Members};
use super::{
    MIXED_TEXT, Node, Problem, Root, XmlError,
    characters::is_white_space,
    error::shortened,
    tokens::{Token, Tokens},
};

/// Reads a document into a model, as if it were JSON.
///
/// Texts, including numbers, are strings, exactly as in the document. An empty element is the empty string. If a member
/// is an object, an empty element is null, because there is no object; the root and the entries of lists are objects
/// even if they are empty. If a member is a list, an empty element is a list without entries.
///
/// Elements that the table does not describe are members with their own names: a string, or an object if they contain
/// elements (with the text between these in [`MIXED_TEXT`]), or a list of these if they repeat. Next to the entries of
/// a list, such elements are ignored.
///
/// # Errors
///
/// If the text is not well-formed, exceeds [`MAX_BYTES`](super::MAX_BYTES), [`MAX_DEPTH`](super::MAX_DEPTH) or
/// [`MAX_ELEMENTS`](super::MAX_ELEMENTS), has a document type declaration or an undefined entity, has another root,
/// does not match the table, or has a value that the model rejects. The error names the element.
pub fn from_str<T: DeserializeOwned>(root: &Root, text: &str) -> Result<T, XmlError> {
    let mut tokens = Tokens::new(text)?;
    let found = outermost(&mut tokens)?;
    if found != root.element {
        return Err(tokens.error(Problem::Root {
            expected: root.element,
            found: shortened(&found),
        }));
    }
    let element = Element {
        tokens: &mut tokens,
        node: &root.node,
        can_be_null: false,
    };
    let value = T::deserialize(element).map_err(|error| error.within(root.element))?;
    loop {
        match tokens.next()? {
            Token::Text(text) => require_white_space(&tokens, &text)?,
            Token::Eof => return Ok(value),
            Token::Start(_) | Token::End => return Err(tokens.error(Problem::BesideRoot)),
        }
    }
}

/// The name of the root element, after everything before it.
fn outermost(tokens: &mut Tokens<'_>) -> Result<String, XmlError> {
    loop {
        match tokens.next()? {
            Token::Start(start) => return Ok(start.local_name().as_ref().to_owned()),
            Token::Text(text) => require_white_space(tokens, &text)?,
            Token::End | Token::Eof => return Err(tokens.error(Problem::Truncated)),
        }
    }
}

/// An element that has begun.
struct Element<'t, 'a> {
    tokens: &'t mut Tokens<'a>,
    node: &'t Node,
    /// Whether an object without elements is null.
    can_be_null: bool,
}

impl<'de, 'a> Deserializer<'de> for Element<'_, 'a> {
    type Error = XmlError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, XmlError> {
        match *self.node {
            Node::Text => match text(self.tokens)? {
                Cow::Borrowed(text) => visitor.visit_str(text),
                Cow::Owned(text) => visitor.visit_string(text),
            },
            Node::Any => any(self.tokens)?
                .deserialize_any(visitor)
                .map_err(de::Error::custom),
            Node::Object(object) => {
                let members = Members::new(self.tokens, object)?;
                if members.is_empty() && self.can_be_null {
                    return visitor.visit_unit();
                }
                visitor.visit_map(members)
            }
            Node::List { item, of } => visitor.visit_seq(Entries::new(self.tokens, item, of)),
            Node::Repeated(node) => Element { node, ..self }.deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, XmlError> {
        let Node::Object(object) = *self.node else {
            return visitor.visit_some(self);
        };
        let members = Members::new(self.tokens, object)?;
        if members.is_empty() && self.can_be_null {
            return visitor.visit_none();
        }
        visitor.visit_some(Begun(members))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, XmlError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, XmlError> {
        let word = text(self.tokens)?;
        visitor.visit_enum(StrDeserializer::<XmlError>::new(&word))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

/// An object whose first member is known already.
struct Begun<'t, 'a>(Members<'t, 'a>);

impl<'de> Deserializer<'de> for Begun<'_, '_> {
    type Error = XmlError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, XmlError> {
        visitor.visit_map(self.0)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// The text of an element without child elements.
fn text<'a>(tokens: &mut Tokens<'a>) -> Result<Cow<'a, str>, XmlError> {
    let mut whole = Cow::Borrowed("");
    loop {
        match tokens.next()? {
            Token::Text(text) if whole.is_empty() => whole = text,
            Token::Text(text) => whole.to_mut().push_str(&text),
            Token::Start(start) => {
                let name = shortened(start.local_name().as_ref());
                return Err(tokens.error(Problem::Element(name)));
            }
            Token::End | Token::Eof => return Ok(whole),
        }
    }
}

/// The next child of an element that has no text; `None` at its end.
fn child<'a>(tokens: &mut Tokens<'a>) -> Result<Option<BytesStart<'a>>, XmlError> {
    loop {
        match tokens.next()? {
            Token::Start(start) => return Ok(Some(start)),
            Token::Text(text) => require_white_space(tokens, &text)?,
            Token::End | Token::Eof => return Ok(None),
        }
    }
}

/// The value of an element that the table does not describe.
fn any(tokens: &mut Tokens<'_>) -> Result<Value, XmlError> {
    let mut members = Map::new();
    let mut whole = String::new();
    loop {
        match tokens.next()? {
            Token::Start(start) => {
                let name = start.local_name();
                let value = any(tokens).map_err(|error| error.within(name.as_ref()))?;
                insert_unknown(&mut members, name.as_ref(), value);
            }
            Token::Text(text) => whole.push_str(&text),
            Token::End | Token::Eof if members.is_empty() => return Ok(Value::String(whole)),
            Token::End | Token::Eof => {
                if !is_white_space(&whole) {
                    members.insert(MIXED_TEXT.to_owned(), Value::String(whole));
                }
                return Ok(Value::Object(members));
            }
        }
    }
}

/// Adds an unknown element. If there is already an element of this name, both become a list.
fn insert_unknown(members: &mut Map<String, Value>, name: &str, value: Value) {
    match members.get_mut(name) {
        None => drop(members.insert(name.to_owned(), value)),
        Some(Value::Array(list)) => list.push(value),
        Some(one) => *one = Value::Array(vec![one.take(), value]),
    }
}

fn require_white_space(tokens: &Tokens<'_>, text: &str) -> Result<(), XmlError> {
    if is_white_space(text) {
        Ok(())
    } else {
        Err(tokens.error(Problem::Text(shortened(text.trim()))))
    }
}
