//! A value in a document, with references followed.

use std::collections::HashSet;

use openapi_document::{
    Kind, Slot, pointer,
    reference::{self, DeadEnd, Reason},
};
use serde_json::Value;

use super::source::{Source, beside};

/// A value in a document, references followed, and its place.
#[derive(Clone)]
pub struct Node<'a> {
    source: &'a Source,
    file: &'a str,
    /// The JSON pointer in its file.
    pub at: String,
    /// File and pointer of the reference that led here.
    via: Option<(&'a str, String)>,
    /// The value.
    pub value: &'a Value,
    /// What the grammar allows here. Only some slots can contain a reference.
    slot: Slot,
    /// Members that are treated as absent.
    hidden: Vec<&'static str>,
}

impl Source {
    /// The document itself.
    pub fn root(&self) -> Node<'_> {
        let root = self.file(self.main(), Slot::Object(Kind::Root));
        root.unwrap_or(Node::root(self, self.main(), &Value::Null, Slot::Data))
    }

    /// Why the reference at `at` leads to no value. An object of `kind` is expected there. `None` if the reference
    /// leads to a value or to another host.
    pub fn dead_end(&self, file: &str, at: &str, kind: Kind) -> Option<DeadEnd> {
        let root = self.file(file, Slot::Object(kind))?;
        let value = root.value.pointer(at)?;
        let at = at.to_owned();
        let end = Node { at, value, ..root }.follow();
        let reference = end.text("$ref").filter(|_| end.slot.takes_references())?;
        let reason = match end.target() {
            Some(_) => Reason::Circle,
            None => Reason::Nowhere,
        };
        let reference = reference.to_owned();
        (!reference.contains("://")).then_some(DeadEnd { reference, reason })
    }

    /// The root of the file `name`. `slot` is what the grammar allows there.
    pub fn file(&self, name: &str, slot: Slot) -> Option<Node<'_>> {
        let (name, value) = self.value(name)?;
        Some(Node::root(self, name, value, slot))
    }
}

impl<'a> Node<'a> {
    /// The root of a file.
    pub fn root(source: &'a Source, file: &'a str, value: &'a Value, slot: Slot) -> Self {
        Self {
            source,
            file,
            at: String::new(),
            via: None,
            value,
            slot,
            hidden: Vec::new(),
        }
    }

    /// The same value, but with one of its members treated as absent.
    pub fn without(&self, key: &'static str) -> Self {
        let mut node = self.clone();
        node.hidden.push(key);
        node
    }

    /// A member, references followed.
    pub fn get(&self, key: &str) -> Option<Node<'a>> {
        self.raw(key).map(|node| node.follow())
    }

    /// A member, without following references.
    pub fn raw(&self, key: &str) -> Option<Node<'a>> {
        if self.hidden.contains(&key) {
            return None;
        }
        let value = match self.value {
            Value::Array(items) => items.get(key.parse::<usize>().ok()?)?,
            other => other.get(key)?,
        };
        Some(Node {
            at: pointer::child(&self.at, key),
            via: None,
            value,
            slot: self.slot.member(key),
            hidden: Vec::new(),
            ..*self
        })
    }

    /// The members of an object by name, references followed.
    pub fn members(&self) -> Vec<(&'a str, Node<'a>)> {
        let keys = self.value.as_object().into_iter().flatten();
        keys.filter_map(|(key, _)| Some((key.as_str(), self.get(key)?)))
            .collect()
    }

    /// The elements of a list, references followed.
    pub fn items(&self) -> Vec<Node<'a>> {
        let items = self.value.as_array().into_iter().flatten();
        items
            .enumerate()
            .filter_map(|(index, _)| self.get(&index.to_string()))
            .collect()
    }

    /// The value of a member, if it is a string.
    pub fn text(&self, key: &str) -> Option<&'a str> {
        self.value.get(key)?.as_str()
    }

    /// Whether a member is true.
    pub fn flag(&self, key: &str) -> bool {
        self.value.get(key) == Some(&Value::Bool(true))
    }

    /// The root of the file that a member names. `slot` is what the grammar allows there.
    pub fn named_file(&self, key: &str, slot: Slot) -> Option<Node<'a>> {
        let name = beside(self.file, self.text(key)?)?;
        self.source.file(&name, slot)
    }

    /// The name of the component schema, if this is one.
    pub fn schema_name(&self) -> Option<String> {
        let name = self.at.strip_prefix("/components/schemas/")?;
        (self.source.is_main(self.file) && !name.contains('/')).then(|| pointer::last(&self.at))
    }

    /// Its place for messages: path of the file, line and pointer. If a reference led here, this is the place of the
    /// reference.
    pub fn place(&self) -> (String, usize, String) {
        let here = (self.file, self.at.clone());
        let (file, at) = self.via.clone().unwrap_or(here);
        let (path, line) = self.source.place(file, &at);
        (path, line, at)
    }

    /// File and pointer, which identify a place in a document. The key does not contain the name of the main file, so
    /// that two documents with different names have the same keys.
    pub fn key(&self) -> String {
        let file = if self.source.is_main(self.file) {
            ""
        } else {
            self.file
        };
        format!("{file}#{}", self.at)
    }

    /// The value at the end of a chain of references. A reference that leads nowhere or back to itself is treated as a
    /// plain value.
    pub fn follow(&self) -> Self {
        let mut node = self.clone();
        let mut seen = HashSet::new();
        while let Some(next) = node.target() {
            if !seen.insert(node.key()) {
                return self.clone();
            }
            node = Node {
                via: Some((self.file, self.at.clone())),
                ..next
            };
        }
        node
    }

    /// The value that this reference leads to, in this or another file. `None` if this is not a reference.
    fn target(&self) -> Option<Node<'a>> {
        let reference = self.text("$ref").filter(|_| self.slot.takes_references())?;
        let (_, at) = reference::split(reference);
        let file = match beside(self.file, reference) {
            Some(name) => self.source.file(&name, self.slot)?,
            None if reference.starts_with('#') => self.source.file(self.file, self.slot)?,
            None => return None,
        };
        let value = file.value.pointer(&at)?;
        Some(Node { at, value, ..file })
    }
}

