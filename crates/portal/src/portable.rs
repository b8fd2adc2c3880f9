//! A document that can be passed on without the files beside it: examples in other files become links.
//!
//! Viewers that get a document as an object cannot resolve a relative `externalValue`, and Redoc then shows nothing.
//! The text of an XML payload is not an instance of an object schema, so validators refuse it as a `value`.

use openapi_document::{Kind, Slot};

use crate::ordered::{self, Mapping, Value, members, text};

/// The document without `externalValue`: bodies and responses name the files in their descriptions.
pub fn portable(document: &Value) -> Value {
    let root = Slot::Object(Kind::Root);
    ordered::converted(document, root, &|map, slot| match slot {
        Slot::Object(Kind::Response | Kind::RequestBody) => linked(map),
        _ => map,
    })
}

/// A body or response whose examples in other files are links in its description.
fn linked(mut owner: Mapping) -> Mapping {
    let mut links = Vec::new();
    let content = owner.get_mut("content").and_then(Value::as_mapping_mut);
    for (media, content) in content.into_iter().flatten() {
        let Some(content) = content.as_mapping_mut() else {
            continue;
        };
        let examples = content.get("examples").into_iter().flat_map(members);
        let files = examples.filter_map(|(_, example)| text(example, "externalValue"));
        links.extend(files.map(|file| {
            let media = media.as_str().unwrap_or_default();
            format!("Example of `{media}`: [{file}]({file}).")
        }));
        let Some(examples) = content.get_mut("examples").and_then(Value::as_mapping_mut) else {
            continue;
        };
        examples.retain(|_, example| example.get("externalValue").is_none());
        if examples.is_empty() {
            content.remove("examples");
        }
    }
    if !links.is_empty() {
        let description = owner.get("description").and_then(Value::as_str);
        let first = description.map(|text| text.trim_end().to_owned());
        let paragraphs: Vec<_> = first.into_iter().chain([links.join("\n")]).collect();
        owner.insert("description".into(), paragraphs.join("\n\n").into());
    }
    owner
}
