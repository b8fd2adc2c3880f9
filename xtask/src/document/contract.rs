//! What is in one folder of `spec/`: the document, its tables, schemas and generator settings.

use std::{
    collections::BTreeMap,
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context;
use serde::{Deserialize, de::DeserializeOwned};

use super::{Diagnostic, Document, Position, Table, TableConfig, folder, pointer};

/// One API: the folder `spec/<name>/`, read.
#[derive(Debug)]
pub struct Contract {
    /// Name of the folder, and of the crate.
    pub name: String,
    /// The workspace.
    pub root: PathBuf,
    /// The folder, relative to the workspace.
    pub folder: PathBuf,
    /// `openapi.yaml`.
    pub document: Document,
    /// The JSON Schemas of what strings of the document carry.
    pub carried: Vec<CarriedSchema>,
    /// How the tables are read; empty when the API has none.
    pub tables: TableConfig,
    /// The tables in `fields/`, by name.
    pub fields: BTreeMap<String, Table>,
    /// Settings of the generator.
    pub codegen: CodegenConfig,
    /// The samples in Rust, by operation.
    pub samples: BTreeMap<String, String>,
}

/// The JSON Schema of what a string carries, named by the `x-columns` of a string schema.
#[derive(Debug)]
pub struct CarriedSchema {
    /// The file as `x-columns` names it.
    pub file: String,
    /// The schema.
    pub document: Document,
}

/// `spec/<api>/codegen.toml`: what is peculiar to generating this API.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CodegenConfig {
    /// Names of the fixups that adapt the document to the generator, in the order in which they run.
    pub fixups: Vec<String>,
    /// Header and query parameters that the client sends by itself, so that no operation asks for them.
    pub client_parameters: Vec<String>,
    /// How fast clients send requests by default. Without it, there is no limit.
    pub rate_limit: Option<RateLimit>,
    /// Hand-written Rust types of bodies that are files, by operation.
    pub bodies: BTreeMap<String, String>,
    /// Component schemas for which there is a hand-written Rust type.
    pub replace: BTreeMap<String, String>,
    /// For each operation that returns a file: what every such file is like.
    pub files: BTreeMap<String, FileSettings>,
    /// Modules with a constant for each field of a schema, by the name of the module.
    pub fields: BTreeMap<String, String>,
    /// For each operation whose response may also be a file: the name of the hand-written method that requests the
    /// file.
    pub downloads: BTreeMap<String, String>,
}

/// How fast clients send requests.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RateLimit {
    /// How many requests at a time.
    pub at_a_time: u32,
    /// How many requests per second.
    pub per_second: u32,
}

/// What the files that an operation returns have in common.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FileSettings {
    /// What each of them contains near its beginning.
    pub mark: String,
    /// The name of a file if the server gives none.
    pub name: Option<String>,
}

impl Contract {
    /// Reads `spec/<name>/` below `root`.
    pub fn read(root: &Path, name: &str) -> anyhow::Result<Self> {
        let published = Self::read_published(root, name)?;
        Ok(Self {
            codegen: settings(root, &published.folder, "codegen.toml")?,
            samples: samples(&published.document, &published.place())?,
            ..published
        })
    }

    /// Reads what is published of `spec/<name>/`: all but the settings of the generator, which change with it and so
    /// cannot be read in releases of long ago.
    pub fn read_published(root: &Path, name: &str) -> anyhow::Result<Self> {
        let folder = Path::new("spec").join(name);
        // The folder itself must not be a link to elsewhere either.
        folder::locate(root, &folder.join("openapi.yaml"))
            .with_context(|| format!("cannot read {}", folder.join("openapi.yaml").display()))?;
        let document = Document::read(root, &folder, "openapi.yaml")?;
        let carried = carried_files(&document)
            .into_iter()
            .map(|(at, file)| {
                let document = Document::read(root, &folder, &file)
                    .with_context(|| format!("{}: {at}/x-columns", document.path.display()))?;
                Ok(CarriedSchema { file, document })
            })
            .collect::<anyhow::Result<_>>()?;
        Ok(Self {
            name: name.to_owned(),
            root: root.to_owned(),
            carried,
            tables: settings(root, &folder, "fields/tables.toml")?,
            fields: tables(root, &folder)?,
            codegen: CodegenConfig::default(),
            samples: BTreeMap::new(),
            folder,
            document,
        })
    }