/// Whether two values are the same after all references are followed.
pub fn same(old: &Node<'_>, new: &Node<'_>) -> bool {
    same_beyond(old, new, &mut HashSet::new())
}

/// Compares two values. Pairs of places in `seen` count as the same, because their comparison has already begun.
fn same_beyond(old: &Node<'_>, new: &Node<'_>, seen: &mut HashSet<(String, String)>) -> bool {
    if !(old.value.is_object() || old.value.is_array()) {
        return old.value == new.value;
    }
    if !seen.insert((old.key(), new.key())) {
        return true;
    }
    let keys = |node: &Node<'_>| match node.value {
        Value::Object(members) => members.keys().cloned().collect(),
        Value::Array(items) => (0..items.len()).map(|index| index.to_string()).collect(),
        _ => Vec::new(),
    };
    let text = |node: &Node<'_>| {
        let file = node.named_file("externalValue", Slot::Data);
        file.map(|file| file.value.clone())
    };
    old.value.is_object() == new.value.is_object()
        && text(old) == text(new)
        && keys(old) == keys(new)
        && keys(old)
            .iter()
            .all(|key| match (old.get(key), new.get(key)) {
                (Some(old), Some(new)) => same_beyond(&old, &new, seen),
                _ => false,
            })
}

#[cfg(test)]
mod tests {
    use super::{
        super::testing::{schema, source},
        *,
    };

    #[test]
    fn references_lead_into_other_files_and_back() {
        let source = source(&[
            (
                "api.yaml",
                "components:
  schemas:
    a: {$ref: 'more/b.yaml#/c'}
    d: {minimum: 5}
",
            ),
            (
                "more/b.yaml",
                "c: {$ref: ../api.yaml#/components/schemas/d}\n",
            ),
        ]);
        let node = schema(&source, "a");
        let at = |name| format!("/components/schemas/{name}");
        assert_eq!(
            (node.value["minimum"].as_u64(), node.at.clone()),
            (Some(5), at("d"))
        );
        assert_eq!(node.place(), ("api.yaml".into(), 3, at("a")));
        assert_eq!(node.key(), format!("#{}", at("d")));
    }

    #[test]
    fn circles_and_dead_ends_are_values() {
        let source = source(&[(
            "api.yaml",
            "components:
  schemas:
    a: {$ref: '#/components/schemas/a'}
    b: {$ref: nowhere.yaml}
",
        )]);
        for key in ["a", "b"] {
            let node = schema(&source, key);
            assert!(node.text("$ref").is_some());
        }
        assert!(same(&source.root(), &source.root()));
    }

    #[test]
    fn a_referenced_value_is_the_same_as_an_inline_one() {
        let document = |schemas: &str| {
            let text = format!("components: {{schemas: {{{schemas}}}}}");
            source(&[("api.yaml", &text)])
        };
        let one = document("a: {$ref: '#/components/schemas/b'}, b: {enum: [1, {c: 2}]}");
        let other = document("a: {enum: [1, {c: 2}]}, b: {enum: [1, {c: 3}]}");
        let both = |key| [&one, &other].map(|source| schema(source, key));
        let [old, new] = both("a");
        assert!(same(&old, &new));
        let [old, new] = both("b");
        assert!(!same(&old, &new));
    }

    #[test]
    fn a_reference_inside_an_example_is_data() {
        let source = source(&[(
            "api.yaml",
            "components:
  schemas:
    a: {example: {$ref: '#/components/schemas/b'}}
    b: {type: string}
",
        )]);
        let example = schema(&source, "a").get("example").expect("present");
        assert!(example.text("$ref").is_some());
    }
}
