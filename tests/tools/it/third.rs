//! Separate workspaces, for documents that are not in this one.

use std::{
    fs,
    path::{Path, PathBuf},
};

use toml::Table;

use crate::support::{cargo, root, target_folder};

/// The libraries that every SDK uses.
const LIBRARIES: [&str; 3] = ["order-sdk-core", "order-sdk-http", "order-sdk-mock"];

/// A workspace in the target folder, with the shared crates and the documents of these APIs: the name of each, and its
/// folder.
pub fn workspace(name: &str, apis: &[(String, PathBuf)]) -> PathBuf {
    let workspace = target_folder().join("tmp").join(name);
    if workspace.exists() {
        fs::remove_dir_all(&workspace).expect("removed");
    }
    write(&workspace.join("Cargo.toml"), &manifest());
    copy(&root().join("Cargo.lock"), &workspace.join("Cargo.lock"));
    for library in LIBRARIES {
        let (from, to) = (root().join("crates"), workspace.join("libraries"));
        let (from, to) = (from.join(library), to.join(library));
        copy(&from.join("Cargo.toml"), &to.join("Cargo.toml"));
        copy_folder(&from.join("src"), &to.join("src"));
    }
    for (api, folder) in apis {
        copy_folder(folder, &workspace.join("spec").join(api));
    }
    workspace
}

/// The manifest of this workspace, with other members.
///
/// If two workspaces share a target folder, cargo distinguishes their packages only by their paths within the
/// workspace. With equal paths, it would use the build of one workspace for the other.
fn manifest() -> String {
    let text = fs::read_to_string(root().join("Cargo.toml")).expect("read");
    let mut manifest: Table = text.parse().expect("TOML");
    let workspace = &mut manifest["workspace"];
    workspace["members"] = vec!["crates/*", "libraries/*"].into();
    for library in LIBRARIES {
        workspace["dependencies"][library]["path"] = format!("libraries/{library}").into();
    }
    // SDKs do not use this package, and cargo warns about a profile for an absent package.
    let profiles = manifest["profile"]["dev"]["package"].as_table_mut();
    profiles.expect("profiles").remove("sha2");
    manifest.to_string()
}

fn copy_folder(from: &Path, to: &Path) {
    for entry in from.read_dir().expect("a folder") {
        let entry = entry.expect("a file");
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type().expect("a kind").is_dir() {
            copy_folder(&from, &to)
        } else {
            copy(&from, &to)
        }
    }
}

fn copy(from: &Path, to: &Path) {
    write(to, &fs::read_to_string(from).expect("read"));
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("created");
    fs::write(path, text).expect("written");
}

/// Compiles the crates without network access: this workspace has already fetched everything that they need.
pub fn check(workspace: &Path, features: &[&str]) {
    let output = cargo()
        .args(["check", "--offline", "--workspace"])
        .args(features)
        .current_dir(workspace)
        .env("CARGO_TARGET_DIR", target_folder())
        .output()
        .expect("cargo runs");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && !stderr.contains("warning"),
        "{features:?}: {stderr}"
    );
}
