//! The rules `parameter-duplicate`, `parameter-style` and `parameter-header`: an operation takes each parameter once,
//! in a way that the specification knows.

use std::collections::BTreeSet;

use openapi_document::{
    Diagnostic, Document, Kind,
    walk::{self, Object},
};
use serde_json::Value;

use crate::rules;

/// All findings about parameters, wherever they stand.
pub fn findings(document: &Document) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for object in walk::objects(document, Kind::Root) {
        match object.kind {
            Kind::PathItem | Kind::Operation => found.extend(twice(document, &object)),
            Kind::Parameter => {
                found.extend(style(document, &object));
                found.extend(header(document, &object));
            }
            _ => {}
        }
    }
    found
}

/// Parameters that one list has twice; those of an operation may replace those of its path.
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
                format!("the {place} parameter `{name}` stands here a second time"),
                "remove one of the two",
            ));
        }
    }
    found
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
        format!("use {}, or leave the style out", allowed.join(", ")),
    ))
}

/// OpenAPI says these three elsewhere, and ignores parameters for them.
fn header(document: &Document, parameter: &Object<'_>) -> Option<Diagnostic> {
    let name = parameter.text("name")?;
    let help = match name.to_lowercase().as_str() {
        _ if parameter.text("in") != Some("header") => return None,
        "accept" => "name the media types of the answers instead",
        "content-type" => "name the media types of the body instead",
        "authorization" => "describe it as a security scheme instead",
        _ => return None,
    };
    Some(document.diagnostic(
        &parameter.member("name"),
        &rules::PARAMETER_HEADER,
        format!("readers ignore a header parameter called `{name}`"),
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
      - {name: q, in: query, style: form}
    get:
      parameters:
        - {name: q, in: query, style: deepObject}
        - {name: q, in: header, style: simple}
        - $ref: '#/components/parameters/Page'
components:
  parameters:
    Page: {name: page, in: query}
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
    fn headers_with_a_place_of_their_own_are_found() {
        assert_eq!(
            found("name: q, in: header", "name: Accept, in: header"),
            ["8 parameter-header"]
        );
    }
}
