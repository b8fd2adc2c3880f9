//! One file out of a document and the files it refers to: `openapi.yaml` and `openapi.json`.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use openapi_document::folder;

use crate::ordered::{self, Mapping, Value};

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
    /// Reads `openapi.yaml` in `folder` and everything it refers to.
    pub fn read(folder: &Path) -> anyhow::Result<Self> {
        let mut reader = Reader {
            folder,
            beside: BTreeSet::new(),
            depth: 0,
        };
        let document = reader.whole(Path::new("openapi.yaml"))?;
        Ok(Self {
            document,
            beside: reader.beside,
        })
    }

    /// The document without the extensions that only our generators read.
    pub fn for_readers(&self) -> Value {
        stripped(&self.document, "")
    }
}

fn stripped(value: &Value, parent: &str) -> Value {
    match value {
        Value::Mapping(map) => {
            let kept = map.iter().filter_map(|(key, value)| {
                let name = key.as_str().unwrap_or_default();
                if ordered::is_data(parent, name) {
                    return Some((key.clone(), value.clone()));
                }
                let gone = GENERATOR_ONLY.contains(&name) && parent != "properties";
                (!gone).then(|| (key.clone(), stripped(value, name)))
            });
            kept.collect::<Mapping>().into()
        }
        Value::Sequence(items) => items.iter().map(|item| stripped(item, parent)).collect(),
        other => other.clone(),
    }
}

struct Reader<'a> {
    folder: &'a Path,
    beside: BTreeSet<PathBuf>,
    depth: usize,
}

impl Reader<'_> {
    fn whole(&mut self, file: &Path) -> anyhow::Result<Value> {
        let value = ordered::read(self.folder, file)?;
        self.inlined(&value, "", file)
    }

    fn inlined(&mut self, value: &Value, parent: &str, file: &Path) -> anyhow::Result<Value> {
        if let Some(target) = ordered::reference(value)
            && (!target.starts_with('#') || file != Path::new("openapi.yaml"))
        {
            return self.target(target, file);
        }
        match value {
            Value::Mapping(map) => {
                let mut all = Mapping::new();
                for (key, value) in map {
                    let name = key.as_str().unwrap_or_default();
                    let value = self.member(name, value, parent, file)?;
                    all.insert(key.clone(), value);
                }
                Ok(all.into())
            }
            Value::Sequence(items) => {
                let items = items.iter().map(|item| self.inlined(item, parent, file));
                items.collect::<anyhow::Result<Vec<_>>>().map(Value::from)
            }
            other => Ok(other.clone()),
        }
    }

    fn member(
        &mut self,
        name: &str,
        value: &Value,
        parent: &str,
        file: &Path,
    ) -> anyhow::Result<Value> {
        if ordered::is_data(parent, name) {
            return Ok(value.clone());
        }
        match value.as_str() {
            Some(path)
                if matches!(name, "externalValue" | "x-columns")
                    && parent != "properties"
                    && !path.contains("://") =>
            {
                let path = beside(file, path)?;
                let text = path.to_string_lossy().replace('\\', "/");
                self.beside.insert(path);
                Ok(text.into())
            }
            _ => self.inlined(value, name, file),
        }
    }

    /// The value that a reference into another file, or within one, leads to.
    fn target(&mut self, target: &str, from: &Path) -> anyhow::Result<Value> {
        let (path, pointer) = target.split_once('#').unwrap_or((target, ""));
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
        let whole = ordered::read(self.folder, &file)
            .with_context(|| format!("{}: reference `{target}`", from.display()))?;
        let part = ordered::at(&whole, pointer).with_context(|| {
            format!(
                "{}: `{pointer}` does not exist; correct the reference",
                file.display()
            )
        })?;
        let value = self.inlined(part, "", &file);
        self.depth -= 1;
        value
    }
}

/// The path that `path` in the file `from` means, relative to the document.
fn beside(from: &Path, path: &str) -> anyhow::Result<PathBuf> {
    folder::beside(from, path).with_context(|| format!("{}: `{path}`", from.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundle(files: &[(&str, &str)]) -> anyhow::Result<Bundle> {
        let folder = tempfile::tempdir().expect("a folder");
        for (path, text) in files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            std::fs::write(path, text).expect("written");
        }
        Bundle::read(folder.path())
    }

    #[test]
    fn files_are_inlined_and_payloads_stay_beside() {
        let read = bundle(&[
            (
                "openapi.yaml",
                "a: {$ref: 'more/a.yaml#/one'}\nb: {$ref: '#/a'}\nc: {value: {$ref: data}}\n",
            ),
            (
                "more/a.yaml",
                "one: {z: 1, y: {$ref: '#/two'}}\ntwo: {externalValue: x.xml, x-columns: ../s.yaml, x-rust-description: r}\n",
            ),
        ])
        .expect("a bundle");
        let text = ordered::json(&read.document).expect("JSON");
        let short: String = text.split_whitespace().collect();
        assert_eq!(
            short,
            r##"{"a":{"z":1,"y":{"externalValue":"more/x.xml","x-columns":"s.yaml","x-rust-description":"r"}},"b":{"$ref":"#/a"},"c":{"value":{"$ref":"data"}}}"##
        );
        assert_eq!(read.beside.len(), 2);
        for keyword in GENERATOR_ONLY {
            let at = format!("/a/y/{keyword}");
            assert!(ordered::at(&read.for_readers(), &at).is_none(), "{at}");
        }
    }

    #[test]
    fn references_that_cannot_be_followed_are_errors() {
        let circle = bundle(&[
            ("openapi.yaml", "a: {$ref: b.yaml}"),
            ("b.yaml", "c: {$ref: b.yaml}"),
        ]);
        let said = format!("{:#}", circle.expect_err("a circle"));
        assert!(said.contains("leads back to itself"), "{said}");
        let outside = bundle(&[("openapi.yaml", "a: {$ref: ../b.yaml}")]);
        let said = format!("{:#}", outside.expect_err("outside"));
        assert!(said.contains("outside the folder"), "{said}");
    }
}
