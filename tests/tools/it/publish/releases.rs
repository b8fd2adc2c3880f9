//! The published files of released versions.

use std::{fs, path::Path};

use tempfile::TempDir;

use super::{by_path, json, publish, text};
use crate::support::git;

#[test]
fn released_versions_stay_as_they_were_released() {
    let repository = TempDir::new().expect("a folder");
    let path = repository.path();
    let document = |version: &str, title: &str| {
        let text = format!(
            "openapi: 3.0.3\ninfo: {{title: {title}, version: {version}}}\npaths: {{}}\ncomponents: {{}}\n"
        );
        fs::create_dir_all(path.join("spec/desk")).expect("created");
        fs::write(path.join("spec/desk/openapi.yaml"), text).expect("written");
        git(path, &["add", "."]);
        git(path, &["commit", "--quiet", "--allow-empty", "-m", title]);
    };
    git(path, &["init", "--quiet"]);
    document("0.1.0", "First");
    git(path, &["tag", "v0.1.0"]);
    document("0.1.0", "Again");
    git(path, &["tag", "v0.1.1"]);
    document("0.2.0", "Second");
    git(path, &["tag", "desk-v0.2.0"]);
    git(path, &["tag", "other-v0.3.0"]);
    document("0.2.0", "Third");

    let title = |folder: &str| {
        let files = by_path(&publish(Path::new("dist")), path);
        let path = format!("desk/{folder}/openapi.json");
        json(&files, &path)["info"]["title"]
            .as_str()
            .expect("a title")
            .to_owned()
    };
    assert_eq!(title("0.1.0"), "First");
    assert_eq!(title("0.2.0"), "Second");
    assert_eq!(title("latest"), "Third");
    document("0.3.0", "Fourth");
    assert_eq!(title("latest"), "Fourth");
    assert_eq!(title("0.2.0"), "Second");
    let files = by_path(&publish(Path::new("dist")), path);
    assert!(
        !files.keys().any(|file| file.starts_with("desk/0.3.0")),
        "a version has no folder before it is released"
    );
    let headers = text(&files, "_headers");
    let forever = "/desk/0.1.0/*\n  Cache-Control: public, max-age=31536000, immutable\n";
    assert!(headers.contains(forever), "{headers}");
    let start = text(&files, "index.html");
    assert!(start.contains("desk/0.1.0/index.html"), "{start}");
    assert!(start.contains("desk/0.2.0/openapi.yaml"), "{start}");
    assert!(start.contains("0.3.0 (unreleased)"), "{start}");
    for (path, bytes) in &files {
        let Ok(content) = std::str::from_utf8(bytes) else {
            continue;
        };
        assert!(!content.contains("desk/0.3.0"), "{}", path.display());
    }
    let page = text(&files, "desk/latest/index.html");
    assert!(page.contains("0.3.0 (unreleased)"), "{page}");
    let page = text(&files, "desk/0.2.0/index.html");
    assert!(!page.contains("unreleased"), "{page}");
}

/// Releases are checked out into folders in the temporary folder of the system.
#[cfg(unix)]
#[test]
fn checkouts_of_a_killed_run_are_removed() {
    let leftover = tempfile::Builder::new()
        .prefix("order-contracts-release-")
        .tempdir()
        .expect("a folder")
        .keep();
    fs::create_dir(leftover.join("files")).expect("created");
    fs::write(leftover.join("lock"), "").expect("written");
    let root = super::folder::workspace("0.1.0");
    by_path(&publish(Path::new("dist")), root.path());
    assert!(!leftover.exists());
}
