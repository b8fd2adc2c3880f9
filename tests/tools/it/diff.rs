//! `cargo xtask diff`: the verdict on each single change of a document, and the output of the command.

mod command;

use std::{collections::BTreeSet, fs, path::Path};

use contract::Contract;
use openapi_diff::{Change, Direction, Kind, RULES, Source};
use openapi_document::{Document, pointer};
use serde::Deserialize;
use serde_json::Value;

use crate::support::{contracts, root};

/// The place of most properties of the base, which the pairs abbreviate as `~`.
const SHARED: &str = "/components/schemas/Shared/properties";

/// One change of the base, and the verdicts on it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    name: String,
    /// Strings, each searched for after the previous one; the last one is replaced.
    at: Vec<String>,
    #[serde(default)]
    everywhere: bool,
    to: String,
    there: Vec<String>,
    back: Vec<String>,
}

impl Pair {
    /// The base with the change.
    fn changed(&self, base: &str) -> String {
        let (mut start, mut end) = (0, 0);
        for step in &self.at {
            let found = base[end..].find(step.as_str());
            start = end + found.unwrap_or_else(|| panic!("{}: no {step:?}", self.name));
            end = start + step.len();
        }
        if self.everywhere {
            base.replace(&base[start..end], &self.to)
        } else {
            format!("{}{}{}", &base[..start], self.to, &base[end..])
        }
    }
}

fn fixture(name: &str) -> String {
    let path = root().join("tests/fixtures/diff").join(name);
    fs::read_to_string(path).expect("a fixture")
}

fn pairs() -> Vec<Pair> {
    let text = fixture("pairs.yaml");
    let document = Document::parse("pairs.yaml".as_ref(), &text).expect("YAML");
    serde_json::from_value(document.value).expect("pairs")
}

fn verdict(change: &Change) -> String {
    let pointer = change.pointer.replace(SHARED, "~");
    let verdict = format!(
        "{} {} {} {pointer}",
        change.kind, change.direction, change.rule
    );
    verdict.trim_end().to_owned()
}

fn verdicts(old: &str, new: &str) -> Vec<String> {
    let changes = openapi_diff::texts(old, new).expect("documents");
    changes.iter().map(verdict).collect()
}

#[test]
fn each_change_and_its_reverse_get_their_verdicts() {
    let base = fixture("base.yaml");
    let mut wrong = Vec::new();
    for pair in pairs() {
        let changed = pair.changed(&base);
        let runs = [
            ("there", &pair.there, verdicts(&base, &changed)),
            ("back", &pair.back, verdicts(&changed, &base)),
        ];
        for (run, expected, found) in runs {
            if *expected != found {
                let name = &pair.name;
                wrong.push(format!(
                    "{name}, {run}\n  expected {expected:?}\n  found    {found:?}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_verdict_of_every_rule_has_a_pair() {
    let seen: BTreeSet<_> = pairs()
        .into_iter()
        .flat_map(|pair| [pair.there, pair.back].concat())
        .map(|verdict| verdict.split(' ').take(3).collect::<Vec<_>>().join(" "))
        .collect();
    let all = RULES.iter().flat_map(|rule| {
        rule.verdicts.iter().map(move |verdict| {
            // A change of documentation affects neither requests nor responses, so its direction is the document.
            let direction = match verdict.kind {
                Kind::Documentation => Direction::Document,
                _ => verdict.direction,
            };
            format!("{} {direction} {}", verdict.kind, rule.name)
        })
    });
    assert_eq!(seen, all.collect());
}

#[test]
fn a_document_has_no_changes_from_itself() {
    let base = fixture("base.yaml");
    let none: [&str; 0] = [];
    assert_eq!(verdicts(&base, &base), none);
}

#[test]
fn the_table_of_rules_is_that_of_the_code() {
    let page = fs::read_to_string(root().join("docs/reference/diff.md")).expect("a page");
    let table = openapi_diff::table();
    assert!(
        page.contains(&table),
        "the table in docs/reference/diff.md differs from the code; `cargo xtask diff --rules` prints:\n{table}"
    );
}

/// Every change of a value of a contract has a finding. Only every `STRIDE`th value is changed, and several at once, to
/// save time. If a finding could belong to several values, each of them is changed again by itself.
#[test]
fn no_change_of_a_contract_goes_unseen() {
    const STRIDE: usize = 97;
    const AT_ONCE: usize = 8;
    let mut unseen = Vec::new();
    for contract in contracts() {
        let document = &contract.document.value;
        let old = serde_yaml::to_string(document).expect("written");
        let mut leaves = Vec::new();
        collect(document, String::new(), &mut leaves);
        assert!(leaves.len() > 1000, "{}", leaves.len());
        let leaves = leaves.iter().step_by(STRIDE);
        // A document of another OpenAPI version, or with an unresolved reference, is not compared.
        let skipped = |leaf: &&String| {
            ["/info/version", "/openapi"].contains(&leaf.as_str()) || leaf.ends_with("/$ref")
        };
        let leaves: Vec<_> = leaves.filter(|leaf| !skipped(leaf)).collect();
        // Values that change at once are far from each other.
        let groups = leaves.len().div_ceil(AT_ONCE);
        for first in 0..groups {
            let group: Vec<_> = leaves.iter().skip(first).step_by(groups).copied().collect();
            let found = found_at(contract, &old, &group);
            let is_seen = |leaf: &&String| found.iter().any(|at| covered(&group, at) == [*leaf]);
            let again = group.iter().copied().filter(|leaf| !is_seen(leaf));
            unseen.extend(
                again
                    .filter(|leaf| found_at(contract, &old, &[leaf]).is_empty())
                    .cloned(),
            );
        }
    }
    assert!(unseen.is_empty(), "{}", unseen.join("\n"));
}

/// The places of the findings if the values at these pointers change.
fn found_at(contract: &Contract, old: &str, changed: &[&String]) -> Vec<String> {
    let mut new = contract.document.value.clone();
    for leaf in changed {
        let value = new.pointer_mut(leaf).expect("a value of the document");
        *value = another(value);
    }
    let new = serde_yaml::to_string(&new).expect("written");
    let [old, new] = [old, &new].map(|text| in_place_of(contract, text));
    let changes = openapi_diff::compare(&old, &new).into_iter();
    let changes = changes.filter(|change| change.rule != "rewritten");
    changes.map(|change| change.pointer).collect()
}

/// The contract with `text` as its document.
fn in_place_of(contract: &Contract, text: &str) -> Source {
    let folder = root().join(contract.folder());
    let read = |name: &str| match name {
        "openapi.yaml" => Ok(Some(text.as_bytes().to_vec())),
        other => Ok(fs::read(folder.join(other)).ok()),
    };
    let source = Source::load(Path::new("openapi.yaml"), "", &read);
    source.expect("OpenAPI").expect("a document")
}

/// The leaves at or below a pointer.
fn covered<'a>(leaves: &[&'a String], pointer: &str) -> Vec<&'a String> {
    let is_below = |leaf: &&&String| {
        let rest = leaf.strip_prefix(pointer);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    leaves.iter().filter(is_below).copied().collect()
}

fn collect(value: &Value, at: String, leaves: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                collect(member, pointer::child(&at, key), leaves);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(item, pointer::child(&at, &index.to_string()), leaves);
            }
        }
        _ => leaves.push(at),
    }
}

fn another(value: &Value) -> Value {
    match value {
        Value::Bool(value) => (!value).into(),
        Value::Number(number) => (number.as_f64().unwrap_or_default() + 1.0).into(),
        Value::String(text) => format!("{text}x").into(),
        _ => "x".into(),
    }
}
