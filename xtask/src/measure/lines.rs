//! Counts lines of generated code: ours with the features that the crate has by default, ours in all, and unpolished.

use std::collections::BTreeMap;

use anyhow::Context;
use syn::{Attribute, Item, LitStr, Token};
use toml::Table;

use super::scratch::{self, Subject};
use crate::codegen::{self, GeneratedFile};

/// Lines by kind: `ours`, `all` and `unpolished`.
pub fn count(subject: &Subject<'_>) -> anyhow::Result<BTreeMap<&'static str, usize>> {
    let contract = subject.contract;
    let files = codegen::generate(contract)?;
    let manifest = scratch::manifest_of(&contract.root, &contract.name)?;
    let off = modules_left_out(&files, &default_features(&manifest))?;
    let lines = |file: &GeneratedFile| file.text.lines().count();
    let on = files.iter().filter(|file| !off.contains(&stem(file)));
    Ok(BTreeMap::from([
        ("ours", on.map(lines).sum()),
        ("all", files.iter().map(lines).sum()),
        ("unpolished", subject.unpolished.lines()),
    ]))
}

fn default_features(manifest: &Table) -> Vec<String> {
    let features = manifest.get("features").and_then(|all| all.get("default"));
    let features = features.and_then(toml::Value::as_array);
    features
        .into_iter()
        .flatten()
        .filter_map(|feature| Some(feature.as_str()?.to_owned()))
        .collect()
}

/// Modules of the generated root that stand behind a feature other than these.
fn modules_left_out(files: &[GeneratedFile], features: &[String]) -> anyhow::Result<Vec<String>> {
    let root = files.iter().find(|file| stem(file) == "mod");
    let root = root.context("a generated crate has a file `mod.rs`")?;
    let root = syn::parse_file(&root.text).context("mod.rs")?;
    let modules = root.items.iter().filter_map(|item| match item {
        Item::Mod(module) => Some(module),
        _ => None,
    });
    let off = modules.filter(|module| {
        let mut needed = module.attrs.iter().filter_map(feature);
        needed.any(|needed| !features.contains(&needed))
    });
    Ok(off.map(|module| module.ident.to_string()).collect())
}

/// The feature of `#[cfg(feature = "…")]`.
fn feature(attribute: &Attribute) -> Option<String> {
    if !attribute.path().is_ident("cfg") {
        return None;
    }
    let parse = |input: syn::parse::ParseStream<'_>| {
        input.parse::<syn::Ident>()?;
        input.parse::<Token![=]>()?;
        input.parse::<LitStr>()
    };
    Some(attribute.parse_args_with(parse).ok()?.value())
}

fn stem(file: &GeneratedFile) -> String {
    let stem = file.path.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_behind_other_features_are_left_out() {
        let manifest: Table = "features = { default = ['client'], mock = [] }"
            .parse()
            .expect("a manifest");
        let text = r#"
            #[cfg(feature = "client")] mod client;
            #[cfg(feature = "mock")] mod mock;
            mod types;
        "#;
        let root = GeneratedFile {
            path: "src/generated/mod.rs".into(),
            text: text.into(),
        };
        let off = modules_left_out(&[root], &default_features(&manifest));
        assert_eq!(off.expect("parsed"), ["mock"]);
    }
}
