//! `docs/coverage.md`: what exists for each operation. The test writes the file if `INSTA_UPDATE` is `always`.

use std::{fmt::Write as _, fs, path::Path};

use contract::Contract;
use openapi_document::{Example, Operation, Side};

use crate::support::{contracts, root};

const HEAD: &str = "# Coverage

For each operation: its evidence, the named examples of its request and response, the method of the client, the sample,
the method of the mock server, and the number of snapshots. If an operation has no arguments or no documented body, the
cell says so. The tests fail if a cell is empty, or if this page is not up to date. To update it, run
`INSTA_UPDATE=always cargo test -p tools-tests --test it -- coverage`.
";

#[test]
fn the_coverage_page_is_up_to_date() {
    let path = root().join("docs/coverage.md");
    let expected = page();
    if std::env::var("INSTA_UPDATE").as_deref() == Ok("always") {
        fs::write(&path, &expected).expect("written");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == expected,
        "docs/coverage.md is not up to date; its first paragraph has the command that updates it"
    );
}

fn page() -> String {
    let mut page = HEAD.to_owned();
    for contract in contracts() {
        let title = contract.document.value["info"]["title"].as_str();
        let _ = write!(page, "\n## {}\n\n", title.unwrap_or(&contract.name));
        page.push_str(
            "| Operation | Evidence | Request | Response | Client | Sample | Mock | Snapshots |\n",
        );
        page.push_str("|---|---|---|---|---|---|---|--:|\n");
        let examples = contract
            .document
            .examples()
            .expect("the examples can be read");
        for operation in contract.document.operations() {
            page.push_str(&row(contract, &examples, &operation));
        }
    }
    page
}

fn row(contract: &Contract, all: &[Example], operation: &Operation<'_>) -> String {
    let (api, id) = (&contract.name, operation.name());
    let evidence = operation.value["x-evidence"].as_str().unwrap_or_default();
    let client = has_method(&format!("crates/{api}/src/generated/client.rs"), &id);
    let mock = format!("crates/{api}-httpmock/src/generated/server.rs");
    let sample = contract::sample_name(operation);
    let has_sample = contract
        .place()
        .join(format!("samples/{sample}.rs"))
        .exists();
    let mut request = examples(all, &id, |side| !matches!(side, Side::Answer(_)));
    if request.is_empty() && !takes_arguments(operation) {
        request.push_str("no arguments");
    }
    let is_success = |side: &Side| matches!(side, Side::Answer(status) if status.starts_with('2'));
    let mut response = examples(all, &id, is_success);
    if response.is_empty() && !returns_content(operation) {
        response.push_str("no documented body");
    }
    let cells = [
        format!("`{id}`"),
        evidence.to_owned(),
        request,
        response,
        shown(client, &id),
        shown(has_sample, sample),
        shown(has_method(&mock, &id), &id),
        snapshots(api, &id).to_string(),
    ];
    let is_missing = |cell: &String| cell.is_empty() || cell == "0";
    assert!(
        !cells.iter().any(is_missing),
        "{api}: something is missing in {cells:?}; the last cell counts snapshots: accept the new ones first"
    );
    format!("| {} |\n", cells.join(" | "))
}

/// Whether an operation has parameters or a body. The headers with credentials are not parameters.
fn takes_arguments(operation: &Operation<'_>) -> bool {
    operation.value.get("parameters").is_some() || operation.value.get("requestBody").is_some()
}

/// Whether a successful response of an operation has a documented body.
fn returns_content(operation: &Operation<'_>) -> bool {
    let responses = operation.value["responses"].as_object();
    let mut responses = responses.into_iter().flatten();
    responses.any(|(status, response)| status.starts_with('2') && response.get("content").is_some())
}

/// The names of an operation's examples for requests or responses.
fn examples(all: &[Example], id: &str, is_side: impl Fn(&Side) -> bool) -> String {
    let own = all
        .iter()
        .filter(|one| one.operation == id && is_side(&one.side));
    let mut names: Vec<_> = own.map(|one| format!("`{}`", one.call)).collect();
    names.sort();
    names.dedup();
    names.join(", ")
}

fn shown(exists: bool, name: &str) -> String {
    if exists {
        format!("`{name}`")
    } else {
        String::new()
    }
}

fn has_method(file: &str, method: &str) -> bool {
    let code = fs::read_to_string(root().join(file)).expect("generated");
    let start = |line: &&str| {
        let line = line.trim_start().trim_start_matches("pub ");
        line.strip_prefix("fn ").is_some_and(|line| {
            line.strip_prefix(method)
                .is_some_and(|rest| rest.starts_with(['(', '<']))
        })
    };
    code.lines().any(|line| start(&line))
}

/// The number of snapshots of an operation's requests.
fn snapshots(api: &str, id: &str) -> usize {
    let prefix = format!("it__requests__{api}__{id}__");
    let folder = root().join("tests/sdks/it/snapshots");
    let entries = Path::new(&folder).read_dir().expect("a folder");
    let names = entries.map(|entry| entry.expect("a file").file_name());
    names
        .filter(|name| {
            name.to_string_lossy().starts_with(&prefix) && name.to_string_lossy().ends_with(".snap")
        })
        .count()
}

#[test]
fn the_readme_has_the_number_of_operations() {
    let readme = fs::read_to_string(root().join("README.md")).expect("a file");
    for contract in contracts() {
        let count = contract.document.operations().len();
        let row = format!("(spec/{}/openapi.yaml) | {count}: ", contract.name);
        assert!(readme.contains(&row), "README.md does not contain `{row}`");
    }
}
