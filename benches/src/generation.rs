//! Code generation, compared with progenitor and typify alone on the same document.

use std::{fs, path::Path};

use anyhow::Context;
use contract::Contract;
use sdk_codegen::{InterfaceStyle, lower};
use serde_json::{Map, Value};
use xtask::workspace::Workspace;

use crate::{
    harness::{Bench, Kind, side},
    table::OURS,
};

const GROUP: &str = "generate ";
const ALONE: &str = "progenitor and typify alone";
/// The contract that is enlarged.
const GROWN: &str = "eenvoudigfactureren";
/// The factors by which it is enlarged.
const TIMES: [usize; 2] = [10, 30];

/// Measures generation.
pub fn rows(bench: &mut Bench) -> anyhow::Result<()> {
    if !bench.wants(GROUP) {
        return Ok(());
    }
    let workspace = Workspace::at(crate::root());
    for contract in workspace.contracts(&[])? {
        row(bench, &format!("{GROUP}{}", contract.name), &contract)?;
    }
    let times = if bench.is_quick() {
        &TIMES[..1]
    } else {
        &TIMES
    };
    for times in times {
        let contract = grown(workspace.root(), *times)?;
        row(
            bench,
            &format!("{GROUP}{GROWN}, {times} times as large"),
            &contract,
        )?;
    }
    Ok(())
}

fn row(bench: &mut Bench, name: &str, contract: &Contract) -> anyhow::Result<()> {
    let view = lower::lower(contract)?;
    sdk_codegen::generate(contract)?;
    sdk_codegen::emit(contract, &view, InterfaceStyle::Positional)?;
    let sides = vec![
        side(OURS, || {
            sdk_codegen::generate(contract).map(|files| files.len())
        }),
        side(ALONE, || {
            sdk_codegen::emit(contract, &view, InterfaceStyle::Positional).map(drop)
        }),
    ];
    bench.row(name, Kind::Long, sides)
}

/// The contract with each path and schema `times` times, with other names in the copies.
fn grown(root: &Path, times: usize) -> anyhow::Result<Contract> {
    let folder = tempfile::tempdir()?;
    let spec = Path::new("spec").join(GROWN);
    copy(&root.join(&spec), &folder.path().join(&spec))?;
    let original = Contract::read(root, GROWN)?;
    let mut document = original.document.value.clone();
    for index in 1..times {
        let mut copy = renamed(&original.document.value, index);
        if let Some(paths) = copy["paths"].as_object_mut() {
            paths.retain(|_, item| !has_own_body(item, &original, index));
        }
        for (part, value) in [
            ("/paths", &copy["paths"]),
            ("/components/schemas", &copy["components"]["schemas"]),
        ] {
            let all = document.pointer_mut(part).and_then(Value::as_object_mut);
            let all = all.with_context(|| format!("the document has no {part}"))?;
            all.extend(value.as_object().cloned().unwrap_or_default());
        }
    }
    // Every JSON document is a YAML document.
    fs::write(
        folder.path().join(&spec).join("openapi.yaml"),
        document.to_string(),
    )?;
    Contract::read(folder.path(), GROWN)
}

/// Whether a path item of a copy contains an operation whose original has a body type in the settings.
fn has_own_body(item: &Value, original: &Contract, index: usize) -> bool {
    let bodies = original.codegen.bodies.keys();
    let mut names = bodies.map(|name| format!("{name}_copy{index}"));
    let operations = || item.as_object().into_iter().flat_map(Map::values);
    names.any(|name| operations().any(|operation| operation["operationId"] == name))
}

fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(to)?;
    for entry in from.read_dir()? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// A copy of the document with other paths, operation IDs and schema names.
fn renamed(value: &Value, index: usize) -> Value {
    let mut copy = refer(value, index);
    let part = |value: &mut Value, name: &dyn Fn(String) -> String| {
        let all = value
            .as_object_mut()
            .map(std::mem::take)
            .unwrap_or_default();
        *value = all
            .into_iter()
            .map(|(key, value)| (name(key), value))
            .collect::<Map<_, _>>()
            .into();
    };
    part(&mut copy["paths"], &|path| format!("/copy{index}{path}"));
    part(&mut copy["components"]["schemas"], &|name| {
        format!("{name}Copy{index}")
    });
    copy
}

fn refer(value: &Value, index: usize) -> Value {
    match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(key, value)| (key.clone(), named(key, value, index)))
            .collect::<Map<_, _>>()
            .into(),
        Value::Array(values) => values.iter().map(|value| refer(value, index)).collect(),
        other => other.clone(),
    }
}

fn named(key: &str, value: &Value, index: usize) -> Value {
    match (key, value.as_str()) {
        ("operationId", Some(id)) => format!("{id}_copy{index}").into(),
        ("$ref", Some(target)) if target.starts_with("#/components/schemas/") => {
            format!("{target}Copy{index}").into()
        }
        _ => refer(value, index),
    }
}
