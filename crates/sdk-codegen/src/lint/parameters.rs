//! Parameters that the generator cannot take.

use openapi_document::{Diagnostic, Document, pointer};
use serde_json::Value;

use super::unsupported;
use openapi_document::walk::Object;

const STYLES: [&str; 5] = [
    "deepObject",
    "spaceDelimited",
    "pipeDelimited",
    "label",
    "matrix",
];

/// What is wrong with one parameter.
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
        assert_eq!(lines, [7, 12, 18, 22]);
    }
}
