//! A document with the files it refers to, from wherever they come.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
};

use anyhow::{Context, anyhow};
use serde_json::Value;

use super::node::Node;
use crate::{
    document::{Document, folder},
    publish::is_data,
};

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
                references(&document.value, "", &name, &mut wanted)?;
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
        let root = self.file(&self.main);
        root.unwrap_or(Node::root(self, &self.main, &Value::Null))
    }

    /// The root of one of the files.
    pub fn file(&self, name: &str) -> Option<Node<'_>> {
        let (name, file) = self.files.get_key_value(name)?;
        let value = match file {
            File::Tree(document) => &document.value,
            File::Text(value) => value,
        };
        Some(Node::root(self, name, value))
    }

    /// Whether this file is the document itself.
    pub fn is_main(&self, name: &str) -> bool {
        name == self.main
    }

    /// The path of one of the files, and the line on which a value of it stands.
    pub fn place(&self, name: &str, pointer: &str) -> (String, usize) {
        let line = match self.files.get(name) {
            Some(File::Tree(document)) => document.position(pointer).line,
            _ => 1,
        };
        (self.folder.join(name).display().to_string(), line)
    }
}

/// Adds the files that `value`, the member `parent` of the file `from`, names to `wanted`, each with whether it is to be
/// parsed. Fails when one of them is outside the folder of the document.
fn references(
    value: &Value,
    parent: &str,
    from: &str,
    wanted: &mut Vec<(String, bool)>,
) -> anyhow::Result<()> {
    match value {
        Value::Object(members) => {
            for (key, inner) in members {
                if is_data(parent, key) {
                    continue;
                }
                let parsed = matches!(key.as_str(), "$ref" | "x-columns");
                let names_file = parsed || key == "externalValue";
                match inner
                    .as_str()
                    .filter(|_| names_file && parent != "properties")
                {
                    Some(reference) => {
                        let name = resolved(from, reference)
                            .with_context(|| format!("{from}: `{reference}`"))?;
                        wanted.extend(name.map(|name| (name, parsed)));
                    }
                    None => references(inner, key, from, wanted)?,
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                references(item, parent, from, wanted)?;
            }
        }
        _ => {}
    }
    Ok(())
}

/// The file that `reference` names in the file `from`. None when it is the same file, or on another host, or outside the
/// folder of the document.
pub fn beside(from: &str, reference: &str) -> Option<String> {
    resolved(from, reference).ok().flatten()
}

fn resolved(from: &str, reference: &str) -> io::Result<Option<String>> {
    let (file, _) = reference.split_once('#').unwrap_or((reference, ""));
    if file.is_empty() || file.contains("://") {
        return Ok(None);
    }
    let path = folder::beside(Path::new(from), file)?;
    Ok(Some(path.to_string_lossy().replace('\\', "/")))
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
    use super::*;

    #[test]
    fn files_are_named_from_where_they_are_referred_to() {
        let from = |reference| beside("a/b.yaml", reference);
        assert_eq!(from("c.json#/d").as_deref(), Some("a/c.json"));
        assert_eq!(from("./../c.json").as_deref(), Some("c.json"));
        assert_eq!(from("#/d"), None);
        assert_eq!(from("https://example.com/c.json"), None);
        assert_eq!(from("../../c.json"), None);
    }

    #[test]
    fn bytes_are_told_apart_by_their_digest() {
        assert_eq!(digest(b"ab".to_vec()), "ab");
        assert_ne!(digest(vec![0xff, 1]), digest(vec![0xff, 2]));
    }
}
