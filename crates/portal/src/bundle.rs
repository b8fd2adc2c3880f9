//! One file out of a document and the files it refers to: `openapi.yaml` and `openapi.json`.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    rc::Rc,
};

use anyhow::{Context, bail};
use openapi_document::{Document, Kind, Slot, folder, reference};

use crate::ordered::{self, Mapping, Value};

/// The file of the document, in its folder.
const MAIN: &str = "openapi.yaml";

const ROOT: Slot = Slot::Object(Kind::Root);

/// Extensions that only the generators of this workspace read.
const GENERATOR_ONLY: [&str; 2] = ["x-columns", "x-rust-description"];

/// A document that refers to no other document, and the files that must be beside it.
#[derive(Debug)]
pub struct Bundle {
    /// The document.
    pub document: Value,
    /// Payloads and schemas that are not part of it, relative to it.
    pub beside: BTreeSet<PathBuf>,
}

impl Bundle {
    /// Inlines what the document refers to in other files of its folder.
    pub fn of(document: &Document) -> anyhow::Result<Self> {
        let mut reader = Reader {
            folder: &document.folder.place(),
            files: BTreeMap::new(),
            beside: BTreeSet::new(),
            depth: 0,
        };
        let document = reader.inlined(&document.ordered, ROOT, Path::new(MAIN))?;
        Ok(Self {
            document,
            beside: reader.beside,
        })
    }

    /// The document without the extensions that only our generators read.
    pub fn for_readers(&self) -> Value {
        ordered::converted(&self.document, ROOT, &|mut map, slot| {
            if matches!(slot, Slot::Object(_)) {
                map.retain(|key, _| {
                    !key.as_str()
                        .is_some_and(|key| GENERATOR_ONLY.contains(&key))
                });
            }
            map
        })
    }
}

struct Reader<'a> {
    folder: &'a Path,
    files: BTreeMap<PathBuf, Rc<Value>>,
    beside: BTreeSet<PathBuf>,
    depth: usize,
}

impl Reader<'_> {
    /// `value` of `file`, which is in `slot`. References are replaced by their targets, except those within the main
    /// document.
    fn inlined(&mut self, value: &Value, slot: Slot, file: &Path) -> anyhow::Result<Value> {
        if slot.takes_references()
            && let Some(target) = ordered::reference(value)
            && (!target.starts_with('#') || file != Path::new(MAIN))
        {
            return self.target(target, slot, file);
        }
        match value {
            _ if slot == Slot::Data => Ok(value.clone()),
            Value::Mapping(map) => {
                let mut all = Mapping::new();
                for (key, value) in map {
                    let name = key.as_str().unwrap_or_default();
                    let value = match self.beside(name, value, slot, file)? {
                        Some(path) => path.into(),
                        None => self.inlined(value, slot.member(name), file)?,
                    };
                    all.insert(key.clone(), value);
                }
                Ok(all.into())
            }
            Value::Sequence(items) => {
                let slot = slot.member("");
                let items = items.iter().map(|item| self.inlined(item, slot, file));
                items.collect::<anyhow::Result<Vec<_>>>().map(Value::from)
            }
            other => Ok(other.clone()),
        }
    }

    /// The path of a file that stays beside the document, if the member `name` of the object in `slot` names one.
    fn beside(
        &mut self,
        name: &str,
        value: &Value,
        slot: Slot,
        file: &Path,
    ) -> anyhow::Result<Option<String>> {
        let names_file = matches!(
            (slot, name),
            (Slot::Object(Kind::Example), "externalValue")
                | (Slot::Object(Kind::Schema), "x-columns")
        );
        let path = value
            .as_str()
            .filter(|path| names_file && !path.contains("://"));
        let Some(path) = path else { return Ok(None) };
        let path = beside(file, path)?;
        let text = path.to_string_lossy().replace('\\', "/");
        self.beside.insert(path);
        Ok(Some(text))
    }

    /// The target of the reference `target` in `slot`, in another file or in `from` itself.
    fn target(&mut self, target: &str, slot: Slot, from: &Path) -> anyhow::Result<Value> {
        let (path, pointer) = reference::split(target);
        let file = match path {
            "" => from.to_owned(),
            path => beside(from, path)?,
        };
        if self.depth > 64 {
            bail!(
                "{}: the reference `{target}` leads back to itself; keep recursive schemas in openapi.yaml",
                from.display()
            );
        }
        self.depth += 1;
        let whole = self
            .whole(&file)
            .with_context(|| format!("{}: reference `{target}`", from.display()))?;
        let part = ordered::at(&whole, &pointer).with_context(|| {
            format!(
                "{}: `{pointer}` does not exist; correct the reference",
                file.display()
            )
        })?;
        let value = self.inlined(part, slot, &file);
        self.depth -= 1;
        value
    }

    /// A file, parsed once.
    fn whole(&mut self, file: &Path) -> anyhow::Result<Rc<Value>> {
        if let Some(known) = self.files.get(file) {
            return Ok(Rc::clone(known));
        }
        let value = Rc::new(ordered::read(self.folder, file)?);
        self.files.insert(file.to_owned(), Rc::clone(&value));
        Ok(value)
    }
}

