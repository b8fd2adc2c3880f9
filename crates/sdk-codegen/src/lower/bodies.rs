//! Fixups of request and response bodies.

use contract::CodegenConfig;
use serde_json::{Value, json};

use super::{Applied, walk};

const JSON: &str = "application/json";
const OCTETS: &str = "application/octet-stream";
/// A form that can carry files.
const FORM: &str = "multipart/form-data";

/// Media types of request bodies that the generator knows.
const KNOWN: [&str; 5] = [
    JSON,
    OCTETS,
    "application/x-www-form-urlencoded",
    "text/plain",
    "text/x-markdown",
];

/// Keeps JSON only, if a body offers it among other media types.
pub fn json_bodies(view: &mut Value, _: &CodegenConfig) -> Applied {
    let mut applied = Vec::new();
    walk::contents(view, &mut |at, content| {
        if content.len() > 1 && content.contains_key(JSON) {
            content.retain(|media, _| media == JSON);
            applied.push(at.to_owned());
        }
    });
    Ok(applied)
}

/// Turns a request body that is a file, for example `image/*`, into raw bytes with a required `Content-Type` header. If
/// the settings name a Rust type for the body, that type supplies the header. A form with a file needs such a type.
pub fn raw_bodies(view: &mut Value, config: &CodegenConfig) -> Applied {
    let mut applied = Vec::new();
    walk::operations(view, &mut |at, operation| {
        let name = operation.get("operationId").and_then(Value::as_str);
        let typed = name.is_some_and(|name| config.bodies.contains_key(name));
        let content = operation
            .get_mut("requestBody")
            .and_then(|body| body.get_mut("content"));
        let Some(Value::Object(content)) = content else {
            return;
        };
        let is_bytes = |media: &str| is_file(media) || (typed && media == FORM);
        let Some(media) = content.keys().find(|media| is_bytes(media)).cloned() else {
            return;
        };
        content.clear();
        content.insert(
            OCTETS.into(),
            json!({ "schema": { "type": "string", "format": "binary" } }),
        );
        let parameters = operation.entry("parameters").or_insert_with(|| json!([]));
        if let Some(parameters) = parameters.as_array_mut().filter(|_| !typed) {
            parameters.push(json!({
                "name": "Content-Type",
                "in": "header",
                "required": true,
                "description": format!("Media type of the body, one of `{media}`."),
                "schema": { "type": "string" },
            }));
        }
        applied.push(at.to_owned());
    });
    Ok(applied)
}

/// Turns every request body of a `text/*` media type into a plain string, the only schema that the generator knows for
/// it.
pub fn plain_texts(view: &mut Value) {
    walk::contents(view, &mut |at, content| {
        if !at.contains("/responses/") {
            let texts = content
                .iter_mut()
                .filter(|(media, _)| media.starts_with("text/"));
            texts.for_each(|(_, body)| body["schema"] = json!({ "type": "string" }));
        }
    });
}

fn is_file(media: &str) -> bool {
    let kind = media.split('/').next().unwrap_or_default();
    !KNOWN.contains(&media)
        && matches!(kind, "image" | "audio" | "video" | "font" | "application")
        && !media.ends_with("xml")
        && !media.ends_with("json")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(content: Value) -> Value {
        json!({ "paths": { "/a": { "post": { "requestBody": { "content": content } } } } })
    }

    #[test]
    fn only_json_is_kept_of_several_media_types() {
        let mut view =
            document(json!({ "application/json": { "schema": {} }, "application/xml": {} }));
        let applied = json_bodies(&mut view, &CodegenConfig::default()).expect("applies");
        assert_eq!(applied, ["/paths/~1a/post/requestBody/content"]);
        assert_eq!(
            view,
            document(json!({ "application/json": { "schema": {} } }))
        );
    }

    #[test]
    fn an_image_becomes_bytes_and_a_header() {
        let mut view =
            document(json!({ "image/*": { "schema": { "type": "string", "format": "binary" } } }));
        let applied = raw_bodies(&mut view, &CodegenConfig::default()).expect("applies");
        assert_eq!(applied, ["/paths/~1a/post"]);
        let operation = &view["paths"]["/a"]["post"];
        assert!(operation["requestBody"]["content"][OCTETS].is_object());
        assert_eq!(operation["parameters"][0]["name"], "Content-Type");
    }

    #[test]
    fn a_body_with_its_own_type_supplies_the_header() {
        let mut view =
            document(json!({ "image/*": { "schema": { "type": "string", "format": "binary" } } }));
        view["paths"]["/a"]["post"]["operationId"] = json!("send_file");
        let config = CodegenConfig {
            bodies: [("send_file".to_owned(), "::a::File".to_owned())].into(),
            ..CodegenConfig::default()
        };
        let applied = raw_bodies(&mut view, &config).expect("applies");
        assert_eq!(applied, ["/paths/~1a/post"]);
        assert_eq!(view["paths"]["/a"]["post"]["parameters"], json!([]));
    }

    #[test]
    fn a_form_with_a_file_needs_its_own_type() {
        let mut view = document(json!({ "multipart/form-data": { "schema": {} } }));
        view["paths"]["/a"]["post"]["operationId"] = json!("send_file");
        let before = view.clone();
        let applied = raw_bodies(&mut view, &CodegenConfig::default()).expect("applies");
        assert_eq!((applied.len(), &view), (0, &before));
        let config = CodegenConfig {
            bodies: [("send_file".to_owned(), "::a::File".to_owned())].into(),
            ..CodegenConfig::default()
        };
        let applied = raw_bodies(&mut view, &config).expect("applies");
        assert_eq!(applied, ["/paths/~1a/post"]);
    }

    #[test]
    fn a_json_body_needs_no_fixup() {
        let mut view = document(json!({ "application/json": { "schema": {} } }));
        let before = view.clone();
        for fixup in [json_bodies, raw_bodies] {
            let applied = fixup(&mut view, &CodegenConfig::default()).expect("applies");
            assert_eq!((applied.len(), &view), (0, &before));
        }
    }
}
