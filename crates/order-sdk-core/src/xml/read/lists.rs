//! Reads lists, with and without an element of their own.

use std::ops::Range;

use serde::{
    Deserializer,
    de::{DeserializeSeed, SeqAccess, Visitor},
    forward_to_deserialize_any,
};

use super::{Element, any, child};
use crate::xml::{Member, Node, Problem, XmlError, error::shortened, tokens::Tokens};

/// The entries inside the element of a list.
pub(super) struct Entries<'t, 'a> {
    tokens: &'t mut Tokens<'a>,
    item: &'static str,
    of: &'static Node,
    count: usize,
    /// The offset and the name of the first element that is not an entry. Making an error counts the lines before it,
    /// so an error is made only when it is returned.
    other: Option<(usize, String)>,
}

impl<'t, 'a> Entries<'t, 'a> {
    pub(super) fn new(tokens: &'t mut Tokens<'a>, item: &'static str, of: &'static Node) -> Self {
        Self {
            tokens,
            item,
            of,
            count: 0,
            other: None,
        }
    }
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
        // If a list has other elements and no entries, its entries have another name.
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

/// A list without an element of its own, whose entries were skipped and are read now.
pub(super) struct Repeated<'t, 'a> {
    pub(super) tokens: &'t Tokens<'a>,
    pub(super) member: &'static Member,
    pub(super) entries: Vec<Range<usize>>,
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
