//! The examples of a document: what a call sends and receives, inline or in files beside the document.

use std::path::{Path, PathBuf};

use anyhow::Context;
use serde_json::Value;

use crate::{Diagnostic, Document, Operation, Position, Rule, folder, pointer};

/// A named example of a parameter, a request body or a response.
#[derive(Debug)]
pub struct Example {
    /// The operation it belongs to.
    pub operation: String,
    /// Its name. Examples of one operation with the same name show the same call.
    pub call: String,
    /// What it is an example of.
    pub side: Side,
    /// Media type. Empty for a parameter.
    pub media: String,
    /// Its pointer in the document.
    pub at: String,
    /// The pointer of its schema in the document.
    pub schema: String,
    /// Its value.
    pub payload: Payload,
    origin: Origin,
}

/// What an example is an example of.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Side {
    /// A parameter, by name.
    Parameter(String),
    /// The body of a request.
    Request,
    /// A response, by status.
    Answer(String),
}

/// The value of an example.
#[derive(Debug)]
pub enum Payload {
    /// A value of the document, or of a JSON file.
    Json(Value),
    /// An XML file.
    Xml(String),
    /// Any other file, or a file on another server. It is not validated.
    File,
}

#[derive(Debug)]
enum Origin {
    /// In the document, at the pointer of the example.
    Inline,
    /// In a JSON file that contains the Example Object.
    File(Box<Document>),
    /// In a file that is the payload.
    External(PathBuf),
}

impl Example {
    /// The file of the payload, relative to the workspace.
    pub fn path<'a>(&'a self, document: &'a Document) -> &'a Path {
        match &self.origin {
            Origin::Inline => &document.path,
            Origin::File(document) => &document.path,
            Origin::External(path) => path,
        }
    }

    /// A finding about the value at the pointer `inside`, which is relative to the value of the example.
    pub fn diagnostic(
        &self,
        document: &Document,
        inside: &str,
        rule: &Rule,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Diagnostic {
        match &self.origin {
            Origin::Inline => {
                let at = format!("{}/value{inside}", self.at);
                document.diagnostic(&at, rule, message, help)
            }
            Origin::File(document) => {
                document.diagnostic(&format!("/value{inside}"), rule, message, help)
            }
            Origin::External(path) => Diagnostic {
                path: path.clone(),
                position: Position::START,
                length: 1,
                severity: rule.severity,
                rule: rule.id.into(),
                message: message.into(),
                help: help.into(),
            },
        }
    }
}

impl Document {
    /// All examples of all operations, in the order of the document.
    pub fn examples(&self) -> anyhow::Result<Vec<Example>> {
        let all = self.each_example().into_iter();
        all.map(|(at, example)| {
            example.with_context(|| {
                let Position { line, column } = self.position(&at);
                format!("{}:{line}:{column}", self.path.display())
            })
        })
        .collect()
    }

    /// All examples of all operations: the pointer of each, and the example or the error that occurs when it is read.
    pub fn each_example(&self) -> Vec<(String, anyhow::Result<Example>)> {
        let mut found = Vec::new();
        for operation in self.operations() {
            for place in places(self, &operation) {
                let all = pointer::child(&place.at, "examples");
                for call in self.keys(&all) {
                    let at = pointer::child(&all, call);
                    let example = self.example(&operation, &place, call, &at);
                    found.push((at, example));
                }
            }
        }
        found
    }

    fn example(
        &self,
        operation: &Operation<'_>,
        place: &Place,
        call: &str,
        at: &str,
    ) -> anyhow::Result<Example> {
        let (payload, origin) = self.payload(at)?;
        Ok(Example {
            operation: operation.name(),
            call: call.to_owned(),
            side: place.side.clone(),
            media: place.media.clone(),
            at: at.to_owned(),
            schema: self.follow(&pointer::child(&place.at, "schema")),
            payload,
            origin,
        })
    }

    fn payload(&self, at: &str) -> anyhow::Result<(Payload, Origin)> {
        let value = self.at(at).context("the example is missing")?;
        if let Some(file) = value["externalValue"].as_str() {
            let path = self.folder.path().join(file);
            if file.contains("://") {
                return Ok((Payload::File, Origin::External(path)));
            }
            let unreadable = || format!("cannot read {}", path.display());
            let folder = self.folder.place();
            if path.extension().is_some_and(|ending| ending == "xml") {
                let text = folder::text(&folder, Path::new(file)).with_context(unreadable)?;
                return Ok((Payload::Xml(text), Origin::External(path)));
            }
            folder::locate(&folder, Path::new(file)).with_context(unreadable)?;
            return Ok((Payload::File, Origin::External(path)));
        }
        match value["$ref"].as_str() {
            Some(file) if !file.starts_with('#') => {
                let document = Document::read(&self.folder, file)?;
                let value = document
                    .at("/value")
                    .with_context(|| format!("{} has no `value`", document.path.display()))?;
                Ok((
                    Payload::Json(value.clone()),
                    Origin::File(Box::new(document)),
                ))
            }
            _ => {
                let inline = format!("{}/value", self.follow(at));
                let value = self
                    .at(&inline)
                    .context("the example has neither `value` nor `externalValue`")?;
                Ok((Payload::Json(value.clone()), Origin::Inline))
            }
        }
    }
}

/// A place that may have examples: a parameter, or a media type of a request body or response.
struct Place {
    side: Side,
    media: String,
    at: String,
}

fn places(document: &Document, operation: &Operation<'_>) -> Vec<Place> {
    let mut found = parameters(document, operation)
        .into_iter()
        .map(|(name, at)| Place {
            side: Side::Parameter(name),
            media: String::new(),
            at,
        })
        .collect::<Vec<_>>();
    let body = document.follow(&pointer::child(&operation.pointer, "requestBody"));
    found.extend(contents(document, &body, &Side::Request));
    let responses = pointer::child(&operation.pointer, "responses");
    for status in document.keys(&responses) {
        let response = document.follow(&pointer::child(&responses, status));
        found.extend(contents(document, &response, &Side::Answer(status.clone())));
    }
    found
}

/// Names and pointers of the parameters of an operation and of its path. References are followed.
pub fn parameters(document: &Document, operation: &Operation<'_>) -> Vec<(String, String)> {
    let item = pointer::of(["paths", operation.path]);
    [item, operation.pointer.clone()]
        .iter()
        .map(|owner| pointer::child(owner, "parameters"))
        .flat_map(|list| {
            let count = document
                .at(&list)
                .and_then(|list| list.as_array())
                .map_or(0, Vec::len);
            (0..count).map(move |index| pointer::child(&list, &index.to_string()))
        })
        .filter_map(|at| {
            let at = document.follow(&at);
            let name = document.at(&at)?["name"].as_str()?.to_owned();
            Some((name, at))
        })
        .collect()
}

fn contents(document: &Document, owner: &str, side: &Side) -> Vec<Place> {
    let content = pointer::child(owner, "content");
    document
        .keys(&content)
        .iter()
        .map(|media| Place {
            side: side.clone(),
            media: media.clone(),
            at: pointer::child(&content, media),
        })
        .collect()
}
