//! The rule `openapi-invalid`: what the validators of the libraries roas and openapiv3 say, brought back to its line.

use std::{collections::BTreeSet, ops::RangeInclusive, sync::LazyLock};

use openapi_document::{Diagnostic, Document, Kind, pointer, walk};
use regex::Regex;
use roas::{
    v3_0::spec::Spec,
    validation::{IGNORE_UNUSED, Options, Validate, ValidationError},
};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::rules;

/// A finding of a library, and the lines that it is about: often those of the object around the mistake.
pub struct Claim {
    lines: RangeInclusive<usize>,
    finding: Diagnostic,
}

impl Claim {
    /// A finding about the value at `at`.
    pub fn new(document: &Document, at: &str, finding: Diagnostic) -> Self {
        let lines = document.lines(at);
        Self { lines, finding }
    }
}

/// What the libraries find.
pub fn claims(document: &Document) -> Vec<Claim> {
    let spec: Spec = match read(document, without_formats(document)) {
        Ok(spec) => spec,
        Err(claim) => return vec![*claim],
    };
    let found = validated(document, &spec);
    if !found.is_empty() {
        return found;
    }
    let parsed = read::<openapiv3::OpenAPI>(document, document.value.clone());
    parsed.err().into_iter().map(|claim| *claim).collect()
}

fn validated(document: &Document, spec: &Spec) -> Vec<Claim> {
    // What is not used is a rule of ours; so are operationIds and tags.
    let options = (IGNORE_UNUSED - Options::IgnoreUnusedServerVariables)
        | Options::IgnoreExternalReferences
        | Options::IgnoreNonUniqOperationIDs
        | Options::IgnoreMissingTags
        | Options::IgnoreUnusedPathItems;
    let Err(report) = spec.validate(options, None) else {
        return Vec::new();
    };
    let sound = report.errors.into_iter().filter(|error| !mistaken(error));
    // It goes through a schema once for every reference to it.
    let found: BTreeSet<_> = sound
        .map(|error| (place(document, &error), error.message))
        .collect();
    found
        .into_iter()
        .map(|(at, message)| claim(document, &at, &message))
        .collect()
}

fn claim(document: &Document, at: &str, message: &str) -> Claim {
    let at = culprit(document, at, message);
    let message = message.trim_start_matches('.');
    let help = "mend it as the OpenAPI Specification 3.0.3 says";
    let finding = document.diagnostic(
        &at,
        &rules::OPENAPI_INVALID,
        format!("not valid OpenAPI: {message}"),
        help,
    );
    Claim::new(document, &at, finding)
}

/// The document without the formats of its schemas: roas knows a few and refuses others, while OpenAPI leaves them
/// open.
fn without_formats(document: &Document) -> Value {
    let mut value = document.value.clone();
    for schema in walk::of_kind(document, Kind::Schema) {
        if let Some(Value::Object(members)) = value.pointer_mut(&schema.at) {
            members.remove("format");
        }
    }
    value
}

/// Reads a value of the document as a type of a library.
fn read<T: DeserializeOwned>(document: &Document, value: Value) -> Result<T, Box<Claim>> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let keys: Vec<_> = error
            .path()
            .iter()
            .map(|segment| segment.to_string())
            .map(|key| key.trim_matches(['[', ']']).to_owned())
            .collect();
        let at = pointer::of(keys.iter().map(String::as_str));
        Box::new(claim(document, &at, &error.inner().to_string()))
    })
}

/// Where roas is wrong: it takes every mapping of a discriminator for the name of a component, and refuses URLs that
/// are relative to a server or to the document, all of which OpenAPI allows.
fn mistaken(error: &ValidationError) -> bool {
    let relative = error.message.contains("must be a valid URL, found `/");
    relative
        || error.path.contains(".discriminator.mapping[")
        || error.path.ends_with(".externalValue")
}

static STEP: LazyLock<Regex> = LazyLock::new(|| {
    // A key with dots or slashes stands in brackets, or in quotes where it begins a message.
    Regex::new(r"\[(?<key>(?:[^\]]|\][^.\[])*)\]|`(?<quoted>[^`]+)`|(?<name>[^.\[`]+)")
        .expect("a valid pattern")
});

