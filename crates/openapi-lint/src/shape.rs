//! The rules `keyword-…`, `url`, `email-address`, `reference-sibling`, `component-name` and `openapi-version`: every
//! object has only keywords that OpenAPI 3.0.3 defines, with values that it allows.

use std::sync::LazyLock;

use openapi_document::{
    Diagnostic, Document, Keyword, Kind, Rule, Shape, pointer,
    walk::{self, Object},
};
use regex::Regex;
use serde_json::Value;

use crate::{nearest, rules, urls};

/// All findings about the shape of the document.
pub fn findings(document: &Document) -> Vec<Diagnostic> {
    if !document.value.is_object() {
        return vec![document.diagnostic(
            "",
            &rules::KEYWORD_TYPE,
            format!(
                "a document must be a mapping, but this is {}",
                what(&document.value)
            ),
            "begin with `openapi: 3.0.3`",
        )];
    }
    let mut found = Vec::new();
    found.extend(version(document));
    for object in walk::objects(document, Kind::Root) {
        if object.kind.section().is_some() && object.members.contains_key("$ref") {
            found.extend(siblings(document, &object));
            continue;
        }
        found.extend(missing(document, &object));
        for (key, value) in object.members {
            found.extend(member(document, &object, key, value));
        }
        if object.kind == Kind::Components {
            found.extend(names(document, &object));
        }
    }
    found
}

fn version(document: &Document) -> Option<Diagnostic> {
    // Other rules report a version that is missing or not a string.
    document.at("/openapi")?.as_str()?;
    document.other_version()
}

/// Findings about keywords beside a `$ref`, which tools ignore.
fn siblings(document: &Document, object: &Object<'_>) -> Vec<Diagnostic> {
    let beside = object
        .members
        .keys()
        .filter(|key| *key != "$ref" && !key.starts_with("x-"));
    beside
        .map(|key| {
            let message = format!("`{key}` is ignored, because it is beside a `$ref`");
            let help = match object.kind {
                Kind::Schema => {
                    "put the reference into an `allOf`, and the other keywords beside it"
                }
                _ => "remove it, or write the object out",
            };
            document.diagnostic(
                &object.member(key),
                &rules::REFERENCE_SIBLING,
                message,
                help,
            )
        })
        .collect()
}

fn missing(document: &Document, object: &Object<'_>) -> Vec<Diagnostic> {
    let by_type: &[&str] = match object.text("type") {
        _ if object.kind != Kind::SecurityScheme => &[],
        Some("apiKey") => &["name", "in"],
        Some("http") => &["scheme"],
        Some("oauth2") => &["flows"],
        Some("openIdConnect") => &["openIdConnectUrl"],
        _ => &[],
    };
    let required = object.kind.keywords().iter().filter(|known| known.required);
    let required = required.map(|known| known.name).chain(by_type.to_vec());
    required
        .filter(|name| !object.members.contains_key(*name))
        .map(|name| {
            let message = format!("{} has no `{name}`", object.kind.title());
            let help = format!("add `{name}`: OpenAPI requires it");
            document.diagnostic(&object.at, &rules::KEYWORD_MISSING, message, help)
        })
        .collect()
}

fn member(
    document: &Document,
    object: &Object<'_>,
    key: &str,
    value: &Value,
) -> Option<Diagnostic> {
    // A status or the URL of a callback cannot begin with `x-`.
    if key.starts_with("x-") {
        return None;
    }
    let at = object.member(key);
    let shape = match (object.kind.named(), object.kind.keyword(key)) {
        (Some(shape), _) => shape,
        (None, Some(keyword)) => keyword.shape,
        (None, None) => {
            let message = format!("{} has no keyword `{key}`", object.kind.title());
            let help = suggestion(key, object.kind.keywords());
            return Some(document.diagnostic(&at, &rules::KEYWORD_UNKNOWN, message, help));
        }
    };
    if let Some(text) = value.as_str()
        && let Some((rule, message, help)) = wrong_text(shape, key, text)
    {
        return Some(document.diagnostic(&at, rule, message, help));
    }
    let (inside, expected) = misfit(shape, value)?;
    let at = format!("{at}{inside}");
    let given = document.at(&at).unwrap_or(value);
    let message = format!("`{key}` must be {expected}, but this is {}", what(given));
    Some(document.diagnostic(
        &at,
        &rules::KEYWORD_TYPE,
        message,
        help(object.kind, key, expected),
    ))
}