/// The path that `path` in the file `from` means, relative to the document.
fn beside(from: &Path, path: &str) -> anyhow::Result<PathBuf> {
    folder::beside(from, path).with_context(|| format!("{}: `{path}`", from.display()))
}

#[cfg(test)]
mod tests {
    use openapi_document::Folder;

    use super::*;

    fn bundle(files: &[(&str, &str)]) -> anyhow::Result<Bundle> {
        let folder = tempfile::tempdir().expect("a folder");
        for (path, text) in files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            std::fs::write(path, text).expect("written");
        }
        let folder = Folder::new(folder.path(), "");
        Bundle::of(&Document::read(&folder, MAIN)?)
    }

    #[test]
    fn files_are_inlined_and_payloads_stay_beside() {
        let read = bundle(&[
            (
                "openapi.yaml",
                "components:
  schemas: {a: {$ref: 'more/a.yaml#/one'}, b: {$ref: '#/components/schemas/a'}}
  examples: {c: {value: {$ref: data}}, d: {externalValue: more/y.xml}}
",
            ),
            (
                "more/a.yaml",
                "one: {title: z, items: {$ref: '#/two'}}\ntwo: {x-columns: ../s.yaml, x-rust-description: r}\n",
            ),
        ])
        .expect("a bundle");
        let text = ordered::json(&read.document).expect("JSON");
        let short: String = text.split_whitespace().collect();
        assert_eq!(
            short,
            [
                r##"{"components":{"schemas":{"##,
                r##""a":{"title":"z","items":{"x-columns":"s.yaml","x-rust-description":"r"}},"##,
                r##""b":{"$ref":"#/components/schemas/a"}},"##,
                r##""examples":{"c":{"value":{"$ref":"data"}},"d":{"externalValue":"more/y.xml"}}}}"##,
            ]
            .concat()
        );
        assert_eq!(read.beside.len(), 2);
        for keyword in GENERATOR_ONLY {
            let at = format!("/components/schemas/a/items/{keyword}");
            assert!(ordered::at(&read.for_readers(), &at).is_none(), "{at}");
        }
    }

    #[test]
    fn references_that_cannot_be_followed_are_errors() {
        let circle = bundle(&[
            ("openapi.yaml", "paths: {/a: {$ref: b.yaml}}"),
            ("b.yaml", "get: {responses: {200: {$ref: c.yaml}}}"),
            ("c.yaml", "$ref: c.yaml"),
        ]);
        let message = format!("{:#}", circle.expect_err("a circle"));
        assert!(message.contains("leads back to itself"), "{message}");
        let outside = bundle(&[("openapi.yaml", "paths: {/a: {$ref: ../b.yaml}}")]);
        let message = format!("{:#}", outside.expect_err("outside"));
        assert!(message.contains("outside the folder"), "{message}");
    }
}
