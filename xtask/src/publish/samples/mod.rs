//! Code samples of each operation, as `x-codeSamples`: curl from the documented call, Rust from `samples/<operationId>.rs`.

mod curl;

use std::path::Path;

use super::ordered::{self, Mapping, Value};

const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// The document with samples on its operations. `folder` is that of the API.
pub fn with_samples(document: &Value, folder: &Path) -> Value {
    let mut sampled = document.clone();
    let Some(paths) = sampled.get_mut("paths") else {
        return sampled;
    };
    for (path, item) in ordered::members_mut(paths) {
        let shared = item.get("parameters").cloned();
        for (method, operation) in ordered::members_mut(item) {
            if METHODS.contains(&method)
                && let Some(map) = operation.as_mapping_mut()
            {
                let request = curl::Request::of(document, path, method, shared.as_ref(), map);
                let mut samples = vec![sample("Shell", "curl", &request.text())];
                let name = map.get("operationId").and_then(Value::as_str);
                samples.extend(name.and_then(|name| rust(folder, name)));
                map.insert("x-codeSamples".into(), samples.into());
            }
        }
    }
    sampled
}

fn rust(folder: &Path, operation: &str) -> Option<Value> {
    let file = folder.join("samples").join(operation).with_extension("rs");
    let text = std::fs::read_to_string(file).ok()?;
    Some(sample("Rust", "Rust", &text))
}

fn sample(language: &str, label: &str, source: &str) -> Value {
    let entries = [
        ("lang", language),
        ("label", label),
        ("source", source.trim_end()),
    ];
    let entries = entries.map(|(key, text)| (Value::from(key), Value::from(text)));
    entries.into_iter().collect::<Mapping>().into()
}
