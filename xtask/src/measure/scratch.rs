//! The scratch workspace in `target/measure`: for each API its crate under another name, the unpolished code as a crate,
//! and a program that reads a page with both.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context;
use toml::{Table, Value};

use super::page::Page;
use crate::{
    codegen::{GeneratedFile, Unpolished},
    document::Contract,
};

/// The scratch workspace, relative to the workspace.
pub const FOLDER: &str = "target/measure";

/// From a package of the scratch workspace to the workspace.
const UP: &str = "../../..";

/// What stands in for an API in the scratch workspace.
pub struct Subject<'a> {
    /// The API.
    pub contract: &'a Contract,
    /// Its code before it is polished.
    pub unpolished: &'a Unpolished,
    /// The page to read, where an answer of the API is a list.
    pub page: Option<Page>,
}

/// The package that is the API's crate: with the crate's own features, or with those that reading is compared with.
pub fn ours(api: &str) -> String {
    format!("{api}-ours")
}

/// The package that is the API's crate with the feature `extra-fields` alone.
pub fn extra(api: &str) -> String {
    format!("{api}-extra")
}

/// The package that holds the unpolished code.
pub fn unpolished(api: &str) -> String {
    format!("{api}-unpolished")
}

/// The program that reads a page.
pub fn reading(api: &str) -> String {
    format!("{api}-reading")
}

/// Hand-written models of the API's page, where there are any.
pub fn by_hand(api: &str) -> PathBuf {
    Path::new("benches").join(api).with_extension("rs")
}