/// Rule, message and help if a keyword does not allow this string.
fn wrong_text(shape: Shape, key: &str, text: &str) -> Option<(&'static Rule, String, String)> {
    match shape {
        Shape::Words(words) if !words.contains(&text) => Some((
            &rules::KEYWORD_VALUE,
            format!("`{text}` is not a value of `{key}`"),
            format!("use one of {}", words.join(", ")),
        )),
        Shape::Url if !urls::is_url(text) => Some((
            &rules::URL,
            format!("`{text}` is not a URL"),
            "write an absolute URL such as `https://example.com/docs`, or begin a relative one with `/` or `.`"
                .into(),
        )),
        Shape::Email if !urls::is_email(text) => Some((
            &rules::EMAIL_ADDRESS,
            format!("`{text}` is not an e-mail address"),
            "write one such as `support@example.com`".into(),
        )),
        _ => None,
    }
}

fn help(kind: Kind, key: &str, expected: &str) -> &'static str {
    match (kind, key, expected) {
        (Kind::Schema, "type", _) => "name one type, and write `nullable: true` beside it for null",
        (Kind::Schema, "exclusiveMinimum" | "exclusiveMaximum", _) => {
            "put the limit into `minimum` or `maximum`, and write `true` here"
        }
        (_, _, "a string") => "write a string; put it in quotes if YAML reads it as another type",
        (_, _, "true or false") => "write true or false, without quotes",
        (_, _, "a list" | "a list of strings") => {
            "begin each element with a hyphen, or put all of them into brackets"
        }
        _ => "write keys and values, indented below it",
    }
}

fn suggestion(key: &str, known: &[Keyword]) -> String {
    match nearest(key, known.iter().map(|known| known.name)) {
        Some(near) => format!("write `{near}`, or begin the name of an extension with `x-`"),
        None => "remove it, or begin the name of an extension with `x-`".into(),
    }
}

/// The pointer to the part of `value` that does not have this shape, and what is expected there.
fn misfit(shape: Shape, value: &Value) -> Option<(String, &'static str)> {
    let whole = |fits: bool, expected| (!fits).then(|| (String::new(), expected));
    match shape {
        Shape::Anything => None,
        Shape::Text | Shape::Words(_) | Shape::Url | Shape::Email => {
            whole(value.is_string(), "a string")
        }
        Shape::Flag => whole(value.is_boolean(), "true or false"),
        Shape::One(_) => whole(value.is_object(), "an object"),
        Shape::SchemaOrFlag => whole(
            value.is_object() || value.is_boolean(),
            "a schema, or true or false",
        ),
        Shape::Texts => elements(value, "a list of strings", "a string", Value::is_string),
        Shape::List(_) => elements(value, "a list", "an object", Value::is_object),
        Shape::TextMap => members(
            value,
            "an object with strings",
            "a string",
            Value::is_string,
        ),
        Shape::Map(_) => members(
            value,
            "an object with objects",
            "an object",
            Value::is_object,
        ),
    }
}

