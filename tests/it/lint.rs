//! Each rule of `cargo xtask lint` finds a change to the contracts, on the line where a reader must look.

mod examples;
mod operations;
mod schemas;

use std::{collections::BTreeSet, fs, path::Path};

use tempfile::TempDir;
use xtask::{
    document::Contract,
    lint::{self, Lint, RULES},
    workspace::Workspace,
};

const SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec");
const BOUWSOFT: &str = "bouwsoft/openapi.yaml";
const FACTUREREN: &str = "eenvoudigfactureren/openapi.yaml";

/// A place in a file below `spec/`: texts to find one behind the other, of which the last one is the place.
#[derive(Clone, Copy)]
struct Place {
    file: &'static str,
    path: &'static [&'static str],
}

/// A change to a contract, and where a rule must find it.
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
    /// Where the place begins and ends in `text`.
    fn span(&self, text: &str) -> (usize, usize) {
        let mut span = (0, 0);
        for step in self.path {
            let start = text[span.1..].find(step);
            let start = start.unwrap_or_else(|| panic!("{}: no {step:?}", self.file));
            span = (span.1 + start, span.1 + start + step.len());
        }
        span
    }

    /// The line of the place, blanks and line breaks before its text aside.
    fn line(&self, text: &str) -> usize {
        let (start, end) = self.span(text);
        let place = &text[start..end];
        let blank = place.len() - place.trim_start().len();
        text[..start + blank].matches('\n').count() + 1
    }
}

/// A copy of one API's folder, in a workspace of its own.
fn copy(api: &str) -> TempDir {
    let root = TempDir::new().expect("a temporary folder");
    copy_folder(
        &Path::new(SPEC).join(api),
        &root.path().join("spec").join(api),
    );
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

/// The findings of the changed contract, as `file:line rule`, and the one that is expected.
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
    let findings = lint::findings(&contract).expect("the contract can be linted");
    let brief = |path: &Path, line: usize, rule: &str| format!("{}:{line} {rule}", path.display());
    let found = findings.iter().map(|finding| {
        assert!(RULES.contains(&&*finding.rule), "{finding}");
        brief(&finding.path, finding.position.line, &finding.rule)
    });
    let expected = Path::new("spec").join(case.found.file);
    let line = case.found.line(&read(case.found.file));
    (found.collect(), brief(&expected, line, case.rule))
}

/// Every change of `cases` is found by its rule, in its file, on its line.
fn all_found(cases: &[Case]) {
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
    all_found(schemas::CASES);
}

#[test]
fn changes_to_limits_of_fields_are_found() {
    all_found(schemas::LIMITS);
}

#[test]
fn changes_to_operations_are_found() {
    all_found(operations::CASES);
}

#[test]
fn changes_to_parameters_are_found() {
    all_found(operations::PARAMETERS);
}

#[test]
fn changes_to_examples_are_found() {
    all_found(examples::CASES);
}

#[test]
fn changes_that_the_generator_cannot_take_are_found() {
    all_found(examples::GENERATOR);
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
    ];
    let covered: BTreeSet<_> = all.into_iter().flatten().map(|case| case.rule).collect();
    assert_eq!(covered, BTreeSet::from(RULES));
}

#[test]
fn the_contracts_have_no_findings() {
    let workspace = Workspace::at(Path::new(SPEC).join(".."));
    let mut out = Vec::new();
    let clean = Lint::default().run(&workspace, &mut out);
    let out = String::from_utf8(out).expect("text");
    assert!(clean.expect("the contracts can be linted"), "{out}");
    assert!(out.ends_with(" rules, no findings\n"), "{out}");
}

#[test]
fn a_finding_says_where_what_and_how_to_mend_it() {
    let root = copy("bouwsoft");
    let file = root.path().join("spec").join(BOUWSOFT);
    let text = fs::read_to_string(&file).expect("the document");
    let place = at(
        BOUWSOFT,
        &["\n    Order:", "company_name:", "maxLength: 250"],
    );
    let (start, end) = place.span(&text);
    let line = place.line(&text);
    let changed = format!("{}maxLength: 25{}", &text[..start], &text[end..]);
    fs::write(file, changed).expect("the change is written");

    let mut out = Vec::new();
    let clean = Lint::default().run(&Workspace::at(root.path()), &mut out);
    assert!(!clean.expect("the contract can be linted"));
    let expected = format!(
        "spec/{BOUWSOFT}:{line}:11: field-length: `company_name` of Order has `maxLength: 25`, its row asks for 250 \
         (spec/bouwsoft/fields/order.tsv:3)\n    help: make the schema follow the table, or excuse it in \
         exceptions.tsv with the aspect `length`\n1 contract, {} rules, 1 finding\n",
        RULES.len()
    );
    assert_eq!(String::from_utf8(out).expect("text"), expected);
}
