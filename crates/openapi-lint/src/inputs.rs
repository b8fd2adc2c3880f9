//! The rules `parameter-…` and `path-parameter-required`: an operation has each parameter once, described in a way that
//! the specification allows.

use std::collections::BTreeSet;

use openapi_document::{
    Diagnostic, Document, Kind,
    walk::{self, Object},
};
use serde_json::Value;

use crate::rules;

/// All findings about parameters, anywhere in the document.
pub fn findings(document: &Document) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for object in walk::objects(document, Kind::Root) {
        match object.kind {
            Kind::PathItem | Kind::Operation => found.extend(twice(document, &object)),
            Kind::Parameter => {
                found.extend(style(document, &object));
                found.extend(header(document, &object));
                found.extend(optional(document, &object));
                found.extend(schema(document, &object));
            }
            Kind::Header => found.extend(schema(document, &object)),
            _ => {}
        }
    }
    found
}

/// Parameters that one list contains twice. A parameter of an operation may replace one of its path.
fn twice(document: &Document, owner: &Object<'_>) -> Vec<Diagnostic> {
    let list = owner.member("parameters");
    let count = owner.members.get("parameters").and_then(Value::as_array);
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for index in 0..count.map_or(0, Vec::len) {
        let listed = format!("{list}/{index}");
        let Some(parameter) = document.at(&document.follow(&listed)) else {
            continue;
        };
        let (Some(name), Some(place)) = (parameter["name"].as_str(), parameter["in"].as_str())
        else {
            continue;
        };
        if !seen.insert((name, place)) {
            found.push(document.diagnostic(
                &listed,
                &rules::PARAMETER_DUPLICATE,
                format!("the {place} parameter `{name}` appears a second time"),
                "remove one of the two",
            ));
        }
    }
    found
}

fn optional(document: &Document, parameter: &Object<'_>) -> Option<Diagnostic> {
    let required = parameter.members.get("required") == Some(&Value::Bool(true));
    (parameter.text("in") == Some("path") && !required).then(|| {
        document.diagnostic(
            &parameter.member("required"),
            &rules::PATH_PARAMETER_REQUIRED,
            "a path parameter is not `required`",
            "add `required: true`: a path without the value is another path",
        )
    })
}

/// A finding if the value of a parameter or header is not described by either a schema or exactly one media type.
fn schema(document: &Document, parameter: &Object<'_>) -> Option<Diagnostic> {
    if parameter.members.contains_key("$ref") {
        return None;
    }
    let content = parameter.members.get("content").and_then(Value::as_object);
    let count = content.map(|content| content.len());
    let at = &parameter.at;
    let (at, message, help) = match (parameter.members.contains_key("schema"), count) {
        (true, None) | (false, Some(1)) => return None,
        (true, Some(_)) => (
            at.clone(),
            "has both `schema` and `content`",
            "keep `schema`, or `content` for a value that is written in a media type such as JSON",
        ),
        (false, None) => (
            at.clone(),
            "has neither `schema` nor `content`",
            "add a `schema`",
        ),
        (false, Some(_)) => (
            parameter.member("content"),
            "does not have exactly one media type in `content`",
            "name the one that the value is written in",
        ),
    };
    let message = format!("{} {message}", parameter.kind.title());
    Some(document.diagnostic(&at, &rules::PARAMETER_SCHEMA, message, help))
}

/// The styles that each place allows.
fn styles(place: &str) -> &'static [&'static str] {
    match place {
        "path" => &["simple", "label", "matrix"],
        "query" => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
        "header" => &["simple"],
        _ => &["form"],
    }
}

fn style(document: &Document, parameter: &Object<'_>) -> Option<Diagnostic> {
    let (place, style) = (parameter.text("in")?, parameter.text("style")?);
    let allowed = styles(place);
    let known = ["path", "query"]
        .iter()
        .any(|place| styles(place).contains(&style));
    if allowed.contains(&style) || !known {
        return None;
    }
    Some(document.diagnostic(
        &parameter.member("style"),
        &rules::PARAMETER_STYLE,
        format!("a {place} parameter cannot have the style `{style}`"),
        format!("use {}, or omit the style", allowed.join(", ")),
    ))
}

/// OpenAPI describes these three headers in other places, and ignores parameters with their names.
fn header(document: &Document, parameter: &Object<'_>) -> Option<Diagnostic> {
    let name = parameter.text("name")?;
    let help = match name.to_lowercase().as_str() {
        _ if parameter.text("in") != Some("header") => return None,
        "accept" => "name the media types of the responses instead",
        "content-type" => "name the media types of the body instead",
        "authorization" => "describe it as a security scheme instead",
        _ => return None,
    };
    Some(document.diagnostic(
        &parameter.member("name"),
        &rules::PARAMETER_HEADER,
        format!("tools ignore a header parameter with the name `{name}`"),
        help,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    const SOUND: &str = "paths:
  /a:
    parameters:
      - {name: q, in: query, style: form, schema: {}}
    get:
      parameters:
        - {name: q, in: query, style: deepObject, schema: {}}
        - {name: q, in: header, style: simple, schema: {}}
        - $ref: '#/components/parameters/Page'
      responses:
        '200': {headers: {X-Count: {schema: {}}}}
components:
  parameters:
    Page: {name: page, in: query, content: {text/plain: {}}}
    Id: {name: id, in: path, required: true, schema: {}}
";

    fn found(from: &str, to: &str) -> Vec<String> {
        assert!(SOUND.contains(from), "{from}");
        testing::brief(&findings(&testing::document(&SOUND.replace(from, to))))
    }

    #[test]
    fn sound_parameters_have_no_findings() {
        assert_eq!(found("paths", "paths"), [""; 0]);
    }

    #[test]
    fn a_list_has_a_parameter_once() {
        assert_eq!(found("name: page", "name: q"), ["9 parameter-duplicate"]);
    }

    #[test]
    fn styles_belong_to_places() {
        assert_eq!(found("style: form", "style: matrix"), ["4 parameter-style"]);
        assert_eq!(found("style: simple", "style: form"), ["8 parameter-style"]);
    }

    #[test]
    fn a_value_is_described_once() {
        assert_eq!(
            found("X-Count: {schema: {}}", "X-Count: {}"),
            ["11 parameter-schema"]
        );
        let content = "content: {text/plain: {}}";
        for to in [
            "schema: {}, content: {text/plain: {}}",
            "content: {}",
            "content: {a/b: {}, a/c: {}}",
        ] {
            assert_eq!(found(content, to), ["14 parameter-schema"], "{to}");
        }
    }

    #[test]
    fn a_path_parameter_is_required() {
        assert_eq!(
            found("required: true, ", ""),
            ["15 path-parameter-required"]
        );
        assert_eq!(
            found("required: true", "required: false"),
            ["15 path-parameter-required"]
        );
    }

    #[test]
    fn headers_with_a_place_of_their_own_are_found() {
        assert_eq!(
            found("name: q, in: header", "name: Accept, in: header"),
            ["8 parameter-header"]
        );
    }
}
