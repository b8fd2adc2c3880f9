//! The contract of one API: the files of its folder in `spec/`, and the rules that check the document against them.
//!
//! [`openapi_document`] reads the document. This crate adds what is specific to this workspace: field tables, tables of
//! operations and parameters, evidence, exceptions, samples and settings. It generates nothing.

#![cfg_attr(not(test), warn(clippy::disallowed_methods))]

mod formats;
mod rules;
mod table;
mod tables;
#[cfg(test)]
mod testing;
mod toml_place;

use std::{
    collections::BTreeMap,
    ffi::OsStr,
    path::{Path, PathBuf},
};

use anyhow::{Context, ensure};
use openapi_document::{
    Diagnostic, Document, DocumentSet, Folder, Operation, Position, UNREADABLE, Validator, folder,
    pointer,
};
use serde::{Deserialize, de::DeserializeOwned};

pub use formats::FORMATS;
pub use rules::{RULES, findings};
pub use table::{Row, Table};
pub use tables::{Access, Field, Required, Role, SchemaTable, TableConfig};

/// The file with the settings of the generator.
const CODEGEN: &str = "codegen.toml";

/// One API, read from the folder `spec/<name>/`.
#[derive(Clone, Debug)]
pub struct Contract {
    /// Name of the folder, and of the crate.
    pub name: String,
    /// `openapi.yaml`.
    pub document: Document,
    /// The JSON Schemas of string contents.
    pub carried: Vec<CarriedSchema>,
    /// How to read the tables. Empty if the API has no tables.
    pub tables: TableConfig,
    /// The tables in `fields/`, by name.
    pub fields: BTreeMap<String, Table>,
    /// Settings of the generator.
    pub codegen: CodegenConfig,
    /// The samples in Rust, by operation.
    pub samples: BTreeMap<String, String>,
}

/// The names of all APIs: the folders of `spec/` below `root` that contain an `openapi.yaml`, in alphabetical order.
pub fn apis(root: &Path) -> anyhow::Result<Vec<String>> {
    let folder = root.join("spec");
    let entries = folder
        .read_dir()
        .with_context(|| format!("cannot read {}", folder.display()))?;
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry?;
        if entry.path().join("openapi.yaml").is_file() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    ensure!(
        !names.is_empty(),
        "no spec/<api>/openapi.yaml in {}",
        root.display()
    );
    Ok(names)
}

/// The JSON Schema of a string's content, named by the `x-columns` of the string's schema.
#[derive(Clone, Debug)]
pub struct CarriedSchema {
    /// The file as `x-columns` names it.
    pub file: String,
    /// The schema.
    pub document: Document,
}

/// `spec/<api>/codegen.toml`: the settings of the generator for this API.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CodegenConfig {
    /// Names of the fixups that adapt the document to the generator, in the order in which they run.
    pub fixups: Vec<String>,
    /// Header and query parameters that methods do not take, and that callers must not add to a call.
    pub client_parameters: Vec<String>,
    /// How fast clients send requests by default. Without it, there is no limit.
    pub rate_limit: Option<RateLimit>,
    /// Hand-written Rust types of bodies that are files, by operation.
    pub bodies: BTreeMap<String, String>,
    /// Component schemas for which there is a hand-written Rust type.
    pub replace: BTreeMap<String, String>,
    /// What the files that an operation returns have in common, by operation.
    pub files: BTreeMap<String, FileSettings>,
    /// Modules with a constant for each field of a schema, by the name of the module.
    pub fields: BTreeMap<String, String>,
    /// The hand-written methods that request a file, by operation: some operations return JSON or a file.
    pub downloads: BTreeMap<String, String>,
    /// The text of the file, which findings need for their positions.
    #[serde(skip)]
    pub text: String,
}

impl CodegenConfig {
    /// The settings that are present but have no entries.
    pub fn empty(&self) -> Vec<String> {
        toml_place::empty(&self.text)
    }
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
    /// A string that each file contains near its beginning.
    pub mark: String,
    /// The name of a file if the server sends no name.
    pub name: Option<String>,
}

impl Contract {
    /// Reads `spec/<name>/` below `root`.
    pub fn read(root: &Path, name: &str) -> anyhow::Result<Self> {
        let published = Self::read_published(root, name)?;
        Ok(Self {
            codegen: CodegenConfig {
                text: text(&published.document.folder, CODEGEN)?.unwrap_or_default(),
                ..settings(&published.document.folder, CODEGEN)?
            },
            samples: samples(&published.document)?,
            ..published
        })
    }

    /// Reads `spec/<name>/` without samples and generator settings. The format of the settings changes with the
    /// generator, so this version may be unable to read the settings of an old release.
    pub fn read_published(root: &Path, name: &str) -> anyhow::Result<Self> {
        let folder = Folder::new(root, Path::new("spec").join(name));
        // The folder itself must not be a symbolic link to a place outside `root`.
        let file = folder.path().join("openapi.yaml");
        folder::locate(root, &file).with_context(|| format!("cannot read {}", file.display()))?;
        let document = Document::read(&folder, "openapi.yaml")?;
        let carried = carried_files(&document)
            .into_iter()
            .map(|(at, file)| {
                let document = Document::read(&folder, &file)
                    .with_context(|| format!("{}: {at}/x-columns", document.path.display()))?;
                Ok(CarriedSchema { file, document })
            })
            .collect::<anyhow::Result<_>>()?;
        Ok(Self {
            carried,
            tables: settings(&folder, "fields/tables.toml")?,
            fields: tables(&folder)?,
            ..Self::of(name, document)
        })
    }

