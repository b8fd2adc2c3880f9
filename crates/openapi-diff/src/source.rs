//! A document with the files it refers to, from wherever they come.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    path::{Path, PathBuf},
};

use anyhow::{Context, anyhow};
use openapi_document::{Document, Kind, folder, reference, walk};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Reads a file beside the document; nothing where there is no such file.
pub type Reader<'a> = dyn Fn(&str) -> anyhow::Result<Option<Vec<u8>>> + 'a;

/// A document and the files that it refers to.
pub struct Source {
    folder: PathBuf,
    main: String,
    files: BTreeMap<String, File>,
}

enum File {
    Tree(Box<Document>),
    /// What is not YAML or JSON, or is meant to be taken as it is.
    Text(Value),
}

/// What is read of a file.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Part {
    /// The object of a kind at a pointer.
    Object(String, Kind),
    /// Its text or bytes.
    Whole,
}

impl Source {
    /// Reads the document `path` and what it refers to through `read`, which takes paths beside the document.
    /// `origin` goes before paths in messages. Refuses what is not OpenAPI 3.0: the rules know no other language.
    pub fn load(path: &Path, origin: &str, read: &Reader<'_>) -> anyhow::Result<Option<Self>> {
        let source = Self::read(path, origin, read)?;
        let main = source.as_ref().and_then(|one| one.files.get(&one.main));
        if let Some(File::Tree(document)) = main
            && let Some(wrong) = document.other_version()
        {
            return Err(wrong.into());
        }
        Ok(source)
    }

    /// The same for a document of any version.
    pub(crate) fn read(
        path: &Path,
        origin: &str,
        read: &Reader<'_>,
    ) -> anyhow::Result<Option<Self>> {
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let main = path.file_name().context("a document is a file")?;
        let mut source = Self {
            folder,
            main: main.to_string_lossy().into_owned(),
            files: BTreeMap::new(),
        };
        let root = Part::Object(String::new(), Kind::Root);
        let mut wanted = vec![(source.main.clone(), root)];
        let mut seen = BTreeSet::new();
        while let Some((name, part)) = wanted.pop() {
            if !seen.insert((name.clone(), part.clone())) {
                continue;
            }
            if !source.files.contains_key(&name) {
                let Some(bytes) = read(&name)? else { continue };
                let file = match part {
                    Part::Object(..) => File::Tree(Box::new(source.parse(&name, origin, bytes)?)),
                    Part::Whole => File::Text(digest(bytes)),
                };
                source.files.insert(name.clone(), file);
            }
            if let Some(File::Tree(document)) = source.files.get(&name) {
                wanted.extend(references(document, &name, &part)?);
            }
        }
        Ok(source.files.contains_key(&source.main).then_some(source))
    }

    fn parse(&self, name: &str, origin: &str, bytes: Vec<u8>) -> anyhow::Result<Document> {
        let path = format!("{origin}{}", self.folder.join(name).display());
        let text = String::from_utf8(bytes).map_err(|_| anyhow!("{path} is not UTF-8 text"))?;
        Ok(Document::parse(Path::new(&path), &text)?)
    }

    /// The name of the document itself.
    pub fn main(&self) -> &str {
        &self.main
    }

    /// The name and the value of one of the files.
    pub fn value(&self, name: &str) -> Option<(&str, &Value)> {
        let (name, file) = self.files.get_key_value(name)?;
        let value = match file {
            File::Tree(document) => &document.value,
            File::Text(value) => value,
        };
        Some((name, value))
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

/// What a document or a part of one refers to: a file beside it, and what is to be read there. Fails when the file is
/// outside the folder of the document.
fn references(document: &Document, from: &str, part: &Part) -> anyhow::Result<Vec<(String, Part)>> {
    let mut found = Vec::new();
    let mut add = |reference: &str, part: Part| {
        let name = resolved(from, reference).with_context(|| format!("{from}: `{reference}`"))?;
        found.extend(name.map(|name| (name, part)));
        anyhow::Ok(())
    };
    let Part::Object(at, kind) = part else {
        return Ok(found);
    };
    for object in walk::within(document, at, *kind) {
        if let Some(reference) = object.text("$ref") {
            let (_, at) = reference::split(reference);
            add(reference, Part::Object(at, object.kind))?;
        }
        match object.kind {
            Kind::Example => {
                if let Some(file) = object.text("externalValue") {
                    add(file, Part::Whole)?;
                }
            }
            Kind::Schema => {
                if let Some(file) = object.text("x-columns") {
                    add(file, Part::Object(String::new(), Kind::Schema))?;
                }
            }
            _ => {}
        }
    }
    Ok(found)
}

/// The file that `reference` names in the file `from`. None when it is the same file, or on another host, or outside the
/// folder of the document.
pub fn beside(from: &str, reference: &str) -> Option<String> {
    resolved(from, reference).ok().flatten()
}

fn resolved(from: &str, reference: &str) -> io::Result<Option<String>> {
    let (file, _) = reference::split(reference);
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
            format!("{} bytes, SHA-256 {:x}", bytes.len(), Sha256::digest(bytes)).into()
        }
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
    fn both_documents_are_openapi_3_0() {
        let (sound, newer) = ("openapi: 3.0.3\n", "info: {}\nopenapi: 3.1.0\n");
        assert!(crate::texts(sound, sound).is_ok());
        for (old, new, place) in [
            (newer, sound, "old.yaml:2:1"),
            (sound, newer, "new.yaml:2:1"),
        ] {
            let said = crate::texts(old, new).expect_err("refused").to_string();
            let wrong = "openapi-version: `3.1.0` is not a version of OpenAPI 3.0";
            assert!(said.starts_with(&format!("{place}: {wrong}\n")), "{said}");
            assert!(
                said.ends_with("write the document as `openapi: 3.0.3`"),
                "{said}"
            );
        }
    }

    #[test]
    fn bytes_are_told_apart_by_their_digest() {
        assert_eq!(digest(b"ab".to_vec()), "ab");
        assert_ne!(digest(vec![0xff, 1]), digest(vec![0xff, 2]));
    }
}
