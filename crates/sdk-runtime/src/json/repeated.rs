//! Finds the keys that stand in one object twice, which a parsed value does not tell any more.

use std::{collections::BTreeSet, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, SeqAccess, Visitor},
};

use super::Step;

/// The ways to all repeated keys of a body.
pub fn keys(body: &[u8]) -> Vec<Vec<Step>> {
    let found = serde_json::from_slice::<Repeated>(body);
    let mut trails = found.map(|found| found.0).unwrap_or_default();
    for trail in &mut trails {
        trail.reverse();
    }
    trails
}

/// A value of which nothing is kept but the ways to its repeated keys, each from the inside out.
#[derive(Default)]
struct Repeated(Vec<Vec<Step>>);

impl Repeated {
    fn add(&mut self, inner: Self, step: impl Fn() -> Step) {
        self.0.extend(inner.0.into_iter().map(|mut trail| {
            trail.push(step());
            trail
        }));
    }
}

impl<'de> Deserialize<'de> for Repeated {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_any(Visit)
    }
}

struct Visit;

impl<'de> Visitor<'de> for Visit {
    type Value = Repeated;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Repeated, A::Error> {
        let (mut found, mut seen) = (Repeated::default(), BTreeSet::new());
        while let Some(key) = map.next_key::<String>()? {
            found.add(map.next_value()?, || Step::Key(key.clone()));
            if !seen.insert(key.clone()) {
                found.0.push(vec![Step::Key(key)]);
            }
        }
        Ok(found)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Repeated, A::Error> {
        let mut found = Repeated::default();
        let mut index = 0;
        while let Some(inner) = list.next_element()? {
            found.add(inner, || Step::Index(index));
            index += 1;
        }
        Ok(found)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Repeated, E> {
        Ok(Repeated::default())
    }

    fn visit_i64<E>(self, _: i64) -> Result<Repeated, E> {
        Ok(Repeated::default())
    }

    fn visit_u64<E>(self, _: u64) -> Result<Repeated, E> {
        Ok(Repeated::default())
    }

    fn visit_f64<E>(self, _: f64) -> Result<Repeated, E> {
        Ok(Repeated::default())
    }

    fn visit_str<E>(self, _: &str) -> Result<Repeated, E> {
        Ok(Repeated::default())
    }

    fn visit_unit<E>(self) -> Result<Repeated, E> {
        Ok(Repeated::default())
    }
}
