//! A document and the files that it refers to. A [`Reader`] reads them.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    path::{Path, PathBuf},
};

use anyhow::{Context, anyhow, bail};
use openapi_document::{
    Document, Kind, Position, folder, reference,
    walk::{self, Object},
};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Reads a file beside the document. Returns `None` if the file does not exist.
pub type Reader<'a> = dyn Fn(&str) -> anyhow::Result<Option<Vec<u8>>> + 'a;

/// A document and the files that it refers to.
pub struct Source {
    folder: PathBuf,
    main: String,
    files: BTreeMap<String, File>,
    references: Vec<Place>,
}

/// Where a reference is.
struct Place {
    file: String,
    at: String,
    /// The kind of object that is expected there.
    kind: Kind,
}

enum File {
    Tree(Box<Document>),
    /// A file that is compared as it is, without parsing.
    Text(Value),
}

/// The part of a file that is read.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Part {
    /// The object of this kind at this pointer.
    Object(String, Kind),
    /// The text or bytes of the file.
    Whole,
}

impl Source {
    /// Reads the document `path` and the files that it refers to with `read`, which takes paths relative to the
    /// document. Messages show `origin` before paths. Refuses documents that are not OpenAPI 3.0, because the rules
    /// apply to no other version, and references that lead nowhere, because comparing them as empty schemas would give
    /// wrong verdicts.
    pub fn load(path: &Path, origin: &str, read: &Reader<'_>) -> anyhow::Result<Option<Self>> {
        let source = Self::read(path, origin, read)?;
        let main = source.as_ref().and_then(|one| one.files.get(&one.main));
        if let Some(File::Tree(document)) = main
            && let Some(wrong) = document.other_version()
        {
            return Err(wrong.into());
        }
        if let Some(source) = &source {
            source.check_references(origin)?;
        }
        Ok(source)
    }

    /// Fails at the first reference that leads to no value.
    fn check_references(&self, origin: &str) -> anyhow::Result<()> {
        for Place { file, at, kind } in &self.references {
            let Some(reason) = self.dead_end(file, at, *kind) else {
                continue;
            };
            let path = self.folder.join(file);
            let Position { line, column } = self.position(file, &format!("{at}/$ref"));
            bail!(
                "{origin}{}:{line}:{column}: {reason}\n    help: correct the reference; if this is an earlier revision, \
                 compare with a corrected copy of it: `--base FILE`",
                path.display()
            );
        }
        Ok(())
    }

