//! What the published document says about an operation's responses and servers.

use openapi_document::{Document, Operation, pointer, resolve};
use serde_json::{Map, Value};

use super::operation::Response;

/// The documented responses, in the order of the document.
pub fn all(document: &Document, operation: &Operation<'_>) -> Vec<Response> {
    let all = pointer::child(&operation.pointer, "responses");
    let statuses = document.keys(&all).iter();
    let read = |status: &String| {
        let at = document.follow(&pointer::child(&all, status));
        let description = document.at(&pointer::child(&at, "description"));
        let content = pointer::child(&at, "content");
        let media = document.keys(&content).to_vec();
        let is_file = |media: &&String| {
            let schema = pointer::child(&pointer::child(&content, media), "schema");
            let schema = document.at(&document.follow(&schema));
            schema.is_some_and(|schema| schema["format"] == "binary")
        };
        Response {
            status: status.clone(),
            description: description
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned(),
            file: media.iter().find(is_file).cloned(),
            media,
        }
    };
    statuses.map(read).collect()
}

/// Whether every successful response is a string that is not the bytes of a file.
pub fn is_text(document: &Document, operation: &Operation<'_>) -> bool {
    let root = &document.value;
    let responses = operation.value["responses"].as_object();
    let successes = responses
        .into_iter()
        .flatten()
        .filter(|(status, _)| status.starts_with('2'));
    let media = successes.flat_map(|(_, response)| {
        let content = resolve(root, response)["content"].as_object();
        content.into_iter().flatten()
    });
    let schemas: Vec<_> = media
        .map(|(_, media)| resolve(root, &media["schema"]))
        .collect();
    let is_text = |schema: &&Value| schema["type"] == "string" && schema["format"] != "binary";
    !schemas.is_empty() && schemas.iter().all(is_text)
}

/// Whether the result of progenitor's method is a file: every documented success has content, none of which is JSON. If
/// no success is documented, the response may be anything, so it is also a file.
pub fn are_files(view: &Value, responses: &Value) -> bool {
    let all = responses.as_object().into_iter().flatten();
    let successes = all.filter(|(status, _)| status.starts_with('2') || *status == "default");
    let contents = successes.map(|(_, response)| resolve(view, response)["content"].as_object());
    let contents: Vec<_> = contents.collect();
    let is_file = |content: &Map<String, Value>| {
        !content.is_empty() && !content.contains_key("application/json")
    };
    contents.iter().all(|content| content.is_some_and(is_file))
}

/// The base URL of an operation that has its own server.
pub fn server(document: &Document, operation: &Operation<'_>) -> Option<String> {
    let url = own_servers(document, operation)?[0]["url"].as_str()?;
    Some(url.trim_end_matches('/').to_owned())
}

fn own_servers<'a>(document: &'a Document, operation: &Operation<'a>) -> Option<&'a Value> {
    let of_path = document.at(&pointer::of(["paths", operation.path, "servers"]));
    operation.value.get("servers").or(of_path)
}

/// The paths of the servers, each once. Servers without a path are omitted.
pub fn bases(document: &Document, operation: &Operation<'_>) -> Vec<String> {
    let servers = own_servers(document, operation).unwrap_or(&document.value["servers"]);
    let urls = servers.as_array().into_iter().flatten();
    let mut bases = Vec::new();
    for url in urls.filter_map(|server| server["url"].as_str()) {
        let after_host = url.split_once("://").map_or(Some(url), |(_, rest)| {
            rest.find('/').map(|slash| &rest[slash..])
        });
        let base = after_host.unwrap_or_default().trim_end_matches('/');
        if !base.is_empty() && !bases.iter().any(|known| known == base) {
            bases.push(base.to_owned());
        }
    }
    bases
}

/// The `x-envelope` of the schema of a successful response.
pub fn envelope<'a>(document: &'a Document, operation: &Operation<'a>) -> Option<&'a str> {
    let mut schemas = schemas(document, operation);
    schemas.find_map(|schema| schema["x-envelope"].as_str())
}

/// Whether the envelope of a successful response always contains a record, according to the `minItems` of its list.
pub fn has_record(document: &Document, operation: &Operation<'_>) -> bool {
    schemas(document, operation).any(|schema| {
        let envelope = schema["x-envelope"].as_str().unwrap_or_default();
        let least = schema["properties"][envelope]["minItems"].as_u64();
        least.is_some_and(|least| least > 0)
    })
}

/// The path parameters that the response repeats, according to the `x-repeats` of the operation.
pub fn repeats(operation: &Operation<'_>) -> Vec<(String, String)> {
    let pairs = operation.value["x-repeats"]
        .as_object()
        .into_iter()
        .flatten();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    pairs
        .map(|(parameter, property)| (parameter.clone(), text(property)))
        .collect()
}

/// Whether a property of a successful response is a credential.
pub fn has_secrets(document: &Document, operation: &Operation<'_>) -> bool {
    schemas(document, operation).any(|schema| {
        let properties = schema["properties"].as_object().into_iter().flatten();
        let mut properties = properties.map(|(_, property)| resolve(&document.value, property));
        properties.any(|property| property["format"] == "password")
    })
}

/// The schemas of the JSON in successful responses.
fn schemas<'a>(
    document: &'a Document,
    operation: &Operation<'a>,
) -> impl Iterator<Item = &'a Value> {
    let root = &document.value;
    let responses = operation.value["responses"]
        .as_object()
        .into_iter()
        .flatten();
    let successes = responses.filter(|(status, _)| status.starts_with('2'));
    successes.map(move |(_, response)| {
        let content = &resolve(root, response)["content"];
        resolve(root, &content["application/json"]["schema"])
    })
}
