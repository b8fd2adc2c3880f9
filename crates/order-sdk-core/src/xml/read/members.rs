//! Reads the members of an object.

use std::ops::Range;

use quick_xml::events::BytesStart;
use serde::de::{DeserializeSeed, IntoDeserializer, MapAccess};
use serde_json::{Map, Value};

use super::{Element, any, child, insert_unknown, lists::Repeated};
use crate::xml::{Member, Node, Object, Problem, XmlError, tokens::Tokens};

/// The members of an object. Lists without an element of their own come after the other members, because their elements
/// need not be next to each other. Members that the table does not describe come last.
pub(super) struct Members<'t, 'a> {
    tokens: &'t mut Tokens<'a>,
    object: &'static Object,
    /// The element that was read last, if it is not used yet.
    first: Option<BytesStart<'a>>,
    /// The index of the member that is likely next.
    likely: usize,
    seen: Vec<bool>,
    /// The positions of the entries of each list without an element of its own.
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
    pub(super) fn new(
        tokens: &'t mut Tokens<'a>,
        object: &'static Object,
    ) -> Result<Self, XmlError> {
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

    pub(super) fn is_empty(&self) -> bool {
        self.first.is_none()
    }

    /// The index of the member with an element of this name.
    fn member(&mut self, name: &str) -> Option<usize> {
        let members = self.object.0;
        let is_next = members
            .get(self.likely)
            .is_some_and(|member| member.element == name);
        let index = if is_next {
            self.likely
        } else {
            members.iter().position(|member| member.element == name)?
        };
        self.likely = index + 1;
        Some(index)
    }

    /// The next member that is read in place. Collects the other members before it.
    fn next_in_place(&mut self) -> Result<Option<&'static Member>, XmlError> {
        while let Some(start) = self.first.take() {
            let name = start.local_name();
            let name = name.as_ref();
            let Some(index) = self.member(name) else {
                let value = any(self.tokens).map_err(|error| error.within(name))?;
                // An element is ignored if its name is the key of a member whose element has another name: it would be
                // read as that member.
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

    /// Skips an entry of a list without an element of its own.
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
