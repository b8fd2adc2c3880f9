//! A document with the files it refers to, from wherever they come, and places in them.

use std::{
    collections::{BTreeMap, HashSet},
    path::{Path, PathBuf},
};

use anyhow::{Context, anyhow};
use serde_json::Value;

use crate::document::{Document, pointer};

/// Reads a file beside the document; nothing where there is no such file.
pub type Reader<'a> = dyn Fn(&str) -> anyhow::Result<Option<Vec<u8>>> + 'a;

/// A document and the files that it refers to.
pub struct Source {
    folder: PathBuf,
    main: String,
    files: BTreeMap<String, File>,
}

enum File {
    Tree(Document),
    /// What is not YAML or JSON, or is meant to be taken as it is.
    Text(Value),
}

/// A value of a document, references followed, and where it stands.
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
}

impl Source {
    /// Reads the document `path` and what it refers to through `read`, which takes paths beside the document.
    /// `origin` goes before paths in messages.
    pub fn load(path: &Path, origin: &str, read: &Reader<'_>) -> anyhow::Result<Option<Self>> {
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let main = path.file_name().context("a document is a file")?;
        let mut source = Self {
            folder,
            main: main.to_string_lossy().into_owned(),
            files: BTreeMap::new(),
        };
        let mut wanted = vec![(source.main.clone(), true)];
        while let Some((name, parsed)) = wanted.pop() {
            if source.files.contains_key(&name) {
                continue;
            }
            let Some(bytes) = read(&name)? else {
                continue;
            };
            let file = match parsed {
                true => File::Tree(source.parse(&name, origin, bytes)?),
                false => File::Text(digest(bytes)),
            };
            if let File::Tree(document) = &file {
                references(&document.value, &name, &mut wanted);
            }
            source.files.insert(name, file);
        }
        Ok(source.files.contains_key(&source.main).then_some(source))
    }

    fn parse(&self, name: &str, origin: &str, bytes: Vec<u8>) -> anyhow::Result<Document> {
        let path = format!("{origin}{}", self.folder.join(name).display());
        let text = String::from_utf8(bytes).map_err(|_| anyhow!("{path} is not UTF-8 text"))?;
        Ok(Document::parse(Path::new(&path), &text)?)
    }

    /// The document itself.
    pub fn root(&self) -> Node<'_> {
        self.file(&self.main).unwrap_or(Node {
            source: self,
            file: &self.main,
            at: String::new(),
            via: None,
            value: &Value::Null,
        })
    }

    fn file(&self, name: &str) -> Option<Node<'_>> {
        let (file, held) = self.files.get_key_value(name)?;
        let value = match held {
            File::Tree(document) => &document.value,
            File::Text(value) => value,
        };
        Some(Node {
            source: self,
            file,
            at: String::new(),
            via: None,
            value,
        })
    }
}

/// Adds the files that `value` names to `wanted`, each with whether it is to be parsed.
fn references(value: &Value, from: &str, wanted: &mut Vec<(String, bool)>) {
    match value {
        Value::Object(members) => {
            for (key, inner) in members {
                let parsed = matches!(key.as_str(), "$ref" | "x-columns");
                match inner.as_str().and_then(|text| beside(from, text)) {
                    Some(name) if parsed || key == "externalValue" => wanted.push((name, parsed)),
                    _ => references(inner, from, wanted),
                }
            }
        }
        Value::Array(items) => items
            .iter()
            .for_each(|item| references(item, from, wanted)),
        _ => {}
    }
}

/// The file that `reference` names in the file `from`; none where it is the same file, or on another host.
fn beside(from: &str, reference: &str) -> Option<String> {
    let (file, _) = reference.split_once('#').unwrap_or((reference, ""));
    if file.is_empty() || file.contains("://") || file.starts_with('/') {
        return None;
    }
    let mut steps: Vec<&str> = from.split('/').collect();
    steps.pop();
    for step in file.split('/') {
        match step {
            "." => {}
            ".." if steps.last().is_some_and(|last| *last != "..") => {
                steps.pop();
            }
            _ => steps.push(step),
        }
    }
    Some(steps.join("/"))
}

/// Text as it is; of bytes their number and a checksum.
fn digest(bytes: Vec<u8>) -> Value {
    match String::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(error) => {
            let bytes = error.as_bytes();
            // FNV-1a: enough to see that a picture is another one.
            let sum = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| {
                (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
            });
            format!("{} bytes, {sum:016x}", bytes.len()).into()
        }
    }
}

