//! Inspects JSON without reading it into a model.
//!
//! These functions are not generic, so a program contains their JSON parser once, and not once for each crate that
//! calls them.

use std::{borrow::Cow, cell::Cell, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

use crate::{elements::is_index, integer};

/// The members of an object, in their order.
pub type Members<'a> = Vec<(String, &'a RawValue)>;

/// The members of an object; `None` if the text is something else.
pub fn members(text: &str) -> Option<Members<'_>> {
    let mut source = serde_json::Deserializer::from_str(text);
    let members = source.deserialize_map(MembersOf).ok()?;
    source.end().ok().map(|()| members)
}

struct MembersOf;

impl<'de> Visitor<'de> for MembersOf {
    type Value = Members<'de>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(members)
    }
}

/// The elements of a list; `None` if the text is something else.
pub fn elements(text: &str) -> Option<Vec<&RawValue>> {
    serde_json::from_str(text).ok()
}

/// The value of a string; `None` if the text is something else.
pub fn string(text: &str) -> Option<String> {
    serde_json::from_str(text).ok()
}

/// The integer in a JSON number or string; `None` if the value is absent.
///
/// # Errors
///
/// If the text is something else.
pub fn integer(text: &str) -> Result<Option<i64>, serde_json::Error> {
    integer::option::deserialize(&mut serde_json::Deserializer::from_str(text))
}

/// A string as JSON.
pub fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

/// The content of a list or an object.
pub enum Found<'a> {
    /// The items of a list, or the values of an object whose keys are indices.
    Items(Vec<&'a RawValue>),
    /// The text is another object.
    Object,
}

/// The items of a list, if there are at most `most`; otherwise the error is `too_many`.
///
/// # Errors
///
/// If the text is neither a list nor an object, or has too many items.
pub fn list<'a>(
    text: &'a str,
    most: usize,
    too_many: &dyn Fn() -> String,
) -> Result<Found<'a>, serde_json::Error> {
    let mut source = serde_json::Deserializer::from_str(text);
    let found = source.deserialize_any(List { most, too_many })?;
    source.end()?;
    Ok(found)
}

struct List<'f> {
    most: usize,
    too_many: &'f dyn Fn() -> String,
}

impl List<'_> {
    fn push<'de, E: Error>(
        &self,
        items: &mut Vec<&'de RawValue>,
        item: &'de RawValue,
    ) -> Result<(), E> {
        if items.len() >= self.most {
            return Err(E::custom((self.too_many)()));
        }
        items.push(item);
        Ok(())
    }
}

impl<'de> Visitor<'de> for List<'_> {
    type Value = Found<'de>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a list")
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Found<'de>, E> {
        Err(E::custom("expected a list, found a string"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Found<'de>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            self.push(&mut items, item)?;
        }
        Ok(Found::Items(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Found<'de>, A::Error> {
        let mut items = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            if is_index(&key) {
                self.push(&mut items, map.next_value()?)?;
            } else {
                map.next_value::<IgnoredAny>()?;
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                return Ok(Found::Object);
            }
        }
        Ok(Found::Items(items))
    }
}

/// Where a record is in a text.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    /// The record is the whole text.
    Here,
    /// The record is the first element of a list.
    List,
    /// The record is the first element of the list in this member.
    Envelope(&'static str),
}

/// Returns whether [`look`] stops after this member.
pub type IsDone<'a> = dyn FnMut(&str, &RawValue) -> bool + 'a;

/// Passes the members of the first record to `is_done` until it returns true. The rest of the text is not parsed.
/// Returns whether all members were passed; `None` if there is no record.
pub fn look(text: &str, place: Place, is_done: &mut IsDone<'_>) -> Option<bool> {
    let seen = Cell::new(None);
    let look = Look {
        place,
        is_done,
        seen: &seen,
    };
    // The parser reports an error if it does not reach the end of the text.
    let _ = look.deserialize(&mut serde_json::Deserializer::from_str(text));
    seen.get()
}

struct Look<'l, 'a> {
    place: Place,
    is_done: &'l mut IsDone<'a>,
    seen: &'l Cell<Option<bool>>,
}

impl Look<'_, '_> {
    fn at(self, place: Place) -> Self {
        Self { place, ..self }
    }

    fn in_record<'de, A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        self.seen.set(Some(false));
        while let Some(Name(name)) = members.next_key()? {
            if (self.is_done)(&name, members.next_value()?) {
                return Ok(());
            }
        }
        self.seen.set(Some(true));
        Ok(())
    }

    fn in_envelope<'de, A: MapAccess<'de>>(
        self,
        envelope: &str,
        mut members: A,
    ) -> Result<(), A::Error> {
        while let Some(Name(name)) = members.next_key()? {
            if name == envelope {
                return members.next_value_seed(self.at(Place::List));
            }
            members.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

/// The name of a member, borrowed from the text if it has no escapes.
#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de> DeserializeSeed<'de> for Look<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<(), D::Error> {
        source.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Look<'_, '_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a record")
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<(), A::Error> {
        match self.place {
            Place::Here => self.in_record(members),
            Place::Envelope(envelope) => self.in_envelope(envelope, members),
            Place::List => Ok(()),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<(), A::Error> {
        if matches!(self.place, Place::List) {
            rows.next_element_seed(self.at(Place::Here))?;
        }
        Ok(())
    }
}

/// The integer in the member `name` of an object, of the first row of a list, or of the first row in `envelope`. `None`
/// if it is 0. The text may be cut off after it.
pub fn identifier(text: &str, name: &str, envelope: Option<&str>) -> Option<i64> {
    let found = Cell::new(None);
    let search = Search {
        name,
        envelope,
        found: &found,
    };
    // The caller reports the error of the text itself.
    let _ = search.deserialize(&mut serde_json::Deserializer::from_str(text));
    found.get()
}

#[derive(Clone, Copy)]
struct Search<'a> {
    name: &'a str,
    envelope: Option<&'a str>,
    found: &'a Cell<Option<i64>>,
}

impl<'de> DeserializeSeed<'de> for Search<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<(), D::Error> {
        source.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Search<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a record")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some(name) = members.next_key::<String>()? {
            if is_index(&name) && self.found.get().is_none() {
                members.next_value_seed(self)?;
            } else if name == self.name {
                let value = members.next_value::<&RawValue>()?;
                let number = integer(value.get()).ok().flatten();
                self.found.set(number.filter(|number| *number != 0));
            } else if Some(name.as_str()) == self.envelope {
                members.next_value_seed(self)?;
            } else {
                members.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<(), A::Error> {
        rows.next_element_seed(self)?;
        while rows.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }
}
