//! Request and response bodies that the generator does not support.

use contract::Contract;
use openapi_document::{Diagnostic, Document, Operation, pointer};
use serde_json::Value;

use super::unsupported;
use crate::lower;

const JSON: &str = "application/json";

/// Media types of request bodies that the generator knows.
const KNOWN: [&str; 5] = [
    JSON,
    "application/octet-stream",
    "application/x-www-form-urlencoded",
    "text/plain",
    "text/x-markdown",
];

/// The fixups that turn an unknown media type into a known one.
const MEDIA_TYPE_FIXUPS: [&str; 2] = ["json_bodies", "raw_bodies"];

/// Findings about the request and response bodies of all operations.
pub fn findings(contract: &Contract) -> Vec<Diagnostic> {
    let document = &contract.document;
    let fixed = fixed(contract);
    let mut found = Vec::new();
    for operation in document.operations() {
        found.extend(request(document, &operation, &fixed));
        found.extend(responses(document, &operation, "success", &|status| {
            status.starts_with('2')
        }));
        found.extend(errors(document, &operation));
    }
    found
}

/// The pointers of the operations and `content` objects that fixups change into something that the generator knows.
fn fixed(contract: &Contract) -> Vec<String> {
    let fixups = lower::FIXUPS
        .iter()
        .filter(|fixup| MEDIA_TYPE_FIXUPS.contains(&fixup.name));
    fixups
        .flat_map(|fixup| lower::needed(contract, fixup))
        .collect()
}

fn request(document: &Document, operation: &Operation<'_>, fixed: &[String]) -> Vec<Diagnostic> {
    let body = document.follow(&pointer::child(&operation.pointer, "requestBody"));
    let content = pointer::child(&body, "content");
    if fixed.contains(&content) || fixed.contains(&operation.pointer) {
        return Vec::new();
    }
    let media = document.keys(&content).iter();
    let (known, unknown): (Vec<_>, Vec<_>) =
        media.partition(|media| KNOWN.contains(&media.as_str()));
    let mut found: Vec<_> = unknown
        .into_iter()
        .map(|media| {
            let at = pointer::child(&content, media);
            let message = format!("the generator cannot send a body of the media type {media}");
            let help = match media.as_str() {
                "multipart/form-data" => {
                    "name the Rust type that writes the form, under `[bodies]` in codegen.toml"
                }
                _ => "also offer JSON",
            };
            unsupported(document, &at, &message, help)
        })
        .collect();
    if known.len() > 1 {
        let message = "the generator panics on a body with several media types";
        let help = "add JSON to them, or keep only one of them";
        found.push(unsupported(document, &content, message, help));
    }
    found
}

/// How generated code represents a response.
#[derive(PartialEq)]
enum Shape<'a> {
    Json(Option<&'a Value>),
    Bytes,
    Empty,
}

/// Findings about responses of one kind: all must have the same shape, and JSON must have a schema.
fn responses(
    document: &Document,
    operation: &Operation<'_>,
    kind: &str,
    wanted: &dyn Fn(&str) -> bool,
) -> Vec<Diagnostic> {
    let all = pointer::child(&operation.pointer, "responses");
    let mut first: Option<(&String, Shape<'_>)> = None;
    let mut found = Vec::new();
    for status in document.keys(&all).iter().filter(|status| wanted(status)) {
        let at = pointer::child(&all, status);
        let shape = shape(document, &at);
        if shape == Shape::Json(None) {
            found.push(schemaless(document, &at));
        }
        match &first {
            Some((earlier, other)) if *other != shape => {
                let message = format!(
                    "the response {status} of {} has a different shape than {earlier}; the generator supports one {kind} shape",
                    operation.name()
                );
                let help = "give both the same schema, or none";
                found.push(unsupported(document, &at, &message, help));
            }
            Some(_) => {}
            None => first = Some((status, shape)),
        }
    }
    found
}

/// Findings about error responses with JSON. A fixup gives errors without JSON the shape of the others.
fn errors(document: &Document, operation: &Operation<'_>) -> Vec<Diagnostic> {
    let all = pointer::child(&operation.pointer, "responses");
    responses(document, operation, "error", &|status| {
        let error = status.starts_with(['4', '5']) || status == "default";
        error
            && matches!(
                shape(document, &pointer::child(&all, status)),
                Shape::Json(_)
            )
    })
}

fn shape<'a>(document: &'a Document, response: &str) -> Shape<'a> {
    let content = pointer::child(&document.follow(response), "content");
    let Some(content) = document.at(&content).and_then(Value::as_object) else {
        return Shape::Empty;
    };
    match content.get(JSON) {
        Some(media) => Shape::Json(media.get("schema")),
        None if content.is_empty() => Shape::Empty,
        None => Shape::Bytes,
    }
}

fn schemaless(document: &Document, response: &str) -> Diagnostic {
    let content = pointer::child(&document.follow(response), "content");
    let message = "the generator panics on a JSON response without a schema";
    unsupported(
        document,
        &pointer::child(&content, JSON),
        message,
        "give it a schema",
    )
}

#[cfg(test)]
mod tests {
    use crate::{lint, testing};

    fn lines(operation: &str) -> Vec<usize> {
        let source = format!("openapi: 3.0.3\npaths:\n  /a:\n    post:\n{operation}");
        let found = lint::findings(&testing::contract(&source));
        let found = found
            .iter()
            .filter(|finding| &*finding.rule == "generator-unsupported");
        found.map(|finding| finding.position.line).collect()
    }

    #[test]
    fn a_body_needs_a_media_type_that_a_fixup_or_the_generator_knows() {
        let body =
            |content: &str| lines(&format!("      requestBody:\n        content:\n{content}"));
        assert_eq!(body("          application/xml: {}\n"), [7]);
        assert_eq!(body("          multipart/form-data: {}\n"), [7]);
        assert_eq!(body("          image/*: {}\n"), [0; 0]);
        assert_eq!(
            body("          application/xml: {}\n          application/json: {}\n"),
            [0; 0]
        );
        assert_eq!(
            body("          text/plain: {}\n          text/x-markdown: {}\n"),
            [6]
        );
    }

    #[test]
    fn responses_have_one_shape() {
        let responses = |text: &str| lines(&format!("      responses:\n{text}"));
        let json = |status: u16, schema: &str| {
            format!("        {status}: {{content: {{application/json: {schema}}}}}\n")
        };
        let string = "{schema: {type: string}}";
        assert_eq!(responses(&(json(200, string) + &json(201, string))), [0; 0]);
        assert_eq!(responses(&(json(200, string) + "        204: {}\n")), [7]);
        assert_eq!(
            responses(&(json(200, string) + &json(201, "{schema: {type: integer}}"))),
            [7]
        );
        assert_eq!(responses(&json(200, "{}")), [6]);
        assert_eq!(
            responses(&(json(400, string) + "        404: {}\n")),
            [0; 0]
        );
        assert_eq!(
            responses(&(json(400, string) + &json(404, "{schema: {type: integer}}"))),
            [7]
        );
        assert_eq!(
            responses("        200: {content: {application/xml: {}}}\n"),
            [0; 0]
        );
    }
}
