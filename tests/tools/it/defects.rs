//! Documents with one defect each, from all parts of OpenAPI 3.0: lint reports it, on its line, and nothing else.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;
use xtask::{
    lint::{self, Format, Lint},
    workspace::Workspace,
};

use crate::support::root;

const HOUSE_STYLE: &str = "it is required only of the documents in spec/";

/// Defects that lint does not report, and why.
const NOT_REPORTED: &[(&str, &str)] = &[
    ("18-operation-id-style", HOUSE_STYLE),
    ("19-summary-missing", HOUSE_STYLE),
    ("21-error-response-missing", HOUSE_STYLE),
    ("84-property-without-description", HOUSE_STYLE),
    (
        "57-link-to-a-missing-property",
        "a link may use a property that the schema of the response does not mention",
    ),
    (
        "62-reference-to-a-missing-url",
        "lint fetches nothing, so it does not know what another server has",
    ),
];

/// The comment on the line of a defect.
const MARK: &str = "# defect";

fn folder() -> PathBuf {
    root().join("tests/fixtures/defects")
}

fn documents(folder: &Path) -> Vec<PathBuf> {
    let entries = folder.read_dir().expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<_> = paths.filter(|path| path.is_file()).collect();
    paths.sort();
    paths
}

fn name(path: &Path) -> String {
    let stem = path.file_stem().expect("a name");
    stem.to_string_lossy().into_owned()
}

/// The lines and rules of the findings of `cargo xtask lint FILE --format json`.
fn findings(path: &Path) -> Vec<(usize, String)> {
    let lint = Lint {
        apis: vec![path.display().to_string()],
        format: Format::Json,
        ..Lint::default()
    };
    let mut out = Vec::new();
    let clean = lint.run(&Workspace::at(root()), &mut out);
    let clean = clean.expect("a defect is a finding, not an error");
    let found: Vec<Value> = serde_json::from_slice(&out).expect("JSON");
    let is_error = |finding: &Value| finding["severity"] == "error";
    assert_eq!(clean, !found.iter().any(is_error));
    let brief = found.iter().map(|finding| {
        let rule = finding["rule"].as_str().expect("a rule");
        assert!(lint::rules().any(|known| known.id == rule), "{rule}");
        let line = finding["line"].as_u64().expect("a line");
        (usize::try_from(line).expect("small"), rule.to_owned())
    });
    brief.collect()
}

/// The line with the comment.
fn defect_line(text: &str) -> usize {
    let mut lines = text.lines().enumerate();
    let line = lines.find(|(_, line)| line.contains(MARK));
    line.expect("a line with the comment").0 + 1
}

/// The rules of all findings in the documents.
pub fn rules() -> Vec<String> {
    let all = documents(&folder()).into_iter();
    all.flat_map(|path| findings(&path))
        .map(|(_, rule)| rule)
        .collect()
}

#[test]
fn each_defect_is_found_on_its_line_and_nothing_else_is() {
    let all = documents(&folder());
    let mut wrong = Vec::new();
    let mut hits = 0;
    for path in &all {
        let name = name(path);
        let line = defect_line(&fs::read_to_string(path).expect("a document"));
        let found = findings(path);
        let hit = !found.is_empty() && found.iter().all(|(at, _)| *at == line);
        let is_excepted = NOT_REPORTED.iter().any(|(known, _)| *known == name);
        hits += usize::from(hit);
        if is_excepted != found.is_empty() || !is_excepted && !hit {
            wrong.push(format!(
                "{name}: the defect is on line {line}, found {found:?}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(
        (hits, NOT_REPORTED.len()),
        (102, 6),
        "defects found, and not found"
    );
}

#[test]
fn the_clean_documents_have_no_findings() {
    for path in documents(&folder().join("clean")) {
        assert_eq!(findings(&path), [], "{}", path.display());
    }
}

/// A document differs from its clean twin only by its defect.
#[test]
fn each_document_is_its_twin_with_one_change() {
    for path in documents(&folder()) {
        let text = fs::read_to_string(&path).expect("a document");
        let (first, text) = text.split_once('\n').expect("lines");
        let twin = first
            .strip_prefix("# ")
            .and_then(|first| first.split(' ').next());
        let twin = folder().join(twin.expect("the first line names the twin"));
        let twin = fs::read_to_string(twin).expect("the twin");
        let (twin, text): (Vec<_>, Vec<_>) = (twin.lines().collect(), text.lines().collect());
        let same = |pairs: &mut dyn Iterator<Item = (&&str, &&str)>| {
            pairs.take_while(|(twin, text)| twin == text).count()
        };
        let above = same(&mut twin.iter().zip(&text));
        let below = same(&mut twin.iter().rev().zip(text.iter().rev()));
        let changed = text.len().saturating_sub(above + below);
        assert!(changed <= 19, "{}: {changed} lines differ", path.display());
    }
}
