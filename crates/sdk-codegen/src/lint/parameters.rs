//! Parameters that the generator does not support.

use openapi_document::{Diagnostic, Document, pointer, walk::Object};
use serde_json::Value;

use super::unsupported;

const STYLES: [&str; 5] = [
    "deepObject",
    "spaceDelimited",
    "pipeDelimited",
    "label",
    "matrix",
];

/// Findings about one parameter.
pub fn findings(document: &Document, parameter: &Object<'_>) -> Vec<Diagnostic> {
    let text = |key: &str| {
        parameter
            .members
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let name = text("name");
    let mut found = Vec::new();
    let mut report = |key: &str, message: String, help: &str| {
        found.push(unsupported(
            document,
            &pointer::child(&parameter.at, key),
            &message,
            help,
        ));
    };
    if text("in") == "cookie" {
        report(
            "in",
            format!("`{name}` is a cookie, which the generator cannot send"),
            "describe it as a security scheme",
        );
    }
    if STYLES.contains(&text("style")) {
        report(
            "style",
            format!(
                "the generator does not know the style `{}` of `{name}`",
                text("style")
            ),
            "describe the parameter as a string, and its syntax in prose",
        );
    }
    if parameter.members.contains_key("content") {
        report(
            "content",
            format!("`{name}` is described by `content`, which the generator does not read"),
            "describe it by `schema`",
        );
    }
    for keyword in unchecked(parameter) {
        report(
            "schema",
            format!(
                "generated code does not check the `{keyword}` of `{name}` before it sends a value"
            ),
            "describe the limit in words",
        );
    }
    found
}

/// The limits of a parameter that generated code does not check, although it checks those of fields: patterns, a
/// minimum number of elements, and limits of the elements. It does check the range of the elements of a list that is
/// sent as one string.
fn unchecked(parameter: &Object<'_>) -> Vec<&'static str> {
    let schema = parameter.members.get("schema").unwrap_or(&Value::Null);
    let of = |owner: &Value, keywords: &[&'static str]| {
        let present = keywords
            .iter()
            .filter(|keyword| owner.get(**keyword).is_some());
        present.copied().collect::<Vec<_>>()
    };
    let mut found = of(schema, &["pattern", "minItems"]);
    found.extend(of(&schema["items"], &["pattern", "maxLength"]));
    if parameter.members.get("explode") != Some(&Value::Bool(false)) {
        found.extend(of(&schema["items"], &["minimum", "maximum"]));
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::{lint, testing};

    #[test]
    fn cookies_styles_and_contents_are_found_at_their_keys() {
        let source = "openapi: 3.0.3
paths:
  /a/{id}:
    parameters:
      - name: id
        in: path
        style: matrix
    get:
      operationId: list
      parameters:
        - name: filter
          in: query
          style: deepObject
        - {name: plain, in: query, style: form}
components:
  parameters:
    Session:
      name: session
      in: cookie
    Json:
      name: json
      in: query
      content: {application/json: {}}
";
        let found = lint::findings(&testing::contract(source));
        let lines = found.iter().map(|finding| finding.position.line);
        let mut lines: Vec<_> = lines.collect();
        lines.sort_unstable();
        assert_eq!(lines, [7, 13, 19, 23]);
    }

    #[test]
    fn limits_that_are_not_checked_are_found() {
        let source = "openapi: 3.0.3
components:
  parameters:
    Code: {name: code, in: query, schema: {type: string, maxLength: 3, pattern: '^a$', x-pattern-text: a}}
    Many: {name: many, in: query, schema: {type: array, items: {type: integer, minimum: 1}}}
    Joined: {name: joined, in: query, explode: false, schema: {type: array, items: {type: integer, minimum: 1}}}
    Text: {name: text, in: query, schema: {type: string, minLength: 1}}
";
        let found = lint::findings(&testing::contract(source));
        let found = found
            .iter()
            .filter(|finding| finding.message.starts_with("generated code"));
        let lines: Vec<_> = found.map(|finding| finding.position.line).collect();
        assert_eq!(lines, [4, 5, 7]);
    }
}