type Misfit = Option<(String, &'static str)>;

fn elements(
    value: &Value,
    all: &'static str,
    one: &'static str,
    fits: fn(&Value) -> bool,
) -> Misfit {
    let Value::Array(items) = value else {
        return Some((String::new(), all));
    };
    let wrong = items.iter().position(|item| !fits(item))?;
    Some((format!("/{wrong}"), one))
}

fn members(
    value: &Value,
    all: &'static str,
    one: &'static str,
    fits: fn(&Value) -> bool,
) -> Misfit {
    let Value::Object(members) = value else {
        return Some((String::new(), all));
    };
    let mut extended = members.iter().filter(|(key, _)| !key.starts_with("x-"));
    let (wrong, _) = extended.find(|(_, member)| !fits(member))?;
    Some((pointer::child("", wrong), one))
}

fn what(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

static NAME: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^[a-zA-Z0-9._-]+$").expect("a valid pattern"));

/// Findings about names of components with characters that would have to be escaped in references.
fn names(document: &Document, components: &Object<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for section in components.members.keys() {
        let at = components.member(section);
        for name in document.keys(&at) {
            if NAME.is_match(name) || section.starts_with("x-") {
                continue;
            }
            found.push(document.diagnostic(
                &pointer::child(&at, name),
                &rules::COMPONENT_NAME,
                format!("`{name}` is not a valid name for a component"),
                "use only letters, digits, dots, hyphens and underscores",
            ));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    const SOUND: &str = "openapi: 3.0.3
info:
  title: A
  version: '1'
tags:
  - name: a
paths:
  /a:
    parameters:
      - {name: q, in: query, schema: {type: string}}
    get:
      tags: [a]
      deprecated: true
      x-anything: 1
      responses:
        '200': {description: A.}
components:
  schemas:
    A:
      properties: {requred: {type: string}}
      additionalProperties: false
    B: {$ref: '#/components/schemas/A'}
  securitySchemes:
    Key: {type: apiKey, in: header, name: X-Key}
";

    fn found(from: &str, to: &str) -> Vec<String> {
        assert!(SOUND.contains(from), "{from}");
        testing::brief(&findings(&testing::document(&SOUND.replace(from, to))))
    }

    #[test]
    fn a_sound_document_has_no_findings() {
        assert_eq!(found("openapi", "openapi"), [""; 0]);
    }

    #[test]
    fn unknown_and_missing_keywords_are_found() {
        assert_eq!(found("  version: '1'\n", ""), ["2 keyword-missing"]);
        assert_eq!(found(", name: X-Key", ""), ["24 keyword-missing"]);
        assert_eq!(found("deprecated:", "depreciated:"), ["13 keyword-unknown"]);
        assert_eq!(found("    get:", "    fetch:"), ["11 keyword-unknown"]);
    }

    #[test]
    fn a_misspelt_keyword_has_a_suggestion() {
        let help = |key: &str| suggestion(key, Kind::Schema.keywords());
        assert!(help("requred").starts_with("write `required`"));
        assert!(help("readonly").starts_with("write `readOnly`"));
        assert!(help("const").starts_with("remove"));
        assert!(help("patternProperties").starts_with("remove"));
    }

    #[test]
    fn values_have_the_shape_of_their_keyword() {
        assert_eq!(found("tags: [a]", "tags: a"), ["12 keyword-type"]);
        assert_eq!(found("tags: [a]", "tags: [1]"), ["12 keyword-type"]);
        assert_eq!(
            found("deprecated: true", "deprecated: 'yes'"),
            ["13 keyword-type"]
        );
        assert_eq!(found("version: '1'", "version: 1.0"), ["4 keyword-type"]);
        assert_eq!(found("in: query", "in: body"), ["10 keyword-value"]);
        let contact = |text: &str| found("  version", &format!("  contact: {text}\n  version"));
        assert_eq!(contact("{url: /desk, email: desk@a.test}"), [""; 0]);
        assert_eq!(contact("{url: a.test}"), ["4 url"]);
        assert_eq!(contact("{url: 1}"), ["4 keyword-type"]);
        assert_eq!(contact("{email: a.test}"), ["4 email-address"]);
        assert_eq!(found("false", "'no'"), ["21 keyword-type"]);
        assert_eq!(
            testing::brief(&findings(&testing::document("- a\n"))),
            ["1 keyword-type"]
        );
    }

    #[test]
    fn names_versions_and_references_are_checked() {
        assert_eq!(found("    B:", "    B C:"), ["22 component-name"]);
        assert_eq!(found("3.0.3", "3.1.0"), ["1 openapi-version"]);
        assert_eq!(
            found("A'}", "A', nullable: true}"),
            ["22 reference-sibling"]
        );
    }
}
