//! The command in a repository: the base of the comparison, the output, and the files that it writes.

use std::{fs, path::Path};

use serde_json::Value;
use tempfile::TempDir;
use xtask::{
    diff::{Diff, Format},
    workspace::Workspace,
};

use super::fixture;
use crate::support::{git, replaced};

const OPENAPI: &str = "spec/things/openapi.yaml";

/// A repository with one API, whose first version is tagged `v1.0.0`.
fn repository() -> TempDir {
    let root = TempDir::new().expect("a temporary folder");
    let base = replaced(
        &fixture("base.yaml"),
        "free: { type: string }",
        "free: { type: string, x-columns: schemas/free.yaml }",
    );
    let base = replaced(
        &base,
        "none: { value: [] }",
        "none: { $ref: examples/none.json }",
    );
    write(root.path(), OPENAPI, &base);
    write(
        root.path(),
        "spec/things/schemas/free.yaml",
        "type: object\nproperties:\n  a: { type: string }\n",
    );
    write(
        root.path(),
        "spec/things/examples/none.json",
        "{ \"value\": [] }\n",
    );
    git(root.path(), &["init", "--quiet", "--initial-branch=main"]);
    commit(root.path());
    root
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("created");
    fs::write(path, text).expect("written");
}

fn replace(root: &Path, path: &str, from: &str, to: &str) {
    let text = fs::read_to_string(root.join(path)).expect("read");
    write(root, path, &replaced(&text, from, to));
}

fn commit(root: &Path) {
    git(root, &["add", "--all"]);
    git(root, &["commit", "--quiet", "--message", "A commit"]);
}

fn run(root: &Path, diff: &Diff) -> (bool, String) {
    let mut out = Vec::new();
    let allowed = diff.run(&Workspace::at(root), &mut out).expect("compared");
    (allowed, String::from_utf8(out).expect("text"))
}

fn refusal(root: &Path, diff: &Diff) -> String {
    let outcome = diff.run(&Workspace::at(root), &mut Vec::new());
    format!("{:#}", outcome.expect_err("refused"))
}

#[test]
fn a_breaking_change_since_the_last_release_needs_a_new_version() {
    let root = repository();
    git(root.path(), &["tag", "v1.0.0"]);
    let (allowed, output) = run(root.path(), &Diff::default());
    assert!(allowed);
    assert_eq!(
        output,
        "spec/things/openapi.yaml since v1.0.0: nothing has changed\n"
    );

    replace(root.path(), OPENAPI, "enum: [a, b]", "enum: [a]");
    commit(root.path());
    let (allowed, output) = run(root.path(), &Diff::default());
    assert!(!allowed);
    insta::assert_snapshot!("a_breaking_change", output);

    replace(root.path(), OPENAPI, "version: 1.0.0", "version: 2.0.0");
    let (allowed, output) = run(root.path(), &Diff::default());
    assert!(allowed, "{output}");
    assert!(
        output.ends_with("info.version is 2.0.0, which is enough: the minimum is 2.0.0\n"),
        "{output}"
    );
}

#[test]
fn the_base_is_the_last_release_of_the_api_or_main() {
    let root = repository();
    let since = |root: &TempDir| {
        let (_, output) = run(root.path(), &Diff::default());
        let line = output.lines().next().map(str::to_owned);
        line.expect("a line")
            .replace("spec/things/openapi.yaml since ", "")
    };
    git(root.path(), &["switch", "--quiet", "--create", "work"]);
    replace(root.path(), OPENAPI, "A note.", "Remarks.");
    commit(root.path());
    let main = since(&root);
    assert!(main.ends_with(": 1 documentation"), "{main}");
    git(root.path(), &["tag", "things-v1.0.1"]);
    replace(root.path(), OPENAPI, "Remarks.", "A remark.");
    commit(root.path());
    git(root.path(), &["tag", "v7"]);
    assert_eq!(since(&root), "things-v1.0.1: 1 documentation");
    let base = Some("main".to_owned());
    let (_, output) = run(
        root.path(),
        &Diff {
            base,
            ..Diff::default()
        },
    );
    assert!(
        output.contains(" since main: 1 documentation\n"),
        "{output}"
    );
}

#[test]
fn files_that_the_document_refers_to_are_compared_too() {
    let root = repository();
    replace(root.path(), "spec/things/schemas/free.yaml", "a: {", "b: {");
    replace(root.path(), "spec/things/examples/none.json", "[]", "[{}]");
    let format = Format::Json;
    let (allowed, output) = run(
        root.path(),
        &Diff {
            format,
            ..Diff::default()
        },
    );
    assert!(!allowed);
    let found: Vec<Value> = serde_json::from_str(&output).expect("JSON");
    let brief = |change: &Value| {
        let text = |key: &str| change[key].as_str().map(str::to_owned).unwrap_or_default();
        ["kind", "direction", "rule", "file", "pointer"]
            .map(text)
            .join(" ")
    };
    let found: Vec<_> = found.iter().map(brief).collect();
    let carried = "spec/things/schemas/free.yaml /properties";
    let example = "/paths/~1things/get/responses/200/content/application~1json/examples/none";
    assert_eq!(
        found,
        [
            format!("breaking request property-removed {carried}/a"),
            format!("breaking response property-removed {carried}/a"),
            format!("additive request property-added {carried}/b"),
            format!("additive response property-added {carried}/b"),
            format!("documentation document example-changed {OPENAPI} {example}"),
        ]
    );
}

