//! What the contract says of an operation, as its mock needs it.

use anyhow::{Context, bail};
use heck::{ToPascalCase, ToSnakeCase};
use quote::format_ident;
use serde_json::Value;
use syn::Ident;

use crate::{
    codegen::lower,
    document::{Contract, Document, pointer},
};

/// An operation of a contract, or the download of the file that an operation can return.
#[derive(Clone)]
pub struct Operation<'a> {
    /// Its operationId, or the name of the download.
    pub id: String,
    /// The operationId, also for a download: the generator names its types after it.
    emitted: String,
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
    /// What it requests with `Accept`.
    pub accepts: Accepts,
    /// Whether the service may report an error under any status.
    pub fails_anyhow: bool,
    /// Where it is in the document.
    at: String,
    view: &'a Value,
    parameters: Vec<&'a Value>,
}

/// What an operation requests with `Accept`, if its response is a record or a file.
#[derive(Clone)]
pub enum Accepts {
    /// Its response has only one form.
    Any,
    /// The record, and not the file of this media type.
    Record(String),
    /// The file of this media type.
    File(String),
}

/// The operations of a contract in its order, as `view` has been lowered for the generator, each followed by its download.
///
/// # Errors
///
/// If `downloads` names an operation whose response cannot be a file, or names something else than an operation.
pub fn all<'a>(contract: &'a Contract, view: &'a Value) -> anyhow::Result<Vec<Operation<'a>>> {
    let mut found = Vec::new();
    let downloads = &contract.codegen.downloads;
    for mut operation in each(contract, view) {
        let Some(name) = downloads.get(&operation.id) else {
            found.push(operation);
            continue;
        };
        let media = file(&contract.document, &operation.at);
        let media = media.with_context(|| {
            format!(
                "`downloads` names `{}`, whose response cannot be a file; remove it from `downloads`",
                operation.id
            )
        })?;
        operation.accepts = Accepts::Record(media.clone());
        let download = Operation {
            id: name.clone(),
            accepts: Accepts::File(media),
            ..operation.clone()
        };
        found.extend([operation, download]);
    }
    let is_known = |name: &&String| found.iter().any(|operation| operation.emitted == **name);
    match downloads.keys().find(|name| !is_known(name)) {
        Some(name) => {
            bail!("`downloads` names `{name}`, which is not an operation; use an operationId")
        }
        None => Ok(found),
    }
}

fn each<'a>(contract: &'a Contract, view: &'a Value) -> Vec<Operation<'a>> {
    let document = &contract.document;
    let operations = document.operations();
    operations
        .iter()
        .map(|operation| {
            let lowered = &view["paths"][operation.path];
            Operation {
                id: operation.name(),
                emitted: operation.name(),
                at: operation.pointer.clone(),
                method: operation.method.to_uppercase(),
                path: operation.path,
                bases: bases(document, operation.value),
                summary: operation.value["summary"].as_str().unwrap_or_default(),
                answers: answers(document, &operation.pointer),
                accepts: Accepts::Any,
                fails_anyhow: document.value.get("x-errors").is_some(),
                view: &lowered[operation.method],
                parameters: parameters(view, lowered, operation.method),
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

    /// The names that the generator gives to the types of its conditions and of its responses.
    pub fn emitted(&self) -> [String; 2] {
        ["When", "Then"].map(|kind| format!("{}{kind}", self.emitted.to_pascal_case()))
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
        let mut all = self.parameters.iter();
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

/// The media type of the file that an operation may return in place of a record.
fn file(document: &Document, operation: &str) -> Option<String> {
    let all = pointer::child(operation, "responses");
    let statuses = document.keys(&all).iter();
    let mut successes = statuses.filter(|status| status.starts_with('2'));
    successes.find_map(|status| {
        let answer = document.follow(&pointer::child(&all, status));
        let content = pointer::child(&answer, "content");
        let media = document.keys(&content).iter();
        let mut files = media.filter(|kind| {
            let schema = pointer::child(&pointer::child(&content, kind), "schema");
            let schema = document.at(&schema);
            schema.is_some_and(|schema| schema["format"] == "binary")
        });
        files.next().cloned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::testing;

    const SOURCE: &str = "openapi: 3.0.3
paths:
  /a:
    get:
      operationId: get_a
      responses:
        200:
          content:
            application/json: {schema: {type: string}}
            application/pdf: {schema: {type: string, format: binary}}
    post:
      operationId: make_a
      responses:
        200: {content: {application/json: {schema: {type: string}}}}
";

    fn names(downloads: &str) -> Result<Vec<String>, String> {
        let mut contract = testing::contract(SOURCE);
        let name = "download_a".to_owned();
        contract
            .codegen
            .downloads
            .insert(downloads.to_owned(), name);
        let view = contract.document.value.clone();
        let operations = all(&contract, &view).map_err(|error| error.to_string())?;
        Ok(operations
            .into_iter()
            .map(|operation| operation.id)
            .collect())
    }

    #[test]
    fn a_download_follows_its_operation() {
        let expected = ["get_a", "download_a", "make_a"].map(str::to_owned);
        assert_eq!(names("get_a"), Ok(expected.to_vec()));
    }

    #[test]
    fn a_download_without_an_operation_or_a_file_is_refused() {
        let error = names("get_b").expect_err("no such operation");
        assert_eq!(
            error,
            "`downloads` names `get_b`, which is not an operation; use an operationId"
        );
        let error = names("make_a").expect_err("no file");
        assert_eq!(
            error,
            "`downloads` names `make_a`, whose response cannot be a file; remove it from `downloads`"
        );
    }
}
