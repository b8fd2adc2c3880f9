//! OpenAPI documents in memory: values with their positions in the file, the grammar of the specification, references,
//! examples, and findings.
//!
//! This crate does not decide what a document must contain, and does not know the conventions of a workspace. Both are
//! left to the crates that use it.

#![cfg_attr(not(test), warn(clippy::disallowed_methods))]

pub mod composition;
mod diagnostic;
mod examples;
pub mod folder;
mod grammar;
mod json_schema;
pub mod listed;
pub mod ordered;
mod place;
pub mod pointer;
mod position;
pub mod reference;
mod rule;
mod schema;
mod slot;
mod syntax;
mod version;
pub mod walk;
pub mod xml;

use std::{
    ops::RangeInclusive,
    path::{Path, PathBuf},
    string::FromUtf8Error,
};

use anyhow::Context;
use serde_json::Value;

pub use diagnostic::Diagnostic;
pub use examples::{Example, Payload, Side, parameters};
pub use folder::Folder;
pub use grammar::{Keyword, Kind, Shape};
pub use place::Position;
pub use position::Positions;
pub use reference::{DeadEnd, resolve};
pub use rule::{OPENAPI_VERSION, Rule, SYNTAX, Severity, UNREADABLE, table};
pub use schema::{Format, SchemaView, Validator};
pub use slot::Slot;

/// A YAML or JSON file: its value, and the position of every part of the value in the file.
#[derive(Clone, Debug)]
pub struct Document {
    /// The path of the file in messages.
    pub path: PathBuf,
    /// The whole value.
    pub value: Value,
    /// The folder with the files that it may refer to.
    pub folder: Folder,
    /// The value with its keys in the order of the file.
    pub ordered: ordered::Value,
    positions: Positions,
}

/// An OpenAPI document, and the JSON Schemas of string contents.
#[derive(Clone, Debug)]
pub struct DocumentSet<'a> {
    /// The OpenAPI document.
    pub openapi: &'a Document,
    /// The JSON Schemas, each in its own file.
    pub schemas: Vec<&'a Document>,
    /// Formats of strings that are checked in addition to those of JSON Schema.
    pub formats: &'static [Format],
}

impl<'a> From<&'a Document> for DocumentSet<'a> {
    fn from(openapi: &'a Document) -> Self {
        Self {
            openapi,
            schemas: Vec::new(),
            formats: &[],
        }
    }
}

impl Document {
    /// Reads `file` of `folder`. Fails if the file is outside the folder.
    pub fn read(folder: &Folder, file: &str) -> anyhow::Result<Self> {
        let path = folder.path().join(file);
        let bytes = folder::read(&folder.place(), Path::new(file))
            .with_context(|| format!("cannot read {}", path.display()))?;
        let document = Self::from_bytes(&path, bytes)?;
        Ok(Self {
            folder: folder.clone(),
            ..document
        })
    }

    /// Reads the bytes of a file. Messages name `path` as its file.
    pub fn from_bytes(path: &Path, bytes: Vec<u8>) -> anyhow::Result<Self> {
        let text = String::from_utf8(bytes).map_err(|error| not_text(path, &error))?;
        Ok(Self::parse(path, &text)?)
    }

    /// Reads `text`. Messages name `path` as its file. References in it lead to files in the folder of `path`.
    pub fn parse(path: &Path, text: &str) -> Result<Self, Diagnostic> {
        let syntax = |position, length, message, help| Diagnostic {
            path: path.to_owned(),
            position,
            length,
            severity: SYNTAX.severity,
            rule: SYNTAX.id.into(),
            message,
            help,
        };
        let positions = position::index(text)
            .map_err(|at| syntax(at.position, at.length, at.message, at.help))?;
        let not_yaml = |error: serde_yaml::Error| {
            let position = error.location().map_or(Position::START, |at| Position {
                line: at.line(),
                column: at.column(),
            });
            syntax(
                position,
                1,
                format!("not valid YAML: {error}"),
                "correct the YAML".into(),
            )
        };
        let ordered = ordered::parse(text).map_err(not_yaml)?;
        let value = serde_yaml::from_value(ordered.clone()).map_err(not_yaml)?;
        Ok(Self {
            path: path.to_owned(),
            value,
            ordered,
            folder: Folder::new("", path.parent().unwrap_or(Path::new(""))),
            positions,
        })
    }