const CHANGELOG: &str = "spec/things/CHANGELOG.md";

#[test]
fn the_changelog_gets_one_section_however_often_it_is_written() {
    let root = repository();
    let start = "# Changelog\n\nNewest first.\n\n## 1.1.0 - unreleased\n\n### Added\n\n- Much.\n\n## 1.0.0\n\n- All.\n";
    write(root.path(), CHANGELOG, start);
    replace(root.path(), OPENAPI, "enum: [a, b]", "enum: [a]");
    replace(root.path(), OPENAPI, "A note.", "Remarks.");
    let diff = Diff {
        changelog: true,
        ..Diff::default()
    };
    let written = || {
        let (_, output) = run(root.path(), &diff);
        let last = output.lines().last().map(str::to_owned);
        let text = fs::read_to_string(root.path().join(CHANGELOG)).expect("read");
        (last.expect("a line"), text)
    };
    let (output, first) = written();
    assert_eq!(output, format!("{CHANGELOG} is written"));
    let base = first
        .lines()
        .find_map(|line| line.strip_prefix("Changes since "));
    let commit = base.expect("a base").trim_end_matches('.');
    insta::assert_snapshot!("the_changelog", first.replace(commit, "<commit>"));
    let (output, second) = written();
    assert_eq!(output, format!("{CHANGELOG} is up to date"));
    assert_eq!(first, second);
    replace(root.path(), OPENAPI, "enum: [a]", "enum: [a, b]");
    replace(root.path(), OPENAPI, "Remarks.", "A note.");
    assert_eq!(written().1, start);
}

#[test]
fn findings_are_a_table_in_markdown() {
    let root = repository();
    replace(
        root.path(),
        OPENAPI,
        "pattern: '^[a-z]+$'",
        "pattern: '^(a|b)+$'",
    );
    let diff = Diff {
        format: Format::Markdown,
        base: Some("HEAD".into()),
        ..Diff::default()
    };
    let (_, output) = run(root.path(), &diff);
    insta::assert_snapshot!("findings_in_markdown", output);
}

#[test]
fn two_files_are_compared_without_a_repository() {
    let root = TempDir::new().expect("a temporary folder");
    let base = fixture("base.yaml");
    write(root.path(), "old.yaml", &base);
    write(
        root.path(),
        "new.yaml",
        &replaced(&base, "title: Things", "title: Goods"),
    );
    let path = |name: &str| root.path().join(name).display().to_string();
    let diff = Diff {
        documents: vec![path("new.yaml")],
        base: Some(path("old.yaml")),
        changelog: true,
        ..Diff::default()
    };
    let (allowed, output) = run(root.path(), &diff);
    assert!(allowed);
    assert!(output.contains(": 1 documentation\n"), "{output}");
    assert!(output.ends_with("- Documentation: 1 change.\n"), "{output}");
    assert!(!root.path().join("CHANGELOG.md").exists());
}

#[test]
fn only_documents_of_openapi_3_0_are_compared() {
    let root = repository();
    replace(root.path(), OPENAPI, "openapi: 3.0.3", "openapi: 3.1.0");
    let head = Diff {
        base: Some("HEAD".into()),
        ..Diff::default()
    };
    let wrong = "openapi-version: `3.1.0` is not a version of OpenAPI 3.0";
    let help = "help: write the document as `openapi: 3.0.3`";
    assert_eq!(
        refusal(root.path(), &head),
        format!("{OPENAPI}:1:1: {wrong}\n    {help}")
    );
    commit(root.path());
    replace(root.path(), OPENAPI, "openapi: 3.1.0", "openapi: 3.0.3");
    assert_eq!(
        refusal(root.path(), &head),
        format!("HEAD:{OPENAPI}:1:1: {wrong}\n    {help}")
    );
}

#[test]
fn what_cannot_be_compared_is_reported() {
    let root = repository();
    git(root.path(), &["tag", "v1"]);
    write(
        root.path(),
        "spec/wares/openapi.yaml",
        &fixture("base.yaml"),
    );
    let only = |name: &str| Diff {
        documents: vec![name.to_owned()],
        ..Diff::default()
    };
    let (allowed, output) = run(root.path(), &only("wares"));
    assert!(allowed);
    assert_eq!(
        output,
        "spec/wares/openapi.yaml is not in v1: there is nothing to compare with\n"
    );
    assert_eq!(
        refusal(root.path(), &only("goods")),
        "`goods` is neither a file nor an API; spec/ has: things, wares"
    );
    let base = Some("v9".to_owned());
    assert_eq!(
        refusal(
            root.path(),
            &Diff {
                base,
                ..only("things")
            }
        ),
        "`v9` is neither a file nor a revision of the repository; --base takes one of the two"
    );
}

#[test]
fn a_repository_without_a_release_and_main_needs_a_base() {
    let root = repository();
    git(root.path(), &["branch", "--move", "trunk"]);
    let output = refusal(root.path(), &Diff::default());
    assert!(
        output.starts_with("spec/things/openapi.yaml: there is no release tag"),
        "{output}"
    );
    assert!(
        output.ends_with("name a revision or a file with --base"),
        "{output}"
    );
}
