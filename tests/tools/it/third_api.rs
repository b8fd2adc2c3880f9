//! A document that the workspace has never seen, dropped into `spec/`, becomes a crate that compiles.

use std::{
    fs,
    path::{Path, PathBuf},
};

use toml::Table;
use xtask::{generate::Generate, workspace::Workspace};

use crate::{
    generated_form::is_formatted,
    support::{cargo, root, target_folder},
};

/// What every generated crate needs of the workspace.
const LIBRARIES: [&str; 2] = ["order-sdk-derive", "order-sdk-runtime"];

#[test]
fn a_third_document_becomes_a_crate_that_compiles() {
    let workspace = target_folder().join("tmp/third-api");
    lay_out(&workspace);
    let generate = Generate::default();
    let mut out = Vec::new();
    let done = generate
        .run(&Workspace::at(&workspace), &mut out, &mut Vec::new())
        .expect("generation works");
    let said = String::from_utf8_lossy(&out);
    assert!(done && said.starts_with("generated workshop in "), "{said}");
    check(&workspace);
    let generated = workspace.join("crates/workshop/src/generated");
    is_formatted(&[generated.join("client.rs"), generated.join("calls.rs")]);
    let read = |file: &str| {
        let folder = workspace.join("crates/workshop-httpmock/src/generated");
        fs::read_to_string(folder.join(file)).expect("generated")
    };
    insta::assert_snapshot!("conditions", read("when.rs"));
    insta::assert_snapshot!("answers", read("then.rs"));
}

/// A workspace of its own, with what every crate shares and the third document.
fn lay_out(workspace: &Path) {
    if workspace.exists() {
        fs::remove_dir_all(workspace).expect("removed");
    }
    write(&workspace.join("Cargo.toml"), &manifest());
    copy(&root().join("Cargo.lock"), &workspace.join("Cargo.lock"));
    for library in LIBRARIES {
        let (from, to) = (root().join("crates"), workspace.join("libraries"));
        let (from, to) = (from.join(library), to.join(library));
        copy(&from.join("Cargo.toml"), &to.join("Cargo.toml"));
        copy_folder(&from.join("src"), &to.join("src"));
    }
    for name in ["openapi.yaml", "codegen.toml"] {
        let text = fs::read_to_string(fixture(name)).expect("read");
        write(&workspace.join("spec/workshop").join(name), &text);
    }
}

/// The manifest of the workspace, with other members.
///
/// Cargo tells packages of two workspaces that share a target folder apart by their place in the workspace alone: in the
/// same place, what is built here would be taken for what the workspace itself has.
fn manifest() -> String {
    let text = fs::read_to_string(root().join("Cargo.toml")).expect("read");
    let mut manifest: Table = text.parse().expect("TOML");
    let workspace = &mut manifest["workspace"];
    workspace["members"] = vec!["crates/*", "libraries/*"].into();
    for library in LIBRARIES {
        workspace["dependencies"][library]["path"] = format!("libraries/{library}").into();
    }
    // Cargo warns of a profile for a package that is not there: SDKs compute no checksums.
    let profiles = manifest["profile"]["dev"]["package"].as_table_mut();
    profiles.expect("profiles").remove("sha2");
    manifest.to_string()
}

fn fixture(name: &str) -> PathBuf {
    root().join("tests/fixtures/third_api").join(name)
}

fn copy_folder(from: &Path, to: &Path) {
    for entry in from.read_dir().expect("a folder") {
        let entry = entry.expect("a file");
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        match entry.file_type().expect("a kind").is_dir() {
            true => copy_folder(&from, &to),
            false => copy(&from, &to),
        }
    }
}

fn copy(from: &Path, to: &Path) {
    write(to, &fs::read_to_string(from).expect("read"));
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    fs::write(path, text).expect("written");
}

/// Compiles the crate without the network: everything it needs was fetched for the workspace itself.
fn check(workspace: &Path) {
    let output = cargo()
        .args(["check", "--offline", "--workspace", "--all-features"])
        .current_dir(workspace)
        .env("CARGO_TARGET_DIR", target_folder())
        .output()
        .expect("cargo runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && !said.contains("warning"),
        "{said}"
    );
}
