//! What the contract says of an operation, as its mock needs it.

use heck::{ToPascalCase, ToSnakeCase};
use quote::format_ident;
use serde_json::Value;
use syn::Ident;

use crate::{
    codegen::lower,
    document::{self, Contract, Document, pointer},
};

/// One operation of a contract.
pub struct Operation<'a> {
    /// Its operationId.
    pub id: String,
    /// Its method, in capitals.
    pub method: String,
    /// Its path.
    pub path: &'a str,
    /// The paths of its servers.
    pub bases: Vec<String>,
    /// What it does, in a line.
    pub summary: &'a str,
    /// The status of each documented answer, and what it means.
    pub answers: Vec<(String, &'a str)>,
    /// The answers that may also be a file: their status and media type.
    pub files: Vec<(u16, String)>,
    /// Whether the service may report an error under any status.
    pub fails_anyhow: bool,
    /// The parameters that the client sends by itself, of which the generator knows nothing.
    pub ours: Vec<&'a Value>,
    view: &'a Value,
    parameters: Vec<&'a Value>,
}

/// The operations of a contract in its order, as `view` has been lowered for the generator.
pub fn all<'a>(contract: &'a Contract, view: &'a Value) -> Vec<Operation<'a>> {
    let document = &contract.document;
    let operations = document.operations();
    operations
        .iter()
        .map(|operation| {
            let lowered = &view["paths"][operation.path];
            let known = parameters(view, lowered, operation.method);
            let mut ours = Vec::new();
            for (name, at) in document::parameters(document, operation) {
                let is_known = known.iter().any(|parameter| parameter["name"] == *name);
                ours.extend(document.at(&at).filter(|_| !is_known));
            }
            Operation {
                id: operation.name(),
                method: operation.method.to_uppercase(),
                path: operation.path,
                bases: bases(document, operation.value),
                summary: operation.value["summary"].as_str().unwrap_or_default(),
                answers: answers(document, &operation.pointer),
                files: files(document, &operation.pointer),
                fails_anyhow: document.value.get("x-errors").is_some(),
                ours,
                view: &lowered[operation.method],
                parameters: known,
            }
        })
        .collect()
}

fn parameters<'a>(view: &'a Value, item: &'a Value, method: &str) -> Vec<&'a Value> {
    [item, &item[method]]
        .into_iter()
        .filter_map(|owner| owner["parameters"].as_array())
        .flatten()
        .map(|parameter| resolved(view, parameter))
        .collect()
}

impl<'a> Operation<'a> {
    /// The type of its conditions.
    pub fn when(&self) -> Ident {
        format_ident!("{}When", self.id.to_pascal_case())
    }

    /// The type of its answers.
    pub fn then(&self) -> Ident {
        format_ident!("{}Then", self.id.to_pascal_case())
    }

    /// The name of a path parameter, from the name that it has in Rust.
    pub fn path_parameter(&self, rust: &str) -> Option<&'a str> {
        let in_path = |all: &&&Value| all["in"] == "path";
        let names = self.parameters.iter().filter(in_path);
        let mut names = names.filter_map(|parameter| parameter["name"].as_str());
        names.find(|name| name.to_snake_case() == rust.trim_end_matches('_'))
    }

    /// What a parameter means.
    pub fn meaning(&self, name: &str) -> Option<&'a str> {
        let mut all = self.parameters.iter().chain(&self.ours);
        let parameter = all.find(|parameter| parameter["name"] == name)?;
        parameter["description"].as_str()
    }

    /// The media type of its body.
    pub fn body(&self) -> Option<&'a str> {
        media(&self.view["requestBody"])
    }

    /// The media type of an answer.
    pub fn answer(&self, status: &str) -> Option<&'a str> {
        media(&self.view["responses"][status])
    }
}

fn media(owner: &Value) -> Option<&str> {
    let mut media = owner["content"].as_object()?.keys();
    media.next().map(String::as_str)
}

fn resolved<'a>(view: &'a Value, value: &'a Value) -> &'a Value {
    let reference = value["$ref"].as_str();
    reference.map_or(value, |reference| lower::target(view, reference))
}

/// The paths of the servers, each once, without those that have none.
fn bases(document: &Document, operation: &Value) -> Vec<String> {
    let servers = operation
        .get("servers")
        .unwrap_or(&document.value["servers"]);
    let urls = servers.as_array().into_iter().flatten();
    let mut bases = Vec::new();
    for url in urls.filter_map(|server| server["url"].as_str()) {
        let behind_host = url.split_once("://").map_or(Some(url), |(_, rest)| {
            rest.find('/').map(|slash| &rest[slash..])
        });
        let base = behind_host.unwrap_or_default().trim_end_matches('/');
        if !base.is_empty() && !bases.iter().any(|known| known == base) {
            bases.push(base.to_owned());
        }
    }
    bases
}

fn answers<'a>(document: &'a Document, operation: &str) -> Vec<(String, &'a str)> {
    let all = pointer::child(operation, "responses");
    let statuses = document.keys(&all).iter();
    statuses
        .map(|status| {
            let answer = document.follow(&pointer::child(&all, status));
            let description = document.at(&pointer::child(&answer, "description"));
            let description = description.and_then(Value::as_str);
            (status.clone(), description.unwrap_or_default())
        })
        .collect()
}

/// Answers that are JSON or XML in one form, and a file in another.
fn files(document: &Document, operation: &str) -> Vec<(u16, String)> {
    let all = pointer::child(operation, "responses");
    let mut files = Vec::new();
    for status in document.keys(&all) {
        let Ok(code) = status.parse() else { continue };
        let answer = document.follow(&pointer::child(&all, status));
        let content = pointer::child(&answer, "content");
        let media = document.keys(&content);
        for kind in media.iter().filter(|_| media.len() > 1) {
            let schema = pointer::child(&pointer::child(&content, kind), "schema");
            let schema = document.at(&schema);
            if schema.is_some_and(|schema| schema["format"] == "binary") {
                files.push((code, kind.clone()));
            }
        }
    }
    files
}
