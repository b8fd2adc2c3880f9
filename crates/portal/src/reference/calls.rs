//! The calls that a document shows: the examples of an operation that have the same name form one call.

use std::path::Path;

use openapi_document::folder;

use crate::{
    ordered::{self, Value, members, text},
    pages::prose,
    samples::curl::{Documented, Request},
};

/// In bytes. A body that is not longer is shown on one line.
const LONGEST_LINE: usize = 250;

/// A call: what is sent, and what comes back.
#[derive(Debug)]
pub struct Call<'a> {
    /// What it shows, in words; absent if the document has no example of the operation.
    pub title: Option<String>,
    /// Its evidence label.
    pub label: Option<&'a str>,
    /// The command that makes it.
    pub curl: String,
    /// The bodies of its responses, one for each media type.
    pub bodies: Vec<Body<'a>>,
}

/// The body of a response.
#[derive(Debug)]
pub struct Body<'a> {
    /// The status of the response.
    pub status: &'a str,
    /// Its media type.
    pub media: &'a str,
    /// The Example Object.
    pub example: &'a Value,
    /// The text; absent if the body is not text.
    pub text: Option<String>,
}

impl Body<'_> {
    /// A short body on one line.
    pub fn line(&self) -> Option<String> {
        let value = self.example.get("value");
        let json = value.filter(|value| !value.is_string());
        let json = json.and_then(|value| serde_json::to_string(value).ok());
        let text = json.or_else(|| self.text.clone())?;
        let text = text.trim();
        (text.len() <= LONGEST_LINE && !text.contains('\n')).then(|| text.to_owned())
    }

    /// The title of the first of the `earlier` calls that shows the same body.
    pub fn shown_in<'c>(&self, earlier: &'c [Call<'_>]) -> Option<&'c str> {
        let is_same = |other: &Body<'_>| other.text == self.text && other.file() == self.file();
        let mut calls = earlier.iter();
        let call = calls.find(|call| call.bodies.iter().any(is_same))?;
        call.title.as_deref()
    }

    /// The file that contains the body, relative to the folder of the edition, if the body is not in the document.
    pub fn file(&self) -> Option<&str> {
        text(self.example, "externalValue")
    }
}

/// The calls of an operation.
pub(super) fn of<'a>(
    root: &'a Value,
    folder: &Path,
    request: &Documented<'a>,
    responses: &[(&'a str, &'a Value)],
) -> Vec<Call<'a>> {
    let documented = responses.iter().copied();
    let documented =
        documented.flat_map(|(status, response)| bodies(root, folder, status, response));
    let mut documented: Vec<_> = documented.collect();
    let mut names = request.calls();
    for (name, body) in &documented {
        if body.status.starts_with('2') && !names.contains(name) {
            names.push(name);
        }
    }
    let mut call = |name: Option<&'a str>| {
        let received = documented.extract_if(.., |(given, _)| Some(*given) == name);
        let bodies: Vec<_> = received.map(|(_, body)| body).collect();
        let sent = name.and_then(|name| request.example(name));
        let summary = sent.and_then(|example| text(example, "summary"));
        let received = bodies.first().map(|body| body.example);
        let mut examples = sent.into_iter().chain(received);
        Call {
            title: name.map(|name| summary.map_or_else(|| prose::title_of(name), str::to_owned)),
            label: examples.find_map(|example| text(example, "x-evidence")),
            curl: Request::of(request, name).text(),
            bodies,
        }
    };
    match names.is_empty() {
        true => vec![call(None)],
        false => names.into_iter().map(|name| call(Some(name))).collect(),
    }
}

/// The bodies that a response shows, with the names of their calls.
pub fn bodies<'a>(
    root: &'a Value,
    folder: &Path,
    status: &'a str,
    response: &'a Value,
) -> Vec<(&'a str, Body<'a>)> {
    let content = response.get("content").into_iter().flat_map(members);
    let examples = content.flat_map(|(media, content)| {
        let examples = content.get("examples").into_iter().flat_map(members);
        examples.map(move |(name, example)| (media, name, ordered::follow(root, example)))
    });
    let bodies = examples.map(|(media, name, example)| {
        let body = Body {
            status,
            media,
            example,
            text: payload(folder, example),
        };
        (name, body)
    });
    bodies.collect()
}

/// The text of a payload: JSON is indented, and a file is read if it is text.
fn payload(folder: &Path, example: &Value) -> Option<String> {
    match (example.get("value"), text(example, "externalValue")) {
        (Some(Value::String(text)), _) => Some(text.clone()),
        (Some(value), _) => ordered::json(value).ok(),
        (None, file) => folder::text(folder, Path::new(file?)).ok(),
    }
}
