//! Code samples of each operation, as `x-codeSamples`: curl from the documented call, Rust from `samples/<operationId>.rs`.

mod curl;

use std::{ffi::OsStr, path::Path};

use anyhow::Context;

use super::ordered::{self, Mapping, Value};
use crate::document::folder;

const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// The document with samples on its operations. `folder` is that of the API.
pub fn with_samples(document: &Value, folder: &Path) -> anyhow::Result<Value> {
    let mut sampled = document.clone();
    let Some(paths) = sampled.get_mut("paths") else {
        return Ok(sampled);
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
                if let Some(name) = name {
                    samples.extend(rust(folder, name)?);
                }
                map.insert("x-codeSamples".into(), samples.into());
            }
        }
    }
    Ok(sampled)
}

/// The sample in Rust, if there is one. An operationId that is not the name of a file, such as `../a`, has none.
fn rust(folder: &Path, operation: &str) -> anyhow::Result<Option<Value>> {
    let name = format!("{operation}.rs");
    if Path::new(&name).file_name() != Some(OsStr::new(&name)) {
        return Ok(None);
    }
    let file = Path::new("samples").join(&name);
    let text = folder::text_if_any(folder, &file)
        .with_context(|| format!("cannot read {}", folder.join(&file).display()))?;
    Ok(text.map(|text| sample("Rust", "Rust", &text)))
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
