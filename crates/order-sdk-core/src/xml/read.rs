//! Reads a document into a model: a serde deserializer over the parts of the document.

use std::{borrow::Cow, ops::Range};

use quick_xml::events::BytesStart;
use serde::{
    Deserializer,
    de::{
        self, DeserializeOwned, DeserializeSeed, IntoDeserializer, MapAccess, SeqAccess, Visitor,
        value::StrDeserializer,
    },
    forward_to_deserialize_any,
};
use serde_json::{Map, Value};

use super::{
    MIXED_TEXT, Member, Node, Object, Problem, Root, XmlError,
    characters::is_blank,
    error::shortened,
    tokens::{Token, Tokens},
};

/// Reads a document as a model reads its JSON.
///
/// Texts, numbers among them, are strings, exactly as they are in the document; an empty element is the empty string. An
/// empty element where a member is an object is null, because there is no object; the root and the entries of lists are
/// objects even when empty. An empty element where a list is expected is a list without entries.
///
/// Elements that the table does not have are members under their own names: as strings, or as objects where there are
/// elements inside (with the text between these under [`MIXED_TEXT`]), or as lists of such where they repeat. Beside the
/// entries of a list there is no place for them, and they are left out.
///
/// # Errors
///
/// If the text is not well-formed, goes beyond [`MAX_BYTES`](super::MAX_BYTES), [`MAX_DEPTH`](super::MAX_DEPTH) or
/// [`MAX_ELEMENTS`](super::MAX_ELEMENTS), has a document type declaration or an undefined entity, has another root, does not
/// have the shape that the table says, or has a value that the model does not accept. The error names the element.
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
            Token::Text(text) => blank(&tokens, &text)?,
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
            Token::Text(text) => blank(tokens, &text)?,
            Token::End | Token::Eof => return Err(tokens.error(Problem::Truncated)),
        }
    }
}

/// An element that has begun.
struct Element<'t, 'a> {
    tokens: &'t mut Tokens<'a>,
    node: &'t Node,
    /// Whether it is null if it is an object without elements.
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
            Node::List { item, of } => visitor.visit_seq(Entries {
                tokens: self.tokens,
                item,
                of,
                count: 0,
                other: None,
            }),
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

/// The text of an element that has nothing else.
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

/// The next element inside an element that has no text; none at its end.
fn child<'a>(tokens: &mut Tokens<'a>) -> Result<Option<BytesStart<'a>>, XmlError> {
    loop {
        match tokens.next()? {
            Token::Start(start) => return Ok(Some(start)),
            Token::Text(text) => blank(tokens, &text)?,
            Token::End | Token::Eof => return Ok(None),
        }
    }
}

