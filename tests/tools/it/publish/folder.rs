//! The folder that `publish` writes: what it replaces, what it removes, and what it never changes.

use std::{fs, path::Path};

use tempfile::TempDir;
use xtask::workspace::Workspace;

use super::{by_path, publish, run};

/// The file that identifies a folder as written by `publish`.
const MARK: &str = ".order-contracts-site";

/// A workspace with one small API of this version.
pub fn workspace(version: &str) -> TempDir {
    let root = TempDir::new().expect("a folder");
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: Desk, version: {version}}}\npaths: {{}}\ncomponents: {{}}\n"
    );
    let folder = root.path().join("spec/desk");
    fs::create_dir_all(&folder).expect("created");
    fs::write(folder.join("openapi.yaml"), text).expect("written");
    root
}

/// The error if `publish` refuses to write into `out`.
pub fn refusal(root: &Path, out: &Path) -> String {
    let outcome = publish(out).run(&Workspace::at(root), &mut Vec::new());
    format!("{:#}", outcome.expect_err("refused"))
}

#[test]
fn a_version_that_is_not_semver_is_refused_before_anything_is_written() {
    let outside = TempDir::new().expect("a folder");
    let absolute = outside.path().join("abs").display().to_string();
    for version in ["../../../escaped", absolute.as_str(), "latest", "'1.0'"] {
        let root = workspace(version);
        let message = refusal(root.path(), Path::new("dist"));
        let expected = format!(
            "spec/desk/openapi.yaml: `info.version` is `{}`, which is not a semantic version",
            version.trim_matches('\'')
        );
        assert!(message.contains(&expected), "{message}");
        assert!(!root.path().join("dist").exists());
    }
    assert!(!outside.path().join("abs").exists());
}

#[test]
fn two_files_at_one_path_are_refused_before_anything_is_written() {
    let root = workspace("0.1.0");
    fs::write(root.path().join("spec/desk/INDEX.md"), "# Desk\n").expect("written");
    let message = refusal(root.path(), Path::new("dist"));
    let expected = "two files would be published as desk/latest/index.html";
    assert!(message.contains(expected), "{message}");
    assert!(!root.path().join("dist").exists());
}

#[test]
fn a_folder_with_other_checksums_is_not_changed() {
    let root = workspace("0.1.0");
    let out = TempDir::new().expect("a folder");
    fs::write(out.path().join("release.zip"), "theirs").expect("written");
    fs::write(out.path().join("SHA256SUMS"), "0  release.zip\n").expect("written");
    let message = refusal(root.path(), out.path());
    assert!(
        message.contains("has files but no .order-contracts-site"),
        "{message}"
    );
    let kept = fs::read_to_string(out.path().join("release.zip"));
    assert_eq!(kept.expect("still there"), "theirs");
}

#[test]
fn the_mark_of_a_published_folder_is_one_line() {
    let root = workspace("0.1.0");
    assert!(run(&publish(Path::new("dist")), root.path()).0);
    let mark = fs::read_to_string(root.path().join("dist").join(MARK)).expect("the mark");
    assert_eq!(mark.lines().count(), 1);
    assert!(mark.contains("cargo xtask publish"), "{mark}");
    assert!(by_path(&publish(Path::new("dist")), root.path()).contains_key(Path::new(MARK)));
}

#[cfg(unix)]
#[test]
fn links_in_the_folder_are_not_followed() {
    use std::os::unix::fs::symlink;

    let elsewhere = TempDir::new().expect("a folder");
    let victim = elsewhere.path().join("victim");
    for link in [
        "index.html",
        "desk",
        "desk/latest",
        "desk/latest/openapi.yaml",
    ] {
        let root = workspace("0.1.0");
        assert!(run(&publish(Path::new("dist")), root.path()).0);
        let at = root.path().join("dist").join(link);
        let target = if at.is_dir() {
            fs::remove_dir_all(&at).expect("removed");
            elsewhere.path().to_owned()
        } else {
            fs::rename(&at, &victim).expect("moved");
            victim.clone()
        };
        symlink(&target, &at).expect("linked");
        let message = refusal(root.path(), Path::new("dist"));
        assert!(message.contains("is a symbolic link"), "{link}: {message}");
        let written = elsewhere.path().read_dir().expect("read");
        assert!(
            written.flatten().all(|entry| entry.path() == victim),
            "{link}"
        );
    }
    let root = workspace("0.1.0");
    symlink(elsewhere.path(), root.path().join("dist")).expect("linked");
    let message = refusal(root.path(), Path::new("dist"));
    assert!(message.contains("is a symbolic link"), "{message}");
}

/// A file that is no longer published is not removed if a link has replaced its folder.
#[cfg(unix)]
#[test]
fn orphans_are_not_removed_through_a_link() {
    let elsewhere = TempDir::new().expect("a folder");
    fs::write(elsewhere.path().join("page.html"), "theirs").expect("written");
    let root = workspace("0.1.0");
    assert!(run(&publish(Path::new("dist")), root.path()).0);
    let dist = root.path().join("dist");
    let sums = fs::read_to_string(dist.join("SHA256SUMS")).expect("read");
    fs::write(dist.join("SHA256SUMS"), format!("{sums}0  old/page.html\n")).expect("written");
    std::os::unix::fs::symlink(elsewhere.path(), dist.join("old")).expect("linked");
    let message = refusal(root.path(), Path::new("dist"));
    assert!(message.contains("is a symbolic link"), "{message}");
    assert!(elsewhere.path().join("page.html").exists());
}

#[test]
fn temporary_files_of_a_killed_run_are_removed() {
    let root = workspace("0.1.0");
    assert!(run(&publish(Path::new("dist")), root.path()).0);
    let folder = root.path().join("dist/desk/latest");
    let leftover = folder.join(".order-contracts-killed.tmp");
    let foreign = folder.join(".tmpOther");
    for file in [&leftover, &foreign] {
        fs::write(file, "half").expect("written");
    }
    assert!(run(&publish(Path::new("dist")), root.path()).0);
    assert!(!leftover.exists());
    assert!(foreign.exists(), "files of others stay");
}
