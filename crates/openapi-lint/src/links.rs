//! The rules `link-target`, `link-parameter` and `runtime-expression`: links lead to an operation and set its
//! parameters, and the runtime expressions of links and callbacks are valid.

use std::sync::LazyLock;

use openapi_document::{
    Diagnostic, Document, Kind, Operation,
    listed::listed,
    pointer, reference,
    walk::{self, Object},
};
use regex::Regex;
use serde_json::Value;

use crate::{nearest, rules};

/// All findings about links and callbacks.
pub fn findings(document: &Document) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let objects = walk::objects(document, Kind::Root);
    let is_operation = |object: &&Object<'_>| object.kind == Kind::Operation;
    let operations: Vec<_> = objects.iter().filter(is_operation).collect();
    for object in &objects {
        match object.kind {
            Kind::Link => {
                found.extend(target(document, object, &operations));
                found.extend(parameters(document, object));
                found.extend(expressions(document, object));
            }
            Kind::Callback => found.extend(addresses(document, object)),
            _ => {}
        }
    }
    found
}

/// A finding if the link does not lead to exactly one operation.
fn target(
    document: &Document,
    link: &Object<'_>,
    operations: &[&Object<'_>],
) -> Option<Diagnostic> {
    if link.members.contains_key("$ref") {
        return None;
    }
    let (id, reference) = (link.text("operationId"), link.text("operationRef"));
    let (at, (message, help)) = match (id, reference) {
        (None, None) => (
            link.at.clone(),
            (
                "the link does not say where it leads".into(),
                "add the `operationId` of an operation".into(),
            ),
        ),
        (Some(_), Some(_)) => (
            link.at.clone(),
            (
                "the link has both `operationId` and `operationRef`".into(),
                "keep one of the two".into(),
            ),
        ),
        (Some(id), None) => (link.member("operationId"), no_such_id(id, operations)?),
        (None, Some(reference)) => (
            link.member("operationRef"),
            dead_end(reference, operations)?,
        ),
    };
    Some(document.diagnostic(&at, &rules::LINK_TARGET, message, help))
}

/// Message and help if no operation has the operationId.
fn no_such_id(id: &str, operations: &[&Object<'_>]) -> Option<(String, String)> {
    let ids: Vec<_> = operations
        .iter()
        .filter_map(|operation| operation.text("operationId"))
        .collect();
    if ids.contains(&id) {
        return None;
    }
    let help = match nearest(id, ids) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "name an operation of this document".into(),
    };
    Some((format!("no operation has the operationId `{id}`"), help))
}

/// Message and help if a reference into this document does not lead to an operation.
fn dead_end(reference: &str, operations: &[&Object<'_>]) -> Option<(String, String)> {
    let inside = reference::local(reference)?;
    if operations.iter().any(|operation| operation.at == inside) {
        return None;
    }
    Some((
        format!("`{reference}` does not lead to an operation"),
        "write it as in `#/paths/~1orders~1{id}/get`, or use `operationId`".into(),
    ))
}

/// Findings about parameters that the target of the link does not have.
fn parameters(document: &Document, link: &Object<'_>) -> Vec<Diagnostic> {
    let operations = document.operations();
    let Some(target) = operations.iter().find(|known| leads_to(link, known)) else {
        return Vec::new();
    };
    let taken = listed(document, target);
    let takes = |key: &str| {
        let mut taken = taken.iter();
        taken.any(|known| key == known.name || key == format!("{}.{}", known.location, known.name))
    };
    let given = link.members.get("parameters").and_then(Value::as_object);
    let unknown = given.into_iter().flatten().filter(|(key, _)| !takes(key));
    unknown
        .map(|(key, _)| {
            document.diagnostic(
                &pointer::child(&link.member("parameters"), key),
                &rules::LINK_PARAMETER,
                format!("{} takes no parameter `{key}`", target.name()),
                "name a parameter of the operation that the link leads to",
            )
        })
        .collect()
}

fn leads_to(link: &Object<'_>, operation: &Operation<'_>) -> bool {
    let by_id = link.text("operationId");
    let by_reference = link.text("operationRef");
    by_id.is_some() && operation.value["operationId"].as_str() == by_id
        || by_reference.and_then(reference::local).as_ref() == Some(&operation.pointer)
}

static EXPRESSION: LazyLock<Regex> = LazyLock::new(|| {
    let source = r"(header\.[^.{}]+|query\.[^{}]+|path\.[^{}]+|body(#/[^{}]*)?)";
    let pattern = format!(r"^\$(url|method|statusCode|request\.{source}|response\.{source})$");
    Regex::new(&pattern).expect("a valid pattern")
});

static INSIDE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\{([^{}]*)\}").expect("a valid pattern"));

/// Findings about invalid runtime expressions in the values of a link.
fn expressions(document: &Document, link: &Object<'_>) -> Vec<Diagnostic> {
    let given = link.members.get("parameters").and_then(Value::as_object);
    let parameters = given.into_iter().flatten().map(|(key, value)| {
        let at = pointer::child(&link.member("parameters"), key);
        (at, value)
    });
    let body = link.members.get("requestBody");
    let body = body.map(|value| (link.member("requestBody"), value));
    parameters
        .chain(body)
        .filter_map(|(at, value)| {
            let text = value.as_str()?;
            let wrong = text.starts_with('$') && !EXPRESSION.is_match(text);
            wrong.then(|| malformed(document, &at, text))
        })
        .collect()
}

/// Findings about invalid runtime expressions in the URLs of a callback, which have expressions in braces.
fn addresses(document: &Document, callback: &Object<'_>) -> Vec<Diagnostic> {
    let named = callback
        .members
        .keys()
        .filter(|key| !key.starts_with("x-") && *key != "$ref");
    let mut found = Vec::new();
    for address in named {
        let at = callback.member(address);
        if address.starts_with('$') && !EXPRESSION.is_match(address) {
            found.push(malformed(document, &at, address));
        }
        let inside = INSIDE.captures_iter(address);
        let wrong = inside.filter(|inside| !EXPRESSION.is_match(&inside[1]));
        found.extend(wrong.map(|inside| malformed(document, &at, &inside[1])));
    }
    found
}

fn malformed(document: &Document, at: &str, text: &str) -> Diagnostic {
    document.diagnostic(
        at,
        &rules::RUNTIME_EXPRESSION,
        format!("`{text}` is not a runtime expression"),
        "write it as in `$request.query.name`, `$request.body#/url` or `$response.header.Location`",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    const SOUND: &str = "paths:
  /a/{id}:
    get:
      operationId: get_a
      parameters: [{name: id, in: path}]
      responses:
        '200':
          links:
            Again:
              operationId: get_a
              parameters:
                id: $response.body#/id
            Other:
              operationRef: '#/paths/~1a~1{id}/get'
              parameters:
                path.id: 5
      callbacks:
        done:
          '{$request.body#/url}/done': {}
          '$request.query.url': {}
";

    fn found(from: &str, to: &str) -> Vec<String> {
        assert!(SOUND.contains(from), "{from}");
        testing::brief(&findings(&testing::document(&SOUND.replace(from, to))))
    }

    #[test]
    fn sound_links_have_no_findings() {
        assert_eq!(found("paths", "paths"), [""; 0]);
    }

    #[test]
    fn links_lead_to_one_operation() {
        assert_eq!(
            found(
                "operationId: get_a\n              par",
                "operationId: get_b\n              par"
            ),
            ["10 link-target"]
        );
        assert_eq!(found("~1a~1{id}/get", "~1a~1{id}/put"), ["14 link-target"]);
        assert_eq!(found("~1a~1{id}/get", "~1a~1%7Bid%7D/get"), [""; 0]);
        assert_eq!(
            found("operationRef: '#/paths/~1a~1{id}/get'", "description: A."),
            ["13 link-target"]
        );
        assert_eq!(
            found(
                "operationRef:",
                "operationId: get_a\n              operationRef:"
            ),
            ["13 link-target"]
        );
    }

    #[test]
    fn links_name_parameters_of_their_operation() {
        assert_eq!(found("    id: $", "    nr: $"), ["12 link-parameter"]);
        assert_eq!(found("path.id", "query.id"), ["16 link-parameter"]);
    }

    #[test]
    fn expressions_are_those_of_the_specification() {
        assert_eq!(
            found("$response.body#/id", "$answer.id"),
            ["12 runtime-expression"]
        );
        assert_eq!(
            found("{$request.body#/url}", "{request.body}"),
            ["19 runtime-expression"]
        );
        assert_eq!(
            found("$request.query.url", "$request.url"),
            ["20 runtime-expression"]
        );
    }
}
