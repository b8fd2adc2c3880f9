//! References: the value that a `$ref` leads to, or the reason why there is no such value.

use std::{collections::HashSet, error::Error, fmt};

use serde_json::Value;

use crate::{Document, pointer};

/// A reference that leads to no value of its document.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DeadEnd {
    /// The reference as it is written. In a chain of references, the one where the chain breaks.
    pub reference: String,
    /// Why it leads to no value.
    pub reason: Reason,
}

/// Why a reference leads to no value of its document.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Reason {
    /// There is no value at its pointer.
    Nowhere,
    /// It leads back to itself.
    Circle,
    /// It names another file.
    OtherFile,
}

impl fmt::Display for DeadEnd {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reason = match self.reason {
            Reason::Nowhere => "leads nowhere",
            Reason::Circle => "leads back to itself",
            Reason::OtherFile => "leads to another file",
        };
        write!(out, "`{}` {reason}", self.reference)
    }
}

impl Error for DeadEnd {}

/// The file that a reference names, and the pointer in this file without percent-encoding. The file is empty if the
/// reference is to its own file.
pub fn split(reference: &str) -> (&str, String) {
    let (file, inside) = reference.split_once('#').unwrap_or((reference, ""));
    let inside = percent_encoding::percent_decode_str(inside);
    (file, inside.decode_utf8_lossy().into_owned())
}

/// The pointer of a reference. `None` if the reference is to another file.
pub fn local(reference: &str) -> Option<String> {
    let (file, at) = split(reference);
    file.is_empty().then_some(at)
}

/// Follows a chain of references to its end, and returns the pointer and the value there. `at` returns the value at a
/// pointer. `next` returns the reference if a value is one.
pub fn follow<'a, V: Copy>(
    mut reference: &'a str,
    at: impl Fn(&str) -> Option<V>,
    next: impl Fn(V) -> Option<&'a str>,
) -> Result<(String, V), DeadEnd> {
    let mut seen = HashSet::new();
    loop {
        let dead_end = |reason| DeadEnd {
            reference: reference.to_owned(),
            reason,
        };
        let pointer = local(reference).ok_or_else(|| dead_end(Reason::OtherFile))?;
        let value = at(&pointer).ok_or_else(|| dead_end(Reason::Nowhere))?;
        let Some(next_reference) = next(value) else {
            return Ok((pointer, value));
        };
        if !seen.insert(pointer) {
            return Err(dead_end(Reason::Circle));
        }
        reference = next_reference;
    }
}

/// The pointer and the value in `root` that `reference` leads to, through all references on the way.
pub fn target<'a>(root: &'a Value, reference: &'a str) -> Result<(String, &'a Value), DeadEnd> {
    follow(
        reference,
        |at| pointer::value(root, at),
        |value| value["$ref"].as_str(),
    )
}

/// Follows local references from `value`. Returns null for a reference that leads to no value.
pub fn resolve<'a>(root: &'a Value, value: &'a Value) -> &'a Value {
    match value["$ref"].as_str() {
        Some(reference) => target(root, reference).map_or(&Value::Null, |(_, value)| value),
        None => value,
    }
}

impl Document {
    /// The pointer that the reference at `pointer` leads to, or `pointer` itself if there is no reference.
    pub fn target(&self, pointer: &str) -> Result<String, DeadEnd> {
        match self.at(pointer).and_then(|value| value["$ref"].as_str()) {
            Some(reference) => target(&self.value, reference).map(|(at, _)| at),
            None => Ok(pointer.to_owned()),
        }
    }

    /// The same as [`target`](Self::target), but `pointer` itself if the reference leads to no value.
    pub fn follow(&self, pointer: &str) -> String {
        let target = self.target(pointer);
        target.unwrap_or_else(|_| pointer.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn document() -> Document {
        let source = "
a: {$ref: '#/b'}
b: {$ref: '#/d~1e/%7Bf%7D'}
d/e: {'{f}': {type: string}}
nowhere: {$ref: '#/lost'}
lost: {$ref: '#/none'}
circle: {$ref: '#/one'}
one: {$ref: '#/two'}
two: {$ref: '#/one'}
itself: {$ref: '#/itself'}
other: {$ref: 'other.yaml#/a'}
";
        Document::parse(Path::new("a.yaml"), source).expect("valid")
    }

    #[test]
    fn chains_and_escapes_are_followed_to_their_end() {
        let document = document();
        for pointer in ["/a", "/b", "/d~1e/{f}"] {
            assert_eq!(document.follow(pointer), "/d~1e/{f}");
        }
        let found = resolve(&document.value, &document.value["a"]);
        assert_eq!(found["type"], "string");
    }

    #[test]
    fn a_dead_end_says_where_it_is() {
        let document = document();
        let dead_ends = [
            ("/nowhere", "`#/none` leads nowhere"),
            ("/circle", "`#/one` leads back to itself"),
            ("/itself", "`#/itself` leads back to itself"),
            ("/other", "`other.yaml#/a` leads to another file"),
        ];
        for (pointer, message) in dead_ends {
            let dead_end = document.target(pointer).expect_err("a dead end");
            assert_eq!(dead_end.to_string(), message);
            assert_eq!(document.follow(pointer), pointer);
            let value = document.at(pointer).expect("a reference");
            assert!(resolve(&document.value, value).is_null());
        }
    }

    #[test]
    fn a_long_chain_is_not_a_circle() {
        let links = (0..1000).map(|link| format!("l{link}: {{$ref: '#/l{}'}}\n", link + 1));
        let source = format!("{}l1000: {{type: string}}\n", links.collect::<String>());
        let document = Document::parse(Path::new("a.yaml"), &source).expect("valid");
        assert_eq!(document.follow("/l0"), "/l1000");
    }
}