/// All files of the scratch workspace.
pub fn files(root: &Path, subjects: &[Subject<'_>]) -> anyhow::Result<Vec<GeneratedFile>> {
    let mut files = Vec::new();
    let mut members = Vec::new();
    for subject in subjects {
        let api = subject.contract.name.as_str();
        let manifest = manifest_of(root, api)?;
        let default = manifest.get("features").and_then(|all| all.get("default"));
        let default = default.cloned().unwrap_or_else(|| Value::Array(Vec::new()));
        let extra_fields = Value::Array(vec!["extra-fields".into()]);
        for (package, default) in [(ours(api), default), (extra(api), extra_fields)] {
            let text = renamed(manifest.clone(), api, &package, default);
            files.push(file(&package, "Cargo.toml", text));
            members.push(package);
        }
        files.extend(unpolished_files(subject));
        members.push(unpolished(api));
        if let Some(page) = &subject.page {
            files.extend(reading_files(
                subject,
                page,
                root.join(by_hand(api)).is_file(),
            ));
            members.push(reading(api));
        }
    }
    let manifest = workspace(&read(root, Path::new("Cargo.toml"))?, members)?;
    files.push(file("", "Cargo.toml", manifest));
    files.push(file("", "Cargo.lock", read(root, Path::new("Cargo.lock"))?));
    Ok(files)
}

/// The manifest of an API's crate.
pub fn manifest_of(root: &Path, api: &str) -> anyhow::Result<Table> {
    let path = Path::new("crates").join(api).join("Cargo.toml");
    let manifest = read(root, &path)?.parse::<Table>();
    manifest.with_context(|| path.display().to_string())
}

fn read(root: &Path, path: &Path) -> anyhow::Result<String> {
    fs::read_to_string(root.join(path)).with_context(|| format!("cannot read {}", path.display()))
}

fn file(package: &str, path: &str, text: String) -> GeneratedFile {
    GeneratedFile {
        path: Path::new(FOLDER).join(package).join(path),
        text,
    }
}

/// The manifest of the workspace with other members: same versions, same profiles, so that the same builds serve both.
fn workspace(manifest: &str, members: Vec<String>) -> anyhow::Result<String> {
    let mut manifest: Table = manifest.parse().context("the manifest of the workspace")?;
    let workspace = manifest.get_mut("workspace").and_then(Value::as_table_mut);
    let workspace = workspace.context("the manifest has no workspace")?;
    let members = members.into_iter().map(Value::from).collect();
    workspace.insert("members".into(), Value::Array(members));
    let dependencies = workspace.get_mut("dependencies");
    for (_, dependency) in dependencies
        .and_then(Value::as_table_mut)
        .into_iter()
        .flatten()
    {
        if let Some(Value::String(path)) = dependency.get_mut("path") {
            *path = format!("../../{path}");
        }
    }
    Ok(manifest.to_string())
}

/// The manifest of an API's crate, for the same source under another name.
fn renamed(mut manifest: Table, api: &str, package: &str, default: Value) -> String {
    manifest.remove("lints");
    // Examples and tests are not measured; they, and what they need, stand elsewhere.
    for part in ["dev-dependencies", "example", "test"] {
        manifest.remove(part);
    }
    let features = manifest.get_mut("features").and_then(Value::as_table_mut);
    if let Some(features) = features {
        features.insert("default".into(), default);
    }
    if let Some(Value::Table(own)) = manifest.get_mut("package") {
        own.insert("name".into(), package.into());
    }
    let source = format!("{UP}/crates/{api}/src/lib.rs");
    let library = Table::from_iter([("path".to_owned(), source.into())]);
    manifest.insert("lib".into(), library.into());
    manifest.to_string()
}

fn unpolished_files(subject: &Subject<'_>) -> Vec<GeneratedFile> {
    let api = &subject.contract.name;
    let package = unpolished(api);
    let text = manifest(
        &package,
        &format!(
            "{api} = {{ path = \"{UP}/crates/{api}\", default-features = false }}
progenitor-client = {{ workspace = true }}
reqwest = {{ workspace = true }}
sdk-runtime = {{ workspace = true, features = [\"http\"] }}
"
        ),
    );
    let mut files = vec![file(&package, "Cargo.toml", text)];
    let mut root = "mod document;\npub use document::*;\n".to_owned();
    root.push_str("impl progenitor_client::ClientHooks<()> for Client {}\n");
    for (index, carried) in subject.unpolished.carried.iter().enumerate() {
        let name = format!("carried_{index}");
        root.push_str(&format!("pub mod {name};\n"));
        files.push(file(&package, &format!("src/{name}.rs"), carried.clone()));
    }
    files.push(file(&package, "src/lib.rs", root));
    let document = subject.unpolished.document.clone();
    files.push(file(&package, "src/document.rs", document));
    files
}

fn reading_files(subject: &Subject<'_>, page: &Page, by_hand: bool) -> Vec<GeneratedFile> {
    let api = &subject.contract.name;
    let package = reading(api);
    let own = |name: String| format!("{{ path = \"../{name}\", package = \"{name}\"");
    let text = manifest(
        &package,
        &format!(
            "ours = {}, default-features = false }}
extra = {} }}
sdk-runtime = {{ workspace = true }}
serde_json = {{ workspace = true }}
",
            own(ours(api)),
            own(extra(api)),
        ),
    );
    let types = subject.unpolished.types.clone();
    vec![
        file(&package, "Cargo.toml", text),
        file(&package, "page.json", page.json.clone()),
        file(&package, "src/unpolished.rs", types),
        file(&package, "src/main.rs", program(api, page, by_hand)),
    ]
}

/// The manifest of a package for models that use the serde of their types' own crates.
fn manifest(package: &str, dependencies: &str) -> String {
    format!(
        r#"[package]
name = "{package}"
version = "0.0.0"
edition.workspace = true
publish = false

[dependencies]
chrono = {{ workspace = true, features = ["serde"] }}
rust_decimal = {{ workspace = true, features = ["serde"] }}
serde = {{ workspace = true }}
{dependencies}"#
    )
}

fn program(api: &str, page: &Page, by_hand: bool) -> String {
    let (module, kind) = match by_hand {
        true => (
            format!(
                "#[path = \"{UP}/../{}\"]\nmod by_hand;\n",
                self::by_hand(api).display()
            ),
            "Kind::by_serde::<by_hand::Page>(\"by hand\"),",
        ),
        false => (String::new(), ""),
    };
    format!(
        r#"#![allow(dead_code, clippy::all)]
{module}#[path = "{UP}/../benches/reading.rs"]
mod reading;
mod unpolished;

use reading::Kind;

fn main() {{
    reading::run(
        include_bytes!("../page.json"),
        &[
            {kind}
            Kind::by_serde::<{unpolished}>("unpolished"),
            Kind::by_runtime::<{ours}>("ours"),
            Kind::by_runtime::<{extra}>("extra"),
        ],
    );
}}
"#,
        unpolished = page.kind("unpolished"),
        ours = page.kind("ours::types"),
        extra = page.kind("extra::types"),
    )
}
