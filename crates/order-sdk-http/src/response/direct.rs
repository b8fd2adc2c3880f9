//! Reads responses that have the documented form in one pass.
//!
//! The first members of the first record show that it is a record, and that it is the requested one. If anything is
//! unusual, the functions here return `None`, and the response is divided into its rows and examined.

use std::{borrow::Cow, fmt, marker::PhantomData};

use memchr::memmem;
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

use super::{
    RawResponse, Reading,
    raw_rows::{self, RANGE},
    record::{self, Expected},
};
use order_sdk_core::{
    by_name::ByName,
    json::{
        self,
        raw::{self, Place},
    },
};

impl Reading<'_> {
    /// The record of a response without an envelope.
    pub(crate) fn direct_record<T: DeserializeOwned>(&self, whole: &RawResponse) -> Option<T> {
        let text = std::str::from_utf8(&whole.body).ok()?;
        self.begins_with_record(text, Place::Here)
            .then(|| json::quick(text))?
    }

    /// The rows of a response without an envelope.
    pub(crate) fn direct_list<T: DeserializeOwned>(&self, whole: &RawResponse) -> Option<Vec<T>> {
        let text = std::str::from_utf8(&whole.body).ok()?;
        let is_plain = self.has_few_rows(text) && self.begins_with_record(text, Place::List);
        is_plain.then(|| json::quick(text))?
    }

    /// The envelope of a response with its rows.
    pub(crate) fn direct_envelope<T: DeserializeOwned>(
        &self,
        whole: &RawResponse,
        envelope: &'static str,
    ) -> Option<T> {
        let text = std::str::from_utf8(&whole.body).ok()?;
        let place = Place::Envelope(envelope);
        if !self.has_few_rows(text) || !self.begins_with_record(text, place) {
            return None;
        }
        let Some(range) = raw_rows::range(&whole.headers) else {
            return json::quick(text);
        };
        // The model reads the range from the body, so the range of the header is added to the body. If the body may
        // already contain a range, it is divided into rows to find out.
        let is_known = memmem::find(text.as_bytes(), RANGE.as_bytes()).is_some();
        let members = text.trim_start().strip_prefix('{').filter(|_| !is_known)?;
        json::quick(&format!("{{\"{RANGE}\":{range},{members}"))
    }

    /// The first record in the envelope of a response.
    pub(crate) fn direct_first<T: DeserializeOwned>(
        &self,
        whole: &RawResponse,
        envelope: &'static str,
    ) -> Option<T> {
        let text = std::str::from_utf8(&whole.body).ok()?;
        if !self.begins_with_record(text, Place::Envelope(envelope)) {
            return None;
        }
        let mut source = serde_json::Deserializer::from_str(text);
        let first = source.deserialize_map(First {
            envelope,
            // If there are several rows, each may belong to another request.
            is_only: !self.expected.is_empty(),
            record: PhantomData,
        });
        first.ok().filter(|_| source.end().is_ok())
    }

    /// Whether a body contains no more `{` than rows are allowed. If each row is an object, it has no more rows either.
    fn has_few_rows(&self, text: &str) -> bool {
        let opened = memchr::memchr_iter(b'{', text.as_bytes()).count();
        let has_objects = !self.operation.fields.is_empty();
        has_objects && self.expected.is_empty() && opened <= self.most
    }

    /// Whether a body begins at `place` with a record of the operation, and with the requested one.
    fn begins_with_record(&self, text: &str, place: Place) -> bool {
        let expected = self.expected.iter();
        let unseen: Vec<_> = expected.filter(|one| !one.occurs_once(text)).collect();
        let is_any = self.operation.fields.is_empty() && unseen.is_empty();
        if is_any && matches!(place, Place::Here) {
            return true;
        }
        let Self {
            operation, errors, ..
        } = *self;
        let (mut is_record, mut is_other) = (operation.fields.is_empty(), false);
        let mut unseen = unseen;
        let mut is_done = |name: &str, value: &RawValue| {
            let differs = |one: &&Expected| one.property == name && !one.is_same(value.get());
            is_other = unseen.iter().any(differs);
            unseen.retain(|one| one.property != name);
            is_record = is_record || record::shows_record(name, value, operation, errors);
            is_other || (is_record && unseen.is_empty())
        };
        // A record with few members may end before it shows all expected values.
        let is_over = raw::look(text, place, &mut is_done);
        !is_other && is_record && is_over.is_some_and(|is_over| is_over || unseen.is_empty())
    }
}

impl Expected {
    /// Whether a text contains the name of the property once, followed by the value of the request. No record in the
    /// text then has another value. False for a text with an escaped letter, because that may be part of a name.
    fn occurs_once(&self, text: &str) -> bool {
        let is_letter =
            |escape: usize| matches!(text.as_bytes().get(escape + 4), Some(b'2'..=b'7'));
        if memmem::find_iter(text.as_bytes(), r"\u00").any(is_letter) {
            return false;
        }
        let name = format!("\"{}\"", self.property);
        let mut found = memmem::find_iter(text.as_bytes(), &name);
        let (Some(start), None) = (found.next(), found.next()) else {
            return false;
        };
        let value = text[start + name.len()..].trim_start().strip_prefix(':');
        let value = value.unwrap_or_default().trim_start();
        let end = value.find([',', '}']).unwrap_or_default();
        value[..end].trim_end() == self.value
    }
}

/// The name of a member, borrowed from the text if it has no escapes.
#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

/// Reads the first record in an envelope, and skips everything else.
struct First<T> {
    envelope: &'static str,
    /// Whether a second record is an error.
    is_only: bool,
    record: PhantomData<T>,
}

impl<'de, T: DeserializeOwned> Visitor<'de> for First<T> {
    type Value = T;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object with records")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<T, A::Error> {
        let mut found = None;
        while let Some(Name(name)) = members.next_key()? {
            if name != self.envelope {
                members.next_value::<IgnoredAny>()?;
            } else if found.is_some() {
                return Err(A::Error::duplicate_field(self.envelope));
            } else {
                found = Some(members.next_value_seed(FirstOf(self.is_only, PhantomData))?);
            }
        }
        found.ok_or_else(|| A::Error::missing_field(self.envelope))
    }
}

/// Reads the first element of a list.
struct FirstOf<T>(bool, PhantomData<T>);

impl<'de, T: DeserializeOwned> DeserializeSeed<'de> for FirstOf<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<T, D::Error> {
        source.deserialize_seq(self)
    }
}

impl<'de, T: DeserializeOwned> Visitor<'de> for FirstOf<T> {
    type Value = T;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a list of records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<T, A::Error> {
        let first = rows.next_element_seed(ByName(PhantomData))?;
        while rows.next_element::<IgnoredAny>()?.is_some() {
            if self.0 {
                return Err(A::Error::invalid_length(2, &self));
            }
        }
        first.ok_or_else(|| A::Error::invalid_length(0, &self))
    }
}
