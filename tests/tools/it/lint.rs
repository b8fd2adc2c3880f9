//! Each rule of `cargo xtask lint` reports a change to a contract, on the line that a reader must correct. The changed
//! contracts are small ones, in `tests/fixtures/lint`, with something for every rule.

mod circles;
mod examples;
mod operations;
mod renames;
mod schemas;
mod style;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use contract::Contract;
use tempfile::TempDir;
use xtask::{
    lint::{self, Format, Lint},
    workspace::Workspace,
};

use crate::support::{replaced, root};

const DESK: &str = "desk/openapi.yaml";
const SHOP: &str = "shop/openapi.yaml";

/// The workspace with the contracts that the cases change.
fn fixtures() -> PathBuf {
    root().join("tests/fixtures/lint")
}

/// A place in a file below `spec/`. Each string of `path` is searched for after the previous one; the last one is the
/// place. Without strings, the place is the whole file.
#[derive(Clone, Copy)]
struct Place {
    file: &'static str,
    path: &'static [&'static str],
}

/// A change to a contract, and where its rule must report it.
struct Case {
    rule: &'static str,
    change: Place,
    to: &'static str,
    found: Place,
}

const fn at(file: &'static str, path: &'static [&'static str]) -> Place {
    Place { file, path }
}

const fn case(rule: &'static str, change: Place, to: &'static str, found: Place) -> Case {
    Case {
        rule,
        change,
        to,
        found,
    }
}

impl Place {
    /// The start and the end of the place in `text`.
    fn span(&self, text: &str) -> (usize, usize) {
        let mut span = (0, 0);
        for step in self.path {
            let start = text[span.1..].find(step);
            let start = start.unwrap_or_else(|| panic!("{}: no {step:?}", self.file));
            span = (span.1 + start, span.1 + start + step.len());
        }
        span
    }

    /// The line of the place, ignoring leading white space of its string.
    fn line(&self, text: &str) -> usize {
        if self.path.is_empty() {
            return 0;
        }
        let (start, end) = self.span(text);
        let place = &text[start..end];
        let indent = place.len() - place.trim_start().len();
        text[..start + indent].matches('\n').count() + 1
    }
}

/// A copy of one contract in its own workspace, to be changed.
fn copy(api: &str) -> TempDir {
    let root = TempDir::new().expect("a temporary folder");
    let folder = Path::new("spec").join(api);
    copy_folder(&fixtures().join(&folder), &root.path().join(&folder));
    root
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a new folder");
    for entry in from.read_dir().expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

/// The findings of `cargo xtask lint NAME` in the workspace at `root`.
fn linted(root: &Path, name: &str) -> Vec<serde_json::Value> {
    let lint = Lint {
        apis: vec![name.into()],
        format: Format::Json,
        ..Lint::default()
    };
    let mut out = Vec::new();
    let outcome = lint.run(&Workspace::at(root), &mut out);
    outcome.expect("it can be linted");
    serde_json::from_slice(&out).expect("JSON")
}

/// The findings of the changed contract as `file:line rule`, and the expected finding.
fn outcome(case: &Case) -> (Vec<String>, String) {
    let api = case.change.file.split('/').next().expect("an API");
    let root = copy(api);
    let spec = root.path().join("spec");
    let read = |file: &str| fs::read_to_string(spec.join(file)).expect("a file of the contract");

    let mut text = read(case.change.file);
    let (start, end) = case.change.span(&text);
    text.replace_range(start..end, case.to);
    fs::write(spec.join(case.change.file), text).expect("the change is written");

    let contract = Contract::read(root.path(), api).expect("the contract can still be read");
    let mut findings = contract::findings(&contract);
    findings.extend(sdk_codegen::lint::findings(&contract));
    let findings = openapi_lint::sorted(findings);
    let brief = |path: &Path, line: usize, rule: &str| format!("{}:{line} {rule}", path.display());
    let found = findings.iter().map(|finding| {
        assert!(
            lint::rules().any(|rule| *rule.id == *finding.rule),
            "{finding}"
        );
        brief(&finding.path, finding.position.line, &finding.rule)
    });
    let expected = Path::new("spec").join(case.found.file);
    let line = case.found.line(&read(case.found.file));
    (found.collect(), brief(&expected, line, case.rule))
}

/// Every change in `cases` is reported by its rule, in its file, on its line.
fn assert_all_found(cases: &[Case]) {
    let mut missed = Vec::new();
    for case in cases {
        let (found, expected) = outcome(case);
        if !found.contains(&expected) {
            let change = (case.change.path, case.to);
            missed.push(format!(
                "{change:?}\n  expected {expected}\n  found    {found:?}"
            ));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn changes_to_schemas_and_their_tables_are_found() {
    assert_all_found(schemas::CASES);
}

#[test]
fn changes_to_limits_of_fields_are_found() {
    assert_all_found(schemas::LIMITS);
}

#[test]
fn changes_to_operations_are_found() {
    assert_all_found(operations::CASES);
}

#[test]
fn changes_to_parameters_are_found() {
    assert_all_found(operations::PARAMETERS);
}

#[test]
fn changes_to_examples_are_found() {
    assert_all_found(examples::CASES);
}

#[test]
fn changes_that_the_generator_does_not_support_are_found() {
    assert_all_found(examples::GENERATOR);
}

#[test]
fn changes_to_style_and_evidence_are_found() {
    assert_all_found(style::CASES);
}

#[test]
fn every_rule_has_a_case() {
    let all = [
        schemas::CASES,
        schemas::LIMITS,
        operations::CASES,
        operations::PARAMETERS,
        examples::CASES,
        examples::GENERATOR,
        style::CASES,
    ];
    let cases = all.into_iter().flatten().map(|case| case.rule.to_owned());
    // Documents that cannot be read or generated from have their own tests, here and in `messages`.
    let elsewhere = ["generate", "unreadable"].map(str::to_owned);
    let covered: BTreeSet<_> = cases
        .chain(crate::defects::rules())
        .chain(elsewhere)
        .collect();
    let known: BTreeSet<_> = lint::rules().map(|rule| rule.id.to_owned()).collect();
    assert_eq!(covered, known);
}

#[test]
fn the_contracts_have_no_findings() {
    for workspace in [root(), &fixtures()] {
        let mut out = Vec::new();
        let clean = Lint::default().run(&Workspace::at(workspace), &mut out);
        let out = String::from_utf8(out).expect("text");
        assert!(clean.expect("the contracts can be linted"), "{out}");
        assert!(out.ends_with(" rules, no findings\n"), "{out}");
    }
}

#[test]
fn a_finding_says_where_what_and_how_to_fix_it() {
    let root = copy("desk");
    let file = root.path().join("spec").join(DESK);
    let text = fs::read_to_string(&file).expect("the document");
    let place = at(DESK, &["\n    Order:", "company_name:", "maxLength: 250"]);
    let (start, end) = place.span(&text);
    let line = place.line(&text);
    let changed = format!("{}maxLength: 25{}", &text[..start], &text[end..]);
    fs::write(file, changed).expect("the change is written");

    let mut out = Vec::new();
    let clean = Lint::default().run(&Workspace::at(root.path()), &mut out);
    assert!(!clean.expect("the contract can be linted"));
    let out = String::from_utf8(out).expect("text");
    let before = line - 1;
    let margin = " ".repeat(line.to_string().len() + 2);
    let expected = format!(
        "  × field-length: `company_name` of Order has `maxLength: 25`, but its row says 250 \
         (spec/desk/fields/order.tsv:3)\n{margin}╭─[spec/{DESK}:{line}:11]\n {before} │           type: string\n \
         {line} │           maxLength: 25\n"
    );
    assert!(out.starts_with(&expected), "{out}");
    let help = "help: make the schema follow the table, or excuse it in exceptions.tsv with the aspect `length`";
    assert!(out.contains(help), "{out}");
    let counted = format!("\n1 contract, {} rules, 1 finding\n", lint::rules().count());
    assert!(out.ends_with(&counted), "{out}");
    assert!(!out.contains('\u{1b}'), "{out}");
}

/// The output for a document outside `spec/` with one change, and whether it has no findings.
fn lint(from: &str, to: &str, format: Format) -> (bool, String) {
    let root = TempDir::new().expect("a temporary folder");
    let source = crate::support::root().join("tests/fixtures/defects/clean/document.yaml");
    let text = fs::read_to_string(source).expect("a document");
    let file = root.path().join("parcels.yaml");
    fs::write(&file, replaced(&text, from, to)).expect("the change is written");
    let lint = Lint {
        apis: vec![file.display().to_string()],
        format,
        ..Lint::default()
    };
    let mut out = Vec::new();
    let clean = lint.run(&Workspace::at(root.path()), &mut out);
    let out = String::from_utf8(out).expect("text");
    let folder = format!("{}/", root.path().display());
    (
        clean.expect("the document can be linted"),
        out.replace(&folder, ""),
    )
}

#[test]
fn a_document_that_belongs_to_no_api_is_linted_by_itself() {
    let (clean, out) = lint("Parcels", "Parcels", Format::Human);
    assert!(clean, "{out}");
    assert_eq!(
        out,
        format!("1 document, {} rules, no findings\n", lint::rules().count())
    );
    let (clean, out) = lint(
        "        default: north",
        "        defualt: north",
        Format::Human,
    );
    assert!(!clean);
    insta::assert_snapshot!(out.replace(&format!("{} rules", lint::rules().count()), "N rules"));
}

#[test]
fn a_syntax_error_is_a_finding_like_the_others() {
    let twice = "  version: 1.0.0\n  version: 1.0.1\n";
    let (clean, human) = lint("  version: 1.0.0\n", twice, Format::Human);
    assert!(!clean);
    insta::assert_snapshot!(human.replace(&format!("{} rules", lint::rules().count()), "N rules"));
    let (clean, github) = lint("  version: 1.0.0\n", twice, Format::Github);
    assert!(!clean);
    assert_eq!(
        github,
        "::error file=parcels.yaml,line=5,col=3,title=syntax::the key `version` appears a second time \
         (first on line 4)%0Ahelp: remove or rename one of the two\n"
    );
    let (clean, json) = lint("  version: 1.0.0\n", twice, Format::Json);
    assert!(!clean);
    let found: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(found.as_array().map(Vec::len), Some(1));
    assert_eq!(found[0]["line"], 5);
    assert_eq!(found[0]["rule"], "syntax");
}

#[test]
fn a_missing_document_is_one_finding() {
    let lint = Lint {
        apis: vec!["nothing.yaml".into()],
        format: Format::Json,
        ..Lint::default()
    };
    let workspace = Workspace::at(root());
    let mut out = Vec::new();
    let clean = lint.run(&workspace, &mut out).expect("a finding");
    assert!(!clean);
    let found: serde_json::Value = serde_json::from_slice(&out).expect("JSON");
    assert_eq!(found[0]["rule"], "unreadable");
    assert_eq!(found[0]["path"], "nothing.yaml");
    assert_eq!(found[0]["line"], serde_json::Value::Null);
    let message = found[0]["message"].as_str().expect("text");
    assert!(
        message.starts_with("neither an API in spec/ nor a readable file: "),
        "{message}"
    );
}

/// The tables in `docs/reference/rules.md` come from the code.
#[test]
fn the_tables_of_rules_are_those_of_the_code() {
    let page = fs::read_to_string(root().join("docs/reference/rules.md")).expect("a page");
    let tables = openapi_document::table(lint::rules());
    assert!(
        page.ends_with(&tables),
        "docs/reference/rules.md does not end with what `cargo xtask lint --rules` prints:\n{tables}"
    );
}