    /// Reads a document without tables and settings. The user names it, so it can be a link to anywhere.
    pub fn alone(root: &Path, path: &Path) -> anyhow::Result<Self> {
        let stem = path.file_stem().unwrap_or_default();
        let bytes = fs::read(root.join(path));
        let bytes = bytes.with_context(|| format!("cannot read {}", path.display()))?;
        Ok(Self {
            name: stem.to_string_lossy().into_owned(),
            root: root.to_owned(),
            folder: path.parent().unwrap_or(Path::new("")).to_owned(),
            document: Document::from_bytes(path, bytes)?,
            carried: Vec::new(),
            tables: TableConfig::default(),
            fields: BTreeMap::new(),
            codegen: CodegenConfig::default(),
            samples: BTreeMap::new(),
        })
    }

    /// The folder on disk.
    pub fn place(&self) -> PathBuf {
        self.root.join(&self.folder)
    }

    /// The document that holds the schema `name`, and its place there.
    pub fn schema(&self, name: &str) -> Option<(&Document, String)> {
        let at = pointer::of(["components", "schemas", name]);
        if self.document.at(&at).is_some() {
            return Some((&self.document, at));
        }
        let carried = self
            .carried
            .iter()
            .find(|carried| carried.document.value["title"].as_str() == Some(name))?;
        Some((&carried.document, String::new()))
    }
}

fn samples(document: &Document, folder: &Path) -> anyhow::Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    for operation in document.operations() {
        if let Some(text) = sample(folder, operation.sample_name())? {
            found.insert(operation.name(), text);
        }
    }
    Ok(found)
}

/// A sample in Rust, `samples/<name>.rs` in the folder of an API, if there is one. A name that is not that of a file, for
/// example `../a`, has none.
pub fn sample(folder: &Path, name: &str) -> anyhow::Result<Option<String>> {
    let name = format!("{name}.rs");
    if Path::new(&name).file_name() != Some(OsStr::new(&name)) {
        return Ok(None);
    }
    let file = Path::new("samples").join(&name);
    folder::text_if_any(folder, &file)
        .with_context(|| format!("cannot read {}", folder.join(&file).display()))
}

fn carried_files(document: &Document) -> Vec<(String, String)> {
    document
        .keys("/components/schemas")
        .iter()
        .filter_map(|name| {
            let at = pointer::of(["components", "schemas", name]);
            let file = document.at(&pointer::child(&at, "x-columns"))?.as_str()?;
            Some((at, file.to_owned()))
        })
        .collect()
}

fn tables(root: &Path, folder: &Path) -> anyhow::Result<BTreeMap<String, Table>> {
    let Ok(entries) = root.join(folder).join("fields").read_dir() else {
        return Ok(BTreeMap::new());
    };
    let mut found = BTreeMap::new();
    for entry in entries {
        let name = entry?.file_name();
        let file = Path::new(&name);
        if file.extension().is_some_and(|ending| ending == "tsv") {
            let stem = file
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let file = Path::new("fields").join(file);
            found.insert(stem, Table::read(root, folder, &file)?);
        }
    }
    Ok(found)
}

/// Reads the TOML file `file` of `folder`, which is below `root`; the default when there is no such file.
fn settings<T: DeserializeOwned + Default>(
    root: &Path,
    folder: &Path,
    file: &str,
) -> anyhow::Result<T> {
    let path = folder.join(file);
    let text = folder::text_if_any(&root.join(folder), Path::new(file))
        .with_context(|| format!("cannot read {}", path.display()))?;
    let Some(text) = text else {
        return Ok(T::default());
    };
    let settings = toml::from_str(&text).map_err(|error| Diagnostic {
        path: path.clone(),
        position: position(&text, error.span().map_or(0, |span| span.start)),
        length: error.span().map_or(1, |span| span.len().max(1)),
        rule: "syntax".into(),
        message: error.message().to_owned(),
        help: "correct the setting; CONTRIBUTING.md describes each".into(),
    })?;
    Ok(settings)
}

fn position(text: &str, offset: usize) -> Position {
    let before = text.get(..offset).unwrap_or_default();
    Position {
        line: before.matches('\n').count() + 1,
        column: before.chars().rev().take_while(|c| *c != '\n').count() + 1,
    }
}
