//! Code samples of each operation, as `x-codeSamples`: curl from the documented call, Rust from the
//! folder `samples`.

pub mod curl;

use std::path::Path;

use crate::ordered::{self, Mapping, Value};
use openapi_document::METHODS;

/// The document with samples on its operations. `folder` is that of the API.
pub fn with_samples(published: &Value, folder: &Path) -> anyhow::Result<Value> {
    let mut sampled = published.clone();
    let Some(paths) = sampled.get_mut("paths") else {
        return Ok(sampled);
    };
    for (path, item) in ordered::members_mut(paths) {
        let shared = item.get("parameters").cloned();
        for (method, operation) in ordered::members_mut(item) {
            if !METHODS.contains(&method) {
                continue;
            }
            let documented =
                curl::Documented::of(published, path, method, shared.as_ref(), operation);
            let request = curl::Request::of(&documented, documented.calls().first().copied());
            let mut samples = vec![sample("Shell", "curl", &request.text())];
            let Some(map) = operation.as_mapping_mut() else {
                continue;
            };
            let shared_sample = map.remove("x-sample");
            let name = shared_sample.as_ref().or(map.get("operationId"));
            if let Some(name) = name.and_then(Value::as_str) {
                let rust = contract::sample(folder, name)?;
                samples.extend(rust.map(|text| sample("Rust", "Rust", &text)));
            }
            map.insert("x-codeSamples".into(), samples.into());
        }
    }
    Ok(sampled)
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