    /// A contract with a document, but without tables, settings and samples.
    pub fn of(name: &str, document: Document) -> Self {
        Self {
            name: name.to_owned(),
            document,
            carried: Vec::new(),
            tables: TableConfig::default(),
            fields: BTreeMap::new(),
            codegen: CodegenConfig::default(),
            samples: BTreeMap::new(),
        }
    }

    /// The contract with another document, and with the samples of that document's operations.
    pub fn with_document(&self, document: Document) -> anyhow::Result<Self> {
        Ok(Self {
            samples: samples(&document)?,
            document,
            ..self.clone()
        })
    }

    /// The folder, relative to the workspace.
    pub fn folder(&self) -> &Path {
        self.document.folder.path()
    }

    /// A finding about a setting of the generator. `keys` is the path to the setting: keys, and indices of arrays.
    pub fn setting(
        &self,
        keys: &[&str],
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Diagnostic {
        let text = &self.codegen.text;
        let place = toml_place::of(text, keys).unwrap_or_default();
        Diagnostic {
            path: self.folder().join(CODEGEN),
            position: position(text, place.start),
            length: place.len().max(1),
            severity: rules::GENERATOR_SETTINGS.severity,
            rule: rules::GENERATOR_SETTINGS.id.into(),
            message: message.into(),
            help: help.into(),
        }
    }

    /// The folder on disk.
    pub fn place(&self) -> PathBuf {
        self.document.folder.place()
    }

    /// The document and the schemas of its string contents.
    pub fn documents(&self) -> DocumentSet<'_> {
        let schemas = self.carried.iter().map(|carried| &carried.document);
        DocumentSet {
            openapi: &self.document,
            schemas: schemas.collect(),
            formats: FORMATS,
        }
    }

    /// Findings about schemas that are composed of themselves. Code that follows such a schema does not terminate.
    pub fn circles(&self) -> Vec<Diagnostic> {
        openapi_lint::circles(&self.documents())
    }

    /// A validator for the schemas of the document.
    pub fn validator(&self) -> Validator<'_> {
        Validator::new(&self.document, FORMATS)
    }

    /// The document that contains the schema `name`, and the pointer to the schema.
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

fn samples(document: &Document) -> anyhow::Result<BTreeMap<String, String>> {
    let folder = document.folder.place();
    let mut found = BTreeMap::new();
    for operation in document.operations() {
        if let Some(text) = sample(&folder, sample_name(&operation))? {
            found.insert(operation.name(), text);
        }
    }
    Ok(found)
}

/// The name of an operation's sample: its operationId, unless it shares a sample with other operations.
pub fn sample_name<'a>(operation: &Operation<'a>) -> &'a str {
    let names = ["x-sample", "operationId"].into_iter();
    let mut names = names.filter_map(|key| operation.value[key].as_str());
    names.next().unwrap_or_default()
}

/// The Rust sample `samples/<name>.rs` in the folder of an API. `None` if the file does not exist, or if `name` is not
/// a plain file name, for example `../a`.
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

fn tables(folder: &Folder) -> anyhow::Result<BTreeMap<String, Table>> {
    let Ok(entries) = folder.place().join("fields").read_dir() else {
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
            found.insert(stem, Table::read(folder, &file)?);
        }
    }
    Ok(found)
}

fn text(folder: &Folder, file: &str) -> anyhow::Result<Option<String>> {
    let text = folder::text_if_any(&folder.place(), Path::new(file));
    let text = text.map_err(|error| Diagnostic {
        path: folder.path().join(file),
        position: Position::FILE,
        length: 0,
        severity: UNREADABLE.severity,
        rule: UNREADABLE.id.into(),
        message: format!("the file cannot be read: {error}"),
        help: "make it a file of UTF-8 text in the folder of the API, or remove it".into(),
    })?;
    Ok(text)
}

/// Reads the TOML file `file` of `folder`. Returns the default if the file does not exist.
fn settings<T: DeserializeOwned + Default>(folder: &Folder, file: &str) -> anyhow::Result<T> {
    let path = folder.path().join(file);
    let Some(text) = text(folder, file)? else {
        return Ok(T::default());
    };
    let settings = toml::from_str(&text).map_err(|error| Diagnostic {
        path: path.clone(),
        position: position(&text, error.span().map_or(0, |span| span.start)),
        length: error.span().map_or(1, |span| span.len().max(1)),
        severity: openapi_document::SYNTAX.severity,
        rule: openapi_document::SYNTAX.id.into(),
        message: error.message().to_owned(),
        help: "correct the setting; docs/reference/settings.md describes each".into(),
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
