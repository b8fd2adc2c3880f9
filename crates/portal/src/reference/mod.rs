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
pub use schema::{Field, component, fields, kind, limits, object};

/// The anchor of the section that shows the security schemes.
pub const AUTHENTICATION: &str = "authentication";

/// A document as its reference shows it.
#[derive(Debug)]
pub struct Reference<'a> {
    /// The operations, by tag.
    pub groups: Vec<Group<'a>>,
    /// The sections of the document's description, and one for the security schemes.
    pub sections: Vec<Section>,
    /// The component schemas that are shown on their own. Each other one is shown with the only operation that sends it.
    pub shared: Vec<&'a str>,
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
    pub parameters: Vec<Field<'a>>,
    /// The Request Body Object.
    pub body: Option<&'a Value>,
    /// The Response Objects by status.
    pub responses: Vec<(&'a str, &'a Value)>,
    /// The documented calls; at least one.
    pub calls: Vec<Call<'a>>,
    /// The sample in Rust.
    pub rust: Option<&'a str>,
}

impl<'a> Operation<'a> {
    /// The values that describe what is sent.
    fn request(&self) -> impl Iterator<Item = &'a Value> {
        let parameters = self.parameters.iter().map(|parameter| parameter.about);
        parameters.chain(self.body)
    }

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
        let operations = operations(root, &edition.contract.place());
        let shared = uses::shared(root, &operations);
        let tags = root.get("tags").and_then(Value::as_sequence);
        let groups = tags.into_iter().flatten().filter_map(|tag| {
            Some(Group {
                name: text(tag, "name")?,
                description: text(tag, "description"),
                operations: Vec::new(),
            })
        });
        let mut groups: Vec<_> = groups.collect();
        for operation in operations {
            let tags = operation.value.get("tags");
            let name = tags.and_then(|tags| tags.get(0)?.as_str());
            let name = name.unwrap_or("Operations");
            match groups.iter_mut().find(|group| group.name == name) {
                Some(group) => group.operations.push(operation),
                None => groups.push(Group {
                    name,
                    description: None,
                    operations: vec![operation],
                }),
            }
        }
        groups.retain(|group| !group.operations.is_empty());
        let introduction = at(root, "/info/description").and_then(Value::as_str);
        let mut reference = Self {
            groups,
            sections: prose::sections(introduction.unwrap_or_default()),
            shared,
        };
        let schemes = at(root, "/components/securitySchemes");
        if schemes.is_some() && !reference.has_section(AUTHENTICATION) {
            reference.sections.push(Section {
                id: AUTHENTICATION.to_owned(),
                title: "Authentication".to_owned(),
                html: String::new(),
            });
        }
        reference
    }

    /// Whether there is a section with this anchor.
    pub fn has_section(&self, id: &str) -> bool {
        self.sections.iter().any(|section| section.id == id)
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
    let request = curl::Documented::of(root, path, method, item.get("parameters"), value);
    let parameters = request.parameters.iter().copied();
    let parameters = parameters.filter_map(|one| Some(Field::of(text(one, "name")?, one)));
    Operation {
        id: text(value, "operationId").map_or_else(|| format!("{method} {path}"), str::to_owned),
        method: method.to_uppercase(),
        path,
        value,
        body: value.get("requestBody").map(follow),
        calls: calls::of(root, folder, &request, &responses),
        parameters: parameters.collect(),
        responses,
        rust: rust(value),
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
