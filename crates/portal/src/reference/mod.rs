//! What the reference of a document shows, in its order: the page and the Markdown files are made from it.

mod calls;
pub mod markdown;
mod schema;
mod uses;

use std::path::Path;

use openapi_document::METHODS;

use crate::{
    edition::Edition,
    ordered::{self, Value, at, members, text},
    pages::prose::{self, Section},
    samples::curl,
};

pub use calls::{Body, Call, bodies};
pub use schema::{Field, component, described, fields, kind, limits, object};
pub use uses::Uses;

/// A document as its reference shows it.
#[derive(Debug)]
pub struct Reference<'a> {
    /// The operations, by tag.
    pub groups: Vec<Group<'a>>,
    /// The sections of the document's description.
    pub sections: Vec<Section>,
    /// Which schemas are shown where.
    pub uses: Uses<'a>,
}

/// The operations that share a tag.
#[derive(Debug)]
pub struct Group<'a> {
    /// The tag.
    pub name: &'a str,
    /// What the document says of the tag.
    pub description: Option<&'a str>,
    /// In the order of the document.
    pub operations: Vec<Operation<'a>>,
}

/// An operation.
#[derive(Debug)]
pub struct Operation<'a> {
    /// The operationId; the method and the path if it has none.
    pub id: String,
    /// In capitals.
    pub method: String,
    /// The path, with its parameters.
    pub path: &'a str,
    /// The Operation Object.
    pub value: &'a Value,
    /// Its parameters, references followed, without secret headers that the security schemes describe.
    pub parameters: Vec<&'a Value>,
    /// The Request Body Object.
    pub body: Option<&'a Value>,
    /// The Response Objects by status.
    pub responses: Vec<(&'a str, &'a Value)>,
    /// The documented calls; at least one.
    pub calls: Vec<Call<'a>>,
    /// The sample in Rust.
    pub rust: Option<&'a str>,
    tag: &'a str,
}

impl Operation<'_> {
    /// Its summary, or else its ID.
    pub fn title(&self) -> &str {
        text(self.value, "summary").unwrap_or(&self.id)
    }

    /// Its file in Markdown, relative to the folder of the edition.
    pub fn file(&self) -> String {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let name = self.id.replace(|c| !is_plain(c), "-");
        format!("operations/{name}.md")
    }
}

impl<'a> Reference<'a> {
    /// Reads the document of an edition.
    pub fn of(edition: &'a Edition) -> Self {
        let root = &edition.document;
        let mut operations = operations(root, &edition.contract.place());
        let tags = root.get("tags").and_then(Value::as_sequence);
        let described = tags.into_iter().flatten();
        let described = described.filter_map(|tag| Some((text(tag, "name")?, Some(tag))));
        let mut tags: Vec<(&str, Option<&Value>)> = described.collect();
        for operation in &operations {
            if tags.iter().all(|(name, _)| *name != operation.tag) {
                tags.push((operation.tag, None));
            }
        }
        let uses = Uses::of(root, &operations);
        let groups = tags.into_iter().map(|(name, tag)| Group {
            name,
            description: tag.and_then(|tag| text(tag, "description")),
            operations: operations
                .extract_if(.., |operation| operation.tag == name)
                .collect(),
        });
        let groups = groups
            .filter(|group| !group.operations.is_empty())
            .collect();
        let introduction = at(root, "/info/description").and_then(Value::as_str);
        let sections = prose::sections(introduction.unwrap_or_default());
        Self {
            groups,
            sections,
            uses,
        }
    }

    /// All operations, in the order of their groups.
    pub fn operations(&self) -> impl Iterator<Item = &Operation<'a>> {
        self.groups.iter().flat_map(|group| &group.operations)
    }
}

fn operations<'a>(root: &'a Value, folder: &Path) -> Vec<Operation<'a>> {
    let mut operations = Vec::new();
    for (path, item) in root.get("paths").into_iter().flat_map(members) {
        for (method, value) in members(item).filter(|(method, _)| METHODS.contains(method)) {
            operations.push(operation(root, folder, path, item, method, value));
        }
    }
    operations
}

fn operation<'a>(
    root: &'a Value,
    folder: &Path,
    path: &'a str,
    item: &'a Value,
    method: &'a str,
    value: &'a Value,
) -> Operation<'a> {
    let follow = |value| ordered::follow(root, value);
    let responses = value.get("responses").into_iter().flat_map(members);
    let responses: Vec<_> = responses
        .map(|(status, response)| (status, follow(response)))
        .collect();
    let tag = value.get("tags").and_then(|tags| tags.get(0)?.as_str());
    let request = curl::Documented::of(root, path, method, item.get("parameters"), value);
    Operation {
        id: text(value, "operationId").map_or_else(|| format!("{method} {path}"), str::to_owned),
        method: method.to_uppercase(),
        path,
        value,
        body: value.get("requestBody").map(follow),
        calls: calls::of(root, folder, &request, &responses),
        parameters: request.parameters,
        responses,
        rust: rust(value),
        tag: tag.unwrap_or("Operations"),
    }
}

fn rust(operation: &Value) -> Option<&str> {
    let samples = operation.get("x-codeSamples")?.as_sequence()?;
    let mut rust = samples
        .iter()
        .filter(|sample| text(sample, "lang") == Some("Rust"));
    text(rust.next()?, "source")
}

/// The evidence label of a value, if it differs from that of what contains it.
pub fn label<'a>(value: &'a Value, outer: Option<&str>) -> Option<&'a str> {
    text(value, "x-evidence").filter(|label| Some(*label) != outer)
}
