//! Checks that the crates of an API can have their names: no other package or dependency of the workspace has the same
//! name, and the crates in their folders are generated.

use std::{collections::BTreeMap, fs, path::PathBuf};

use anyhow::{Context, ensure};
use contract::Contract;
use toml::Table;

use crate::workspace::{Workspace, comparable};

/// Fails if a crate of the API would have the folder of a hand-written crate, or the name of another package or
/// dependency.
pub fn check(workspace: &Workspace, contract: &Contract) -> anyhow::Result<()> {
    let taken = taken(workspace)?;
    for name in sdk_codegen::crates(contract) {
        let folder = PathBuf::from("crates").join(&name);
        let place = workspace.root().join(&folder);
        ensure!(
            !place.exists() || place.join("src/generated").is_dir(),
            "{}: {} is a crate without src/generated, so it was written by hand; rename the folder of the API, or move \
             the crate",
            contract.folder().display(),
            folder.display()
        );
        let other = taken.get(&comparable(&name));
        ensure!(
            other.is_none_or(|other| *other == Some(folder)),
            "{}: the workspace already has a package or a dependency that is called {name}; rename the folder of the API",
            contract.folder().display()
        );
    }
    Ok(())
}

/// The names of the packages and dependencies of the workspace, as they are in Rust code, with their folders. A
/// dependency from a registry has no folder.
fn taken(workspace: &Workspace) -> anyhow::Result<BTreeMap<String, Option<PathBuf>>> {
    let mut taken = BTreeMap::new();
    let Some(manifest) = manifest(workspace, "")? else {
        return Ok(taken);
    };
    let workspace_table = manifest.get("workspace");
    let dependencies = workspace_table.and_then(|table| table.get("dependencies")?.as_table());
    for (name, dependency) in dependencies.into_iter().flatten() {
        let path = dependency.get("path").and_then(toml::Value::as_str);
        taken.insert(comparable(name), path.map(PathBuf::from));
    }
    let members = workspace_table.and_then(|table| table.get("members")?.as_array());
    let members = members
        .into_iter()
        .flatten()
        .filter_map(toml::Value::as_str);
    for folder in members.flat_map(|member| folders(workspace, member)) {
        let package = package_name(workspace, &folder)?;
        taken.extend(package.map(|name| (comparable(&name), Some(PathBuf::from(folder)))));
    }
    Ok(taken)
}

/// The folders of an entry of `members`: the entry itself, or all folders in it if it ends in `/*`.
fn folders(workspace: &Workspace, member: &str) -> Vec<String> {
    let Some(parent) = member.strip_suffix("/*") else {
        return vec![member.to_owned()];
    };
    let entries = workspace.root().join(parent).read_dir();
    let names = entries
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.file_name());
    names
        .map(|name| format!("{parent}/{}", name.to_string_lossy()))
        .collect()
}

/// The name of the package in a folder, if there is one.
fn package_name(workspace: &Workspace, folder: &str) -> anyhow::Result<Option<String>> {
    let manifest = manifest(workspace, folder)?;
    let name = manifest
        .as_ref()
        .and_then(|manifest| manifest.get("package")?.get("name")?.as_str());
    Ok(name.map(str::to_owned))
}

/// The manifest in a folder of the workspace, if there is one.
fn manifest(workspace: &Workspace, folder: &str) -> anyhow::Result<Option<Table>> {
    let path = workspace.root().join(folder).join("Cargo.toml");
    if !path.is_file() {
        return Ok(None);
    }
    let text = fs::read_to_string(&path);
    let text = text.with_context(|| format!("cannot read {}", path.display()))?;
    let manifest = text.parse();
    manifest
        .map(Some)
        .with_context(|| path.display().to_string())
}