    /// Reads as [`load`](Self::load) does, but checks neither the version nor the references.
    pub(crate) fn read(
        path: &Path,
        origin: &str,
        read: &Reader<'_>,
    ) -> anyhow::Result<Option<Self>> {
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let main = path.file_name().context("the path has no file name")?;
        let mut source = Self {
            folder,
            main: main.to_string_lossy().into_owned(),
            files: BTreeMap::new(),
            references: Vec::new(),
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
            if let (Some(File::Tree(document)), Part::Object(at, kind)) =
                (source.files.get(&name), &part)
            {
                for object in walk::within(document, at, *kind) {
                    let mut read = named(&name, &object)?;
                    read.retain(|(file, _)| *file != name || !at.is_empty());
                    wanted.extend(read);
                    if object.text("$ref").is_some() {
                        source.references.push(Place {
                            file: name.clone(),
                            at: object.at,
                            kind: object.kind,
                        });
                    }
                }
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

    /// The path of one of the files, and the line of a value in it.
    pub fn place(&self, name: &str, pointer: &str) -> (String, usize) {
        let line = self.position(name, pointer).line;
        (self.folder.join(name).display().to_string(), line)
    }

    fn position(&self, name: &str, pointer: &str) -> Position {
        match self.files.get(name) {
            Some(File::Tree(document)) => document.position(pointer),
            _ => Position { line: 1, column: 1 },
        }
    }
}

/// The files that an object in the file `from` refers to, and the part to read of each; a local reference gives `from`
/// itself. Fails if a file is outside the folder of the document.
fn named(from: &str, object: &Object<'_>) -> anyhow::Result<Vec<(String, Part)>> {
    let reference = object.text("$ref").map(|reference| {
        let (_, at) = reference::split(reference);
        (reference, Part::Object(at, object.kind))
    });
    let file = match object.kind {
        Kind::Example => object.text("externalValue").map(|file| (file, Part::Whole)),
        Kind::Schema => object.text("x-columns").map(|file| {
            let whole = Part::Object(String::new(), Kind::Schema);
            (file, whole)
        }),
        _ => None,
    };
    let mut found = Vec::new();
    for (reference, part) in reference.into_iter().chain(file) {
        let name = resolved(from, reference).with_context(|| format!("{from}: `{reference}`"))?;
        // A local reference in another file may lead outside the part that was read.
        let name = name.or_else(|| reference.starts_with('#').then(|| from.to_owned()));
        found.extend(name.map(|name| (name, part)));
    }
    Ok(found)
}

/// The file that `reference` in the file `from` names. `None` if it is the same file, on another host, or outside the
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

/// The text of UTF-8 bytes. For other bytes, their number and a checksum.
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
    fn references_are_relative_to_the_file_that_contains_them() {
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
            let message = crate::texts(old, new).expect_err("refused").to_string();
            let wrong = "openapi-version: `3.1.0` is not a version of OpenAPI 3.0";
            assert!(
                message.starts_with(&format!("{place}: {wrong}\n")),
                "{message}"
            );
            assert!(
                message.ends_with("write the document as `openapi: 3.0.3`"),
                "{message}"
            );
        }
    }

    #[test]
    fn a_reference_that_leads_nowhere_is_refused_with_its_position() {
        let document = |schemas: &str, file: &str| {
            let text = format!("openapi: 3.0.3\ncomponents:\n  schemas:\n{schemas}");
            let read = |name: &str| {
                let known = [("api.yaml", text.as_str()), ("b.yaml", file)].into_iter();
                let mut found = known.filter(|(known, _)| *known == name);
                Ok(found.next().map(|(_, text)| text.as_bytes().to_vec()))
            };
            let loaded = Source::load(Path::new("spec/api.yaml"), "main:", &read);
            loaded.map(|_| ()).map_err(|error| error.to_string())
        };
        for (schemas, file, wrong) in [
            (
                "    A: {properties: {b: {$ref: '#/components/schemas/B'}}}\n",
                "",
                "main:spec/api.yaml:4:26: `#/components/schemas/B` leads nowhere",
            ),
            (
                "    A: {$ref: '#/components/schemas/A'}\n",
                "",
                "main:spec/api.yaml:4:9: `#/components/schemas/A` leads back to itself",
            ),
            (
                "    A: {$ref: c.yaml}\n",
                "",
                "main:spec/api.yaml:4:9: `c.yaml` leads nowhere",
            ),
            (
                "    A: {$ref: 'b.yaml#/B'}\n",
                "B: {items: {$ref: '#/C'}}\nC: {items: {$ref: '#/D'}}\n",
                "main:spec/b.yaml:2:13: `#/D` leads nowhere",
            ),
        ] {
            let message = document(schemas, file).expect_err(wrong);
            assert!(
                message.starts_with(&format!("{wrong}\n    help: ")),
                "{message}"
            );
        }
        for (schemas, file) in [
            ("    A: {$ref: 'https://example.com/b.yaml'}\n", ""),
            ("    A: {example: {$ref: '#/nowhere'}}\n", ""),
            (
                "    A: {$ref: 'b.yaml#/B'}\n",
                "B: {type: string}\nC: {$ref: '#/nowhere'}\n",
            ),
        ] {
            assert_eq!(document(schemas, file), Ok(()));
        }
    }

    #[test]
    fn different_bytes_have_different_digests() {
        assert_eq!(digest(b"ab".to_vec()), "ab");
        assert_ne!(digest(vec![0xff, 1]), digest(vec![0xff, 2]));
    }
}
