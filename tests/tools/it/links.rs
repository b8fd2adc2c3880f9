//! `generate` and `diff --changelog` in a workspace: they write nothing through a symbolic link, and remove what a
//! killed run left.

use std::{
    fs,
    path::{Path, PathBuf},
};

use tempfile::TempDir;
use xtask::{diff::Diff, generate::Generate, workspace::Workspace};

/// A workspace with the document of the third API.
fn workspace() -> TempDir {
    let root = TempDir::new().expect("a folder");
    let fixture = crate::support::root().join("tests/fixtures/third_api");
    let folder = root.path().join("spec/desk");
    fs::create_dir_all(&folder).expect("created");
    for file in ["openapi.yaml", "codegen.toml"] {
        fs::copy(fixture.join(file), folder.join(file)).expect("copied");
    }
    root
}

fn generate(root: &Path) -> anyhow::Result<bool> {
    Generate::default().run(&Workspace::at(root), &mut Vec::new(), &mut Vec::new())
}

/// Moves `path` to `elsewhere`, and leaves a link in its place.
#[cfg(unix)]
fn link(root: &Path, path: &str, elsewhere: &Path) -> PathBuf {
    let moved = elsewhere.join("moved");
    fs::rename(root.join(path), &moved).expect("moved");
    std::os::unix::fs::symlink(&moved, root.join(path)).expect("linked");
    moved
}

#[cfg(unix)]
#[test]
fn generated_files_are_not_written_through_links() {
    let file = "crates/desk/src/generated/mod.rs";
    for path in [file, "crates/desk/src/generated", "crates/desk", "crates"] {
        let (root, elsewhere) = (workspace(), TempDir::new().expect("a folder"));
        assert!(generate(root.path()).expect("generated"));
        fs::write(root.path().join(file), "// by hand\n").expect("written");
        let moved = link(root.path(), path, elsewhere.path());
        let outcome = generate(root.path());
        let message = format!("{:#}", outcome.expect_err("refused"));
        assert!(message.contains("is a symbolic link"), "{path}: {message}");
        let kept = root.path().join(file);
        assert_eq!(fs::read_to_string(kept).expect("read"), "// by hand\n");
        assert!(moved.exists());
    }
}

#[cfg(unix)]
#[test]
fn the_changelog_is_not_written_through_a_link() {
    let (root, elsewhere) = (workspace(), TempDir::new().expect("a folder"));
    let base = elsewhere.path().join("base.yaml");
    fs::write(
        &base,
        "openapi: 3.0.3\ninfo: {title: A, version: 0.0.1}\npaths: {}\n",
    )
    .expect("written");
    fs::write(root.path().join("spec/desk/CHANGELOG.md"), "# Theirs\n").expect("written");
    let moved = link(root.path(), "spec/desk/CHANGELOG.md", elsewhere.path());
    let diff = Diff {
        base: Some(base.display().to_string()),
        changelog: true,
        ..Diff::default()
    };
    let outcome = diff.run(&Workspace::at(root.path()), &mut Vec::new());
    let message = format!("{:#}", outcome.expect_err("refused"));
    assert!(
        message.contains("CHANGELOG.md is a symbolic link"),
        "{message}"
    );
    assert_eq!(fs::read_to_string(moved).expect("read"), "# Theirs\n");
}

#[test]
fn temporary_files_of_a_killed_run_are_removed() {
    let root = workspace();
    assert!(generate(root.path()).expect("generated"));
    let folder = root.path().join("crates/desk/src/generated");
    let (leftover, foreign) = (
        folder.join(".order-contracts-killed.tmp"),
        folder.join(".tmpOther"),
    );
    for file in [&leftover, &foreign] {
        fs::write(file, "half").expect("written");
    }
    assert!(generate(root.path()).expect("generated"));
    assert!(!leftover.exists());
    assert!(foreign.exists(), "files of others stay");
}
