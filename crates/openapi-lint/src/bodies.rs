//! The rules `body-unexpected`, `media-type`, `encoding-unknown`, `status-code` and `header-content-type`: the contents
//! of request bodies and responses.

use std::sync::LazyLock;

use openapi_document::{
    Diagnostic, Document, Kind, SchemaView, pointer,
    walk::{self, Object},
};
use regex::Regex;
use serde_json::Value;

use crate::rules;

/// All findings about request bodies and responses.
pub fn findings(document: &Document) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for object in walk::objects(document, Kind::Root) {
        match object.kind {
            Kind::PathItem => found.extend(unexpected(document, &object)),
            Kind::RequestBody | Kind::Response => found.extend(media(document, &object)),
            Kind::MediaType => found.extend(encodings(document, &object)),
            Kind::Responses => found.extend(statuses(document, &object)),
            _ => {}
        }
        if object.kind == Kind::Response {
            found.extend(content_type(document, &object));
        }
    }
    found
}

/// HTTP gives no meaning to the body of these requests, and many servers and caches drop it.
fn unexpected(document: &Document, path: &Object<'_>) -> Vec<Diagnostic> {
    let bodies = ["get", "head", "delete"].map(|method| {
        let body = pointer::child(&path.member(method), "requestBody");
        (method.to_uppercase(), body)
    });
    let present = bodies
        .iter()
        .filter(|(_, body)| document.at(body).is_some());
    present
        .map(|(method, body)| {
            let message = format!("a body in a {method} request has no meaning");
            let help = "use parameters, or another method";
            document.diagnostic(body, &rules::BODY_UNEXPECTED, message, help)
        })
        .collect()
}

static MEDIA: LazyLock<Regex> = LazyLock::new(|| {
    let token = r"[A-Za-z0-9!#$&^_.+-]+";
    let pattern = format!(r#"^({token}|\*)/({token}|\*)(\s*;\s*{token}=("[^"]*"|{token}))*$"#);
    Regex::new(&pattern).expect("a valid pattern")
});

fn media(document: &Document, owner: &Object<'_>) -> Vec<Diagnostic> {
    let content = owner.member("content");
    let invalid = document
        .keys(&content)
        .iter()
        .filter(|media| !MEDIA.is_match(media));
    invalid
        .map(|media| {
            document.diagnostic(
                &pointer::child(&content, media),
                &rules::MEDIA_TYPE,
                format!("`{media}` is not a media type"),
                "write type and subtype, as in `application/json`",
            )
        })
        .collect()
}

/// Encodings of properties that the schema does not have.
fn encodings(document: &Document, media: &Object<'_>) -> Vec<Diagnostic> {
    let at = media.member("encoding");
    let Some(schema) = media.members.get("schema") else {
        return Vec::new();
    };
    let view = SchemaView::new(&document.value, schema);
    let closed = view.get("properties").is_some() && view.get("additionalProperties").is_none();
    let unknown = document
        .keys(&at)
        .iter()
        .filter(|name| closed && view.property(name).is_none());
    unknown
        .map(|name| {
            document.diagnostic(
                &pointer::child(&at, name),
                &rules::ENCODING_UNKNOWN,
                format!("the schema of the body has no property `{name}` to encode"),
                "name a property of the schema",
            )
        })
        .collect()
}

static STATUS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^([1-5][0-9]{2}|[1-5]XX|default|x-.*)$").expect("a valid pattern")
});

fn statuses(document: &Document, responses: &Object<'_>) -> Vec<Diagnostic> {
    let help = "write a status from 100 to 599, a range such as `4XX`, or `default`";
    if responses.members.is_empty() {
        let message = "the operation has no response";
        return vec![document.diagnostic(&responses.at, &rules::STATUS_CODE, message, help)];
    }
    let invalid = responses
        .members
        .keys()
        .filter(|status| !STATUS.is_match(status));
    invalid
        .map(|status| {
            let message = format!("`{status}` is not an HTTP status");
            document.diagnostic(
                &responses.member(status),
                &rules::STATUS_CODE,
                message,
                help,
            )
        })
        .collect()
}

fn content_type(document: &Document, response: &Object<'_>) -> Option<Diagnostic> {
    let headers = response.members.get("headers").and_then(Value::as_object)?;
    let name = headers
        .keys()
        .find(|name| name.eq_ignore_ascii_case("content-type"))?;
    Some(document.diagnostic(
        &pointer::child(&response.member("headers"), name),
        &rules::HEADER_CONTENT_TYPE,
        "tools ignore a header with the name `Content-Type`",
        "name the media types of the response under `content` instead",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    const SOUND: &str = "paths:
  /a:
    post:
      requestBody:
        content:
          multipart/form-data:
            schema: {$ref: '#/components/schemas/Upload'}
            encoding:
              file: {contentType: image/png}
          'text/plain; charset=utf-8': {}
          image/*: {}
      responses:
        '200': {headers: {X-Count: {}}}
components:
  schemas:
    Upload: {properties: {file: {type: string}}}
";

    fn found(from: &str, to: &str) -> Vec<String> {
        assert!(SOUND.contains(from), "{from}");
        testing::brief(&findings(&testing::document(&SOUND.replace(from, to))))
    }

    #[test]
    fn sound_bodies_have_no_findings() {
        assert_eq!(found("paths", "paths"), [""; 0]);
    }

    #[test]
    fn each_rule_finds_its_line() {
        assert_eq!(found("    post:", "    get:"), ["4 body-unexpected"]);
        assert_eq!(found("image/*", "image"), ["11 media-type"]);
        assert_eq!(
            found("{file: {type", "{files: {type"),
            ["9 encoding-unknown"]
        );
        assert_eq!(found("X-Count", "content-type"), ["13 header-content-type"]);
        for status in ["'640'", "4xx", "6XX", "OK"] {
            assert_eq!(found("'200'", status), ["13 status-code"], "{status}");
        }
        assert_eq!(
            found("{X-Count: {}}}", "{X-Count: {}}}\n    put: {responses: {}}"),
            ["14 status-code"]
        );
    }
}