/// The members of an object. Those that are lists without an element of their own come after the others, and then those
/// that the table does not have, because their elements need not be next to each other.
struct Members<'t, 'a> {
    tokens: &'t mut Tokens<'a>,
    object: &'static Object,
    /// The element that was read last, and not yet used.
    first: Option<BytesStart<'a>>,
    /// The index of the member that is likely next.
    likely: usize,
    seen: Vec<bool>,
    /// The places of the entries of each list without an element of its own.
    repeated: Vec<(&'static Member, Vec<Range<usize>>)>,
    unknown: Map<String, Value>,
    value: Next,
}

/// The value that belongs to the key that was read last.
enum Next {
    Known(&'static Member),
    Repeated(&'static Member, Vec<Range<usize>>),
    Unknown(String, Value),
}

impl<'t, 'a> Members<'t, 'a> {
    fn new(tokens: &'t mut Tokens<'a>, object: &'static Object) -> Result<Self, XmlError> {
        Ok(Self {
            first: child(tokens)?,
            tokens,
            object,
            likely: 0,
            seen: vec![false; object.0.len()],
            repeated: Vec::new(),
            unknown: Map::new(),
            value: Next::Unknown(String::new(), Value::Null),
        })
    }

    fn is_empty(&self) -> bool {
        self.first.is_none()
    }

    /// The index of the member with an element of this name.
    fn member(&mut self, name: &str) -> Option<usize> {
        let members = self.object.0;
        let is_next = members
            .get(self.likely)
            .is_some_and(|member| member.element == name);
        let index = match is_next {
            true => self.likely,
            false => members.iter().position(|member| member.element == name)?,
        };
        self.likely = index + 1;
        Some(index)
    }

    /// The next member that is read where it is. It collects the others before it.
    fn next_in_place(&mut self) -> Result<Option<&'static Member>, XmlError> {
        while let Some(start) = self.first.take() {
            let name = start.local_name();
            let name = name.as_ref();
            let Some(index) = self.member(name) else {
                let value = any(self.tokens).map_err(|error| error.within(name))?;
                // What has the name of a member, but not of its element, is not that member.
                if !self.object.0.iter().any(|member| member.key == name) {
                    insert_unknown(&mut self.unknown, name, value);
                }
                self.first = child(self.tokens)?;
                continue;
            };
            let member = &self.object.0[index];
            if !matches!(member.node, Node::Repeated(_)) {
                if std::mem::replace(&mut self.seen[index], true) {
                    return Err(self.tokens.error(Problem::Twice).within(member.element));
                }
                return Ok(Some(member));
            }
            self.skip_entry(member)?;
            self.first = child(self.tokens)?;
        }
        Ok(None)
    }

    /// Passes over an entry of a list without an element of its own.
    fn skip_entry(&mut self, member: &'static Member) -> Result<(), XmlError> {
        let is_list = |(known, _): &&mut (&Member, _)| known.key == member.key;
        let known = self.repeated.iter_mut().find(is_list);
        let count = known.as_ref().map_or(0, |(_, entries)| entries.len());
        let entry = self
            .tokens
            .skip()
            .map_err(|error| error.within(&format!("{}[{}]", member.element, count + 1)))?;
        match known {
            Some((_, entries)) => entries.push(entry),
            None => self.repeated.push((member, vec![entry])),
        }
        Ok(())
    }
}

impl<'de> MapAccess<'de> for Members<'_, '_> {
    type Error = XmlError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, XmlError> {
        if let Some(member) = self.next_in_place()? {
            self.value = Next::Known(member);
            return seed.deserialize(member.key.into_deserializer()).map(Some);
        }
        if let Some((member, entries)) = self.repeated.pop() {
            self.value = Next::Repeated(member, entries);
            return seed.deserialize(member.key.into_deserializer()).map(Some);
        }
        let Some(name) = self.unknown.keys().next().cloned() else {
            return Ok(None);
        };
        let value = self.unknown.remove(&name).unwrap_or_default();
        let key = seed.deserialize(name.as_str().into_deserializer())?;
        self.value = Next::Unknown(name, value);
        Ok(Some(key))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, XmlError> {
        let empty = Next::Unknown(String::new(), Value::Null);
        match std::mem::replace(&mut self.value, empty) {
            Next::Known(member) => {
                let element = Element {
                    tokens: self.tokens,
                    node: &member.node,
                    can_be_null: true,
                };
                let value = seed.deserialize(element);
                let value = value.map_err(|error| error.within(member.element))?;
                self.first = child(self.tokens)?;
                Ok(value)
            }
            Next::Repeated(member, entries) => seed.deserialize(Repeated {
                tokens: self.tokens,
                member,
                entries,
            }),
            Next::Unknown(name, value) => seed
                .deserialize(value)
                .map_err(|error| XmlError::new(Problem::Model(error.to_string())).within(&name)),
        }
    }
}

/// The entries inside the element of a list.
struct Entries<'t, 'a> {
    tokens: &'t mut Tokens<'a>,
    item: &'static str,
    of: &'static Node,
    count: usize,
    /// The offset and the name of the first element that is not an entry. Making an error counts the lines before it, so an
    /// error is made only when it is returned.
    other: Option<(usize, String)>,
}

impl<'de> SeqAccess<'de> for Entries<'_, '_> {
    type Error = XmlError;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, XmlError> {
        while let Some(start) = child(self.tokens)? {
            let name = start.local_name();
            let name = name.as_ref();
            if name != self.item {
                let place = self.tokens.start();
                self.other.get_or_insert_with(|| (place, shortened(name)));
                any(self.tokens).map_err(|error| error.within(name))?;
                continue;
            }
            self.count += 1;
            let element = Element {
                tokens: self.tokens,
                node: self.of,
                can_be_null: false,
            };
            let entry = seed.deserialize(element);
            return match entry {
                Ok(entry) => Ok(Some(entry)),
                Err(error) => Err(error.within(&format!("{}[{}]", self.item, self.count))),
            };
        }
        // A list without entries, but with other elements, has entries of another name.
        match self.other.take().filter(|_| self.count == 0) {
            Some((start, found)) => {
                let expected = self.item;
                Err(self
                    .tokens
                    .error_at(start, Problem::Entry { expected, found }))
            }
            None => Ok(None),
        }
    }
}

/// A list without an element of its own, whose entries were passed over.
struct Repeated<'t, 'a> {
    tokens: &'t Tokens<'a>,
    member: &'static Member,
    entries: Vec<Range<usize>>,
}

impl<'de> Deserializer<'de> for Repeated<'_, '_> {
    type Error = XmlError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, XmlError> {
        visitor.visit_seq(RepeatedEntries {
            tokens: self.tokens,
            member: self.member,
            entries: self.entries.into_iter().enumerate(),
        })
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, XmlError> {
        visitor.visit_some(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct RepeatedEntries<'t, 'a> {
    tokens: &'t Tokens<'a>,
    member: &'static Member,
    entries: std::iter::Enumerate<std::vec::IntoIter<Range<usize>>>,
}

impl<'de> SeqAccess<'de> for RepeatedEntries<'_, '_> {
    type Error = XmlError;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, XmlError> {
        let Some((index, entry)) = self.entries.next() else {
            return Ok(None);
        };
        let mut tokens = self.tokens.again(entry);
        child(&mut tokens)?;
        let element = Element {
            tokens: &mut tokens,
            node: &self.member.node,
            can_be_null: false,
        };
        let read = seed.deserialize(element);
        let step = || format!("{}[{}]", self.member.element, index + 1);
        read.map(Some).map_err(|error| error.within(&step()))
    }
}

/// The value of an element that the table does not know.
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
                if !is_blank(&whole) {
                    members.insert(MIXED_TEXT.to_owned(), Value::String(whole));
                }
                return Ok(Value::Object(members));
            }
        }
    }
}

/// Adds an unknown element; one that stands there already makes a list of both.
fn insert_unknown(members: &mut Map<String, Value>, name: &str, value: Value) {
    match members.get_mut(name) {
        None => drop(members.insert(name.to_owned(), value)),
        Some(Value::Array(list)) => list.push(value),
        Some(one) => *one = Value::Array(vec![one.take(), value]),
    }
}

fn blank(tokens: &Tokens<'_>, text: &str) -> Result<(), XmlError> {
    match is_blank(text) {
        true => Ok(()),
        false => Err(tokens.error(Problem::Text(shortened(text.trim())))),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::xml::testing::{LIST, ROOT, read};

    #[test]
    fn every_kind_of_member_is_read() {
        let text = "<record><id>007</id><note_html><![CDATA[<p>a &amp; b</p>]]></note_html>\
                    <address><street>A &amp; B</street><city/></address>\
                    <items><item><sum>1.50</sum></item><item/></items>\
                    <tags><tag>x</tag><tag></tag></tags><mark>1</mark><parts/><mark>2</mark>\
                    <free><a><b>1</b></a></free></record>";
        assert_eq!(
            read(&ROOT, text).expect("read"),
            json!({
                "id": "007",
                "note_html": "<p>a &amp; b</p>",
                "address": {"street": "A & B", "city": ""},
                "lines": [{"amount": "1.50"}, {}],
                "tags": ["x", ""],
                "marks": ["1", "2"],
                "parts": [{}],
                "free": {"a": {"b": "1"}},
            })
        );
    }

    #[test]
    fn empty_elements_are_what_their_kind_makes_them() {
        for (open, close) in [("", "/>"), (">", "</")] {
            let empty = |name: &str| match open {
                "" => format!("<{name}{close}"),
                _ => format!("<{name}> \n {close}{name} >"),
            };
            let inside: String = ["address", "items", "tags"].map(empty).concat();
            let text = format!("<record>{inside}<id/><free></free></record>");
            let expected = json!({"address": null, "lines": [], "tags": [], "id": "", "free": ""});
            assert_eq!(read(&ROOT, &text).expect("read"), expected, "{text}");
        }
        assert_eq!(read(&ROOT, "<record/>").expect("read"), json!({}));
        assert_eq!(read(&LIST, "<records/>").expect("read"), json!([]));
        assert_eq!(
            read(&LIST, "<records><record/></records>").expect("read"),
            json!([{}])
        );
    }

    #[test]
    fn a_text_is_the_sum_of_its_parts() {
        let text = "<record><id> a&#x20;<!-- no -->&lt;b&gt;<?no?><![CDATA[&c;]]>\r\n&#13;\t&quot;&apos;é </id></record>";
        let expected = json!({"id": " a <b>&c;\n\r\t\"'é "});
        assert_eq!(read(&ROOT, text).expect("read"), expected);
    }

    #[test]
    fn unknown_elements_are_kept_and_never_an_error() {
        let text = "<record><new a='1'>x</new><id>1</id><more><p>1</p><p>2</p><p/>t</more>\
                    <new>y</new><lines>no member</lines>\
                    <items><count>1</count><item/></items></record>";
        assert_eq!(
            read(&ROOT, text).expect("read"),
            json!({
                "id": "1",
                "lines": [{}],
                "more": {"p": ["1", "2", ""], "$text": "t"},
                "new": ["x", "y"],
            })
        );
    }

    fn refusal(text: &str) -> String {
        let error = read(&ROOT, text).expect_err(text);
        error.to_string()
    }

    #[test]
    fn what_does_not_fit_the_table_is_refused_with_its_path() {
        let cases = [
            (
                "<records/>",
                "expected the root <record>, found <records> (line 1, byte 0)",
            ),
            (
                "\n<record><id>1</id>\n<id>2</id></record>",
                "record/id: the element occurs more than once (line 3, byte 20)",
            ),
            (
                "<record><address>x</address></record>",
                "record/address: expected elements, found the text `x` (line 1, byte 17)",
            ),
            (
                "<record>x</record>",
                "record: expected elements, found the text `x` (line 1, byte 8)",
            ),
            (
                "<record><items><item/><item><sum><b/></sum></item></items></record>",
                "record/items/item[2]/sum: expected a string, found the element <b>; escape markup or put it in a CDATA section (line 1, byte 33)",
            ),
            (
                "<record><items><line/><line/></items></record>",
                "record/items: expected a list of <item>, found <line> (line 1, byte 15)",
            ),
            (
                "<record><mark/><mark><x/></mark></record>",
                "record/mark[2]: expected a string, found the element <x>; escape markup or put it in a CDATA section (line 1, byte 21)",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(refusal(text), expected);
        }
    }
}