impl<'a> Node<'a> {
    /// A member, references followed.
    pub fn get(&self, key: &str) -> Option<Node<'a>> {
        self.raw(key).map(|node| node.follow())
    }

    /// A member as it stands, be it a reference.
    pub fn raw(&self, key: &str) -> Option<Node<'a>> {
        let value = match self.value {
            Value::Array(items) => items.get(key.parse::<usize>().ok()?)?,
            other => other.get(key)?,
        };
        Some(Node {
            at: pointer::child(&self.at, key),
            via: None,
            value,
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

    /// The text of a member.
    pub fn text(&self, key: &str) -> Option<&'a str> {
        self.value.get(key)?.as_str()
    }

    /// Whether a member is true.
    pub fn flag(&self, key: &str) -> bool {
        self.value.get(key) == Some(&Value::Bool(true))
    }

    /// The root of the file that a member names.
    pub fn named_file(&self, key: &str) -> Option<Node<'a>> {
        let name = beside(self.file, self.text(key)?)?;
        self.source.file(&name)
    }

    /// The component schema that this is, when it is one.
    pub fn schema_name(&self) -> Option<String> {
        let name = self.at.strip_prefix("/components/schemas/")?;
        (self.file == self.source.main && !name.contains('/')).then(|| pointer::last(&self.at))
    }

    /// Where a reader finds it: path of the file, line and pointer. Of what was reached through a reference it is the
    /// place of the reference.
    pub fn place(&self) -> (String, usize, String) {
        let here = (self.file, self.at.clone());
        let (file, at) = self.via.clone().unwrap_or(here);
        let line = match self.source.files.get(file) {
            Some(File::Tree(document)) => document.position(&at).line,
            _ => 1,
        };
        let path = self.source.folder.join(file);
        (path.display().to_string(), line, at)
    }

    /// File and pointer: what tells two places of one document apart. Documents of two names have the same keys.
    pub fn key(&self) -> String {
        let file = if self.file == self.source.main {
            ""
        } else {
            self.file
        };
        format!("{file}#{}", self.at)
    }

    /// The value that a chain of references ends in. A reference that leads nowhere is a value like any other.
    pub fn follow(&self) -> Self {
        let mut node = self.clone();
        // A longer chain can only be a circle.
        for _ in 0..32 {
            let Some(reference) = node.text("$ref") else {
                return node;
            };
            let Some(next) = node.target(reference) else {
                return node;
            };
            node = Node {
                via: Some((self.file, self.at.clone())),
                ..next
            };
        }
        self.clone()
    }

    fn target(&self, reference: &str) -> Option<Node<'a>> {
        let (_, at) = reference.split_once('#').unwrap_or((reference, ""));
        let file = match beside(self.file, reference) {
            Some(name) => self.source.file(&name)?,
            None if reference.starts_with('#') => self.source.file(self.file)?,
            None => return None,
        };
        let value = file.value.pointer(at)?;
        Some(Node {
            at: at.to_owned(),
            value,
            ..file
        })
    }
}

/// Whether two values are the same once all references are followed.
pub fn same(old: &Node<'_>, new: &Node<'_>) -> bool {
    same_beyond(old, new, &mut HashSet::new())
}

/// Places that were `met` are taken to be the same: whatever differs in them is found where they were met.
fn same_beyond(old: &Node<'_>, new: &Node<'_>, met: &mut HashSet<(String, String)>) -> bool {
    if !(old.value.is_object() || old.value.is_array()) {
        return old.value == new.value;
    }
    if !met.insert((old.key(), new.key())) {
        return true;
    }
    let keys = |node: &Node<'_>| match node.value {
        Value::Object(members) => members.keys().cloned().collect(),
        Value::Array(items) => (0..items.len()).map(|index| index.to_string()).collect(),
        _ => Vec::new(),
    };
    let text = |node: &Node<'_>| {
        let file = node.named_file("externalValue");
        file.map(|file| file.value.clone())
    };
    old.value.is_object() == new.value.is_object()
        && text(old) == text(new)
        && keys(old) == keys(new)
        && keys(old)
            .iter()
            .all(|key| match (old.get(key), new.get(key)) {
                (Some(old), Some(new)) => same_beyond(&old, &new, met),
                _ => false,
            })
}

#[cfg(test)]
pub mod testing {
    //! Documents from texts, for the tests of the rules.

    use super::*;

    /// A document whose files are these texts.
    pub fn source(files: &[(&str, &str)]) -> Source {
        let read = |name: &str| {
            let file = files.iter().find(|(known, _)| *known == name);
            Ok(file.map(|(_, text)| text.as_bytes().to_vec()))
        };
        let source = Source::load(Path::new("api.yaml"), "", &read);
        source.expect("readable").expect("there")
    }
}

#[cfg(test)]
mod tests {
    use super::{testing::source, *};

    #[test]
    fn references_lead_into_other_files_and_back() {
        let source = source(&[
            ("api.yaml", "a: {$ref: 'more/b.yaml#/c'}\nd: 5\n"),
            ("more/b.yaml", "c: {$ref: ../api.yaml#/d}\n"),
        ]);
        let node = source.root().get("a").expect("there");
        assert_eq!((node.value, node.at.as_str()), (&Value::from(5), "/d"));
        assert_eq!(node.place(), ("api.yaml".into(), 1, "/a".into()));
        assert_eq!(node.key(), "#/d");
    }

    #[test]
    fn circles_and_dead_ends_are_values() {
        let source = source(&[("api.yaml", "a: {$ref: '#/a'}\nb: {$ref: nowhere.yaml}\n")]);
        for key in ["a", "b"] {
            let node = source.root().get(key).expect("there");
            assert!(node.text("$ref").is_some());
        }
        assert!(same(&source.root(), &source.root()));
    }

    #[test]
    fn values_are_the_same_whatever_their_form() {
        let one = source(&[("api.yaml", "a: {$ref: '#/b'}\nb: [1, {c: 2}]\n")]);
        let other = source(&[("api.yaml", "a: [1, {c: 2}]\nb: [1, {c: 3}]\n")]);
        let both = |key| [&one, &other].map(|source| source.root().get(key).expect("there"));
        let [old, new] = both("a");
        assert!(same(&old, &new));
        let [old, new] = both("b");
        assert!(!same(&old, &new));
    }

    #[test]
    fn bytes_are_told_apart_by_their_digest() {
        assert_eq!(digest(b"ab".to_vec()), "ab");
        assert_ne!(digest(vec![0xff, 1]), digest(vec![0xff, 2]));
    }
}