    /// The value at a JSON pointer.
    pub fn at(&self, pointer: &str) -> Option<&Value> {
        pointer::value(&self.value, pointer)
    }

    /// The position of the value at a JSON pointer, or of its key if it has one.
    pub fn position(&self, pointer: &str) -> Position {
        self.positions.of(pointer)
    }

    /// The lines that the value at a JSON pointer covers, its key included.
    pub fn lines(&self, pointer: &str) -> RangeInclusive<usize> {
        self.positions.lines(pointer)
    }

    /// The keys of the mapping at a JSON pointer, in the order of the file.
    pub fn keys(&self, pointer: &str) -> &[String] {
        self.positions.keys(pointer)
    }

    /// Renames the member at a JSON pointer to `name`. Its position in the file stays the same.
    pub fn rename(&mut self, pointer: &str, name: &str) {
        let Some((parent, _)) = pointer.rsplit_once('/') else {
            return;
        };
        let key = pointer::last(pointer);
        if let Some(Value::Object(members)) = self.value.pointer_mut(parent)
            && let Some(value) = members.remove(&key)
        {
            members.insert(name.to_owned(), value);
            self.positions.rename(parent, &key, name);
        }
    }

    /// A finding about the value at a JSON pointer.
    pub fn diagnostic(
        &self,
        pointer: &str,
        rule: &Rule,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic {
            path: self.path.clone(),
            position: self.position(pointer),
            length: self.positions.width(pointer),
            severity: rule.severity,
            rule: rule.id.into(),
            message: message.into(),
            help: help.into(),
        }
    }

    /// The operations, in the order of the file.
    pub fn operations(&self) -> Vec<Operation<'_>> {
        let mut found = Vec::new();
        for path in self.keys("/paths") {
            let item = pointer::of(["paths", path]);
            for method in self.keys(&item) {
                let pointer = pointer::child(&item, method);
                if METHODS.contains(&method.as_str())
                    && let Some(value) = self.at(&pointer)
                {
                    found.push(Operation {
                        path,
                        method,
                        pointer,
                        value,
                    });
                }
            }
        }
        found
    }
}

fn not_text(path: &Path, error: &FromUtf8Error) -> Diagnostic {
    let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
    let breaks = before.iter().filter(|byte| **byte == b'\n');
    Diagnostic {
        path: path.to_owned(),
        position: Position {
            line: breaks.count() + 1,
            column: 1,
        },
        length: 1,
        severity: SYNTAX.severity,
        rule: SYNTAX.id.into(),
        message: "this line contains bytes that are not UTF-8".into(),
        help: "save the file as UTF-8".into(),
    }
}

/// The keys of a Path Item Object whose values are operations.
pub const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// One operation of a document.
#[derive(Clone, Debug)]
pub struct Operation<'a> {
    /// The key below `paths`.
    pub path: &'a str,
    /// The HTTP method, lower case.
    pub method: &'a str,
    /// Its JSON pointer.
    pub pointer: String,
    /// The Operation Object.
    pub value: &'a Value,
}

impl Operation<'_> {
    /// The operationId, or `METHOD path` if it has none.
    pub fn name(&self) -> String {
        match self.value["operationId"].as_str() {
            Some(id) => id.to_owned(),
            None => format!("{} {}", self.method.to_uppercase(), self.path),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_renamed_member_keeps_its_place() {
        let source = "a:\n  one: {x: 1}\n  one-more: 2\n";
        let mut document = Document::parse(Path::new("a.yaml"), source).expect("valid");
        document.rename("/a/one", "b/c");
        assert_eq!(document.keys("/a"), ["b/c", "one-more"]);
        assert_eq!(document.at("/a/b~1c/x"), Some(&Value::from(1)));
        assert_eq!(document.keys("/a/b~1c"), ["x"]);
        let x = Position { line: 2, column: 9 };
        assert_eq!(document.position("/a/b~1c/x"), x);
        assert_eq!(document.position("/a/one-more").line, 3);
    }

    #[test]
    fn a_number_as_key_is_text() {
        let document =
            Document::parse(Path::new("a.yaml"), "responses:\n  200: {x: no}\n").expect("valid");
        assert_eq!(document.at("/responses/200/x"), Some(&Value::from("no")));
        assert_eq!(document.position("/responses/200").line, 2);
    }
}
