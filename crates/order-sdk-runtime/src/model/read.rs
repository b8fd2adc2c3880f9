//! Reading a model, field by field.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error, IgnoredAny, MapAccess, Visitor},
    forward_to_deserialize_any,
};

use super::Extra;

/// What is each model's own when it is read.
#[doc(hidden)]
pub trait Read: Sized {
    /// What the model is while it is read: nothing is there yet.
    type Draft: Default;

    /// What it is, for error messages.
    const NAME: &'static str;

    /// The names of its fields on the wire.
    const FIELDS: &'static [&'static str];

    /// Other names of fields, each with the index of its field.
    const ALIASES: &'static [(&'static str, usize)] = &[];

    /// The place of fields that it does not have, where it keeps them.
    const EXTRA: Option<fn(&mut Self::Draft) -> &mut Extra> = None;

    /// Reads the field with this index.
    ///
    /// # Errors
    ///
    /// Where the value is not what the field expects.
    fn field<'de, A: MapAccess<'de>>(
        draft: &mut Self::Draft,
        index: usize,
        value: Value<'_, A>,
    ) -> Result<(), A::Error>;

    /// The model, when all fields are read.
    ///
    /// # Errors
    ///
    /// The name of a field that must be there and is not.
    fn finish(draft: Self::Draft) -> Result<Self, &'static str>;
}

/// Reads a model from an object.
///
/// # Errors
///
/// Where something else was found, a field is not what it should be, is missing, or stands there twice.
pub fn read<'de, T: Read, D: Deserializer<'de>>(source: D) -> Result<T, D::Error> {
    let visitor = Visit(PhantomData);
    source.deserialize_struct(T::NAME, T::FIELDS, visitor)
}

/// Puts what was read where it belongs.
///
/// # Errors
///
/// That of reading.
pub fn put<T, E>(place: &mut T, read: Result<T, E>) -> Result<(), E> {
    *place = read?;
    Ok(())
}

/// The same for what must be there.
///
/// # Errors
///
/// That of reading.
pub fn put_some<T, E>(place: &mut Option<T>, read: Result<T, E>) -> Result<(), E> {
    *place = Some(read?);
    Ok(())
}

struct Visit<T>(PhantomData<T>);

impl<'de, T: Read> Visitor<'de> for Visit<T> {
    type Value = T;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(T::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut draft = T::Draft::default();
        let mut seen = Seen::new(T::FIELDS);
        let mut next = 0;
        while let Some(key) = map.next_key_seed(Key {
            fields: T::FIELDS,
            aliases: T::ALIASES,
            next,
            kept: T::EXTRA.is_some(),
        })? {
            match (key, T::EXTRA) {
                (Found::Field(index), _) => {
                    if seen.again(index) {
                        return Err(A::Error::duplicate_field(T::FIELDS[index]));
                    }
                    next = index + 1;
                    T::field(&mut draft, index, Value(&mut map))?;
                }
                (Found::Unknown(name), Some(extra)) => {
                    extra(&mut draft).insert(name, map.next_value()?);
                }
                (Found::Unknown(_), None) => Value(&mut map).ignore()?,
            }
        }
        T::finish(draft).map_err(A::Error::missing_field)
    }
}

/// Which fields were read, a bit for each.
struct Seen([u64; Self::WORDS]);

impl Seen {
    const WORDS: usize = 8;

    fn new(fields: &[&str]) -> Self {
        assert!(
            fields.len() <= Self::WORDS * 64,
            "a model of so many fields"
        );
        Self([0; Self::WORDS])
    }

    /// Whether a field was read before; from now on it was.
    fn again(&mut self, index: usize) -> bool {
        let (word, bit) = (&mut self.0[index / 64], 1 << (index % 64));
        let again = *word & bit != 0;
        *word |= bit;
        again
    }
}

/// What the name of a member means.
enum Found {
    Field(usize),
    /// No field; the name itself is empty where nobody keeps it.
    Unknown(String),
}

/// Looks for a name among the fields, from the one that is next in order.
struct Key {
    fields: &'static [&'static str],
    aliases: &'static [(&'static str, usize)],
    next: usize,
    kept: bool,
}

impl Key {
    fn by_alias(&self, name: &str) -> Option<usize> {
        let found = self.aliases.iter().find(|(alias, _)| *alias == name);
        found.map(|(_, index)| *index)
    }
}

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Found;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Found, D::Error> {
        source.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Key {
    type Value = Found;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("field identifier")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Found, E> {
        // Servers send the fields in the order of the contract, or near it: the next one is nearly always the one.
        let (before, after) = self.fields.split_at(self.next);
        let at = |fields: &[&str]| fields.iter().position(|field| same(field, name));
        let index = at(after)
            .map(|index| index + self.next)
            .or_else(|| at(before))
            .or_else(|| self.by_alias(name));
        Ok(match index {
            Some(index) => Found::Field(index),
            None if self.kept => Found::Unknown(name.to_owned()),
            None => Found::Unknown(String::new()),
        })
    }
}

/// Whether two names are the same. Those of one length mostly begin alike (`tax_rate_1`, `tax_rate_2`), and few end alike.
fn same(field: &str, name: &str) -> bool {
    field.len() == name.len() && field.as_bytes().last() == name.as_bytes().last() && field == name
}

/// The value of a member, about to be read: by a type, or by a function that takes a deserializer.
pub struct Value<'a, A>(&'a mut A);

impl<'de, A: MapAccess<'de>> Value<'_, A> {
    /// Reads the value by its type.
    ///
    /// # Errors
    ///
    /// Where the value is not what the type expects.
    pub fn read<T: Deserialize<'de>>(self) -> Result<T, A::Error> {
        self.0.next_value()
    }

    /// Passes over the value.
    ///
    /// # Errors
    ///
    /// Where it is broken.
    pub fn ignore(self) -> Result<(), A::Error> {
        self.read::<IgnoredAny>().map(drop)
    }
}

impl<'de, A: MapAccess<'de>> Deserializer<'de> for Value<'_, A> {
    type Error = A::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, A::Error> {
        self.0.next_value_seed(Any(visitor))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, A::Error> {
        self.0.next_value_seed(Opt(visitor))
    }

    // Functions of this crate ask for nothing else: they take what comes.
    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct Any<V>(V);

impl<'de, V: Visitor<'de>> DeserializeSeed<'de> for Any<V> {
    type Value = V::Value;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<V::Value, D::Error> {
        source.deserialize_any(self.0)
    }
}

struct Opt<V>(V);

impl<'de, V: Visitor<'de>> DeserializeSeed<'de> for Opt<V> {
    type Value = V::Value;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<V::Value, D::Error> {
        source.deserialize_option(self.0)
    }
}
