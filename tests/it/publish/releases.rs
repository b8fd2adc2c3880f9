//! What is published of versions that were released.

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
        fs::create_dir_all(path.join("spec/desk")).expect("made");
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
    assert_eq!(
        title("0.3.0"),
        "Fourth",
        "a version that is not released has its folder too"
    );
    assert_eq!(title("0.2.0"), "Second");
    let start = text(&by_path(&publish(Path::new("dist")), path), "index.html");
    assert!(start.contains("desk/0.1.0/index.html"), "{start}");
    assert!(start.contains("not released yet"), "{start}");
}