static IN_MESSAGE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\[\d+\]\.`[^`]+`").expect("a valid pattern"));

static CULPRIT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:found|unknown field) `([^`]+)`").expect("a valid pattern"));

/// The member of the object at `at` that a message names as the wrong one, or the object.
fn culprit(document: &Document, at: &str, message: &str) -> String {
    let named = CULPRIT.captures(message);
    let culprit = named.map(|named| pointer::child(at, &named[1]));
    culprit
        .filter(|culprit| document.at(culprit).is_some())
        .unwrap_or_else(|| at.to_owned())
}

/// The JSON pointer for the path of a roas error, such as `#.paths[/pets].get.tags[0]`, or
/// `#/components/schemas/Pet.properties[name]` where it came through a reference.
fn place(document: &Document, error: &ValidationError) -> String {
    let path = error.path.strip_prefix('#').unwrap_or(&error.path);
    let (base, path) = match path.starts_with('/') {
        true => behind_pointer(document, path),
        false => ("", path),
    };
    // Security requirements continue the path in the message.
    let further = IN_MESSAGE
        .find(&error.message)
        .map_or("", |found| found.as_str());
    let path = format!("{path}{further}");
    let keys = STEP.captures_iter(&path).filter_map(|step| {
        let key = step
            .name("key")
            .or(step.name("quoted"))
            .or(step.name("name"));
        key.map(|key| key.as_str())
    });
    keys.fold(base.to_owned(), |at, key| pointer::child(&at, key))
}

/// Parts a path that begins as a JSON pointer behind the longest one that the document has.
fn behind_pointer<'a>(document: &Document, path: &'a str) -> (&'a str, &'a str) {
    let ends = path.match_indices(['.', '[']).map(|(end, _)| end);
    let ends = ends.chain([path.len()]);
    let known = ends.filter(|end| document.at(&path[..*end]).is_some());
    path.split_at(known.max().unwrap_or(path.len()))
}

/// The findings of libraries about what we have no finding of our own for: where a line of the place already has
/// one, it says the same in better words.
pub fn unsaid(claims: Vec<Claim>, own: &[Diagnostic]) -> Vec<Diagnostic> {
    let said = |claim: &Claim| {
        own.iter().any(|found| {
            found.path == claim.finding.path && claim.lines.contains(&found.position.line)
        })
    };
    let unsaid = claims.into_iter().filter(|claim| !said(claim));
    unsaid.map(|claim| claim.finding).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    const SOUND: &str = "openapi: 3.0.3
info:
  title: A
  version: '1'
  license: {name: MIT, url: 'https://spdx.org'}
servers:
  - url: https://{place}.a.test/api
    variables:
      place: {default: be}
security:
  - Key: []
paths:
  /a/{b.c}:
    get:
      tags: [a]
      parameters:
        - {name: b.c, in: path, required: true, schema: {type: string}}
      responses:
        '200': {description: A.}
tags:
  - name: a
components:
  securitySchemes:
    Key: {type: apiKey, in: header, name: X-Key}
";

    fn found(from: &str, to: &str) -> Vec<String> {
        assert!(SOUND.contains(from), "{from}");
        let document = testing::document(&SOUND.replace(from, to));
        let found = unsaid(claims(&document), &[]);
        testing::brief(&found)
    }

    #[test]
    fn a_sound_document_has_no_findings() {
        assert_eq!(found("openapi", "openapi"), [""; 0]);
    }

    #[test]
    fn what_roas_says_comes_back_to_its_line() {
        assert_eq!(found("https://spdx.org", "spdx"), ["5 openapi-invalid"]);
        assert_eq!(
            found("    variables:\n      place: {default: be}\n", ""),
            ["7 openapi-invalid"]
        );
        assert_eq!(found("- Key: []", "- Keys: []"), ["11 openapi-invalid"]);
        assert_eq!(found("'200'", "'2000'"), ["19 openapi-invalid"]);
        assert_eq!(found(", required: true", ""), ["17 openapi-invalid"]);
    }

    #[test]
    fn a_url_may_be_relative_to_the_server() {
        let key = "Key: {type: apiKey, in: header, name: X-Key}";
        let oauth = |url: &str| {
            let flow = format!("{{authorizationUrl: {url}, tokenUrl: /token, scopes: {{}}}}");
            format!("Key: {{type: oauth2, flows: {{authorizationCode: {flow}}}}}")
        };
        assert_eq!(found(key, &oauth("/authorize")), [""; 0]);
        assert_eq!(found(key, &oauth("authorize")), ["24 openapi-invalid"]);
    }

    #[test]
    fn what_cannot_be_read_is_a_finding() {
        assert_eq!(found("  title: A\n", ""), ["2 openapi-invalid"]);
    }

    #[test]
    fn our_own_words_come_first() {
        let document = testing::document(&SOUND.replace("  title: A\n", ""));
        let own = document.diagnostic("/info", &rules::KEYWORD_MISSING, "", "");
        assert!(unsaid(claims(&document), &[own]).is_empty());
    }
}
