//! `cargo xtask publish`: the output is deterministic, the documents are self-contained, and the pages work under any
//! path.

mod folder;
mod markup;
mod pages;
mod reference;
mod releases;
mod shapes;
mod v31;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use openapi_document::{Document, Payload, Validator};
use portal::Blob;
use serde_json::Value;
use tempfile::TempDir;
use xtask::{publish::Publish, workspace::Workspace};

use crate::support::{contracts, root};

fn publish(out: &Path) -> Publish {
    Publish {
        out: out.to_owned(),
        check: false,
        keep_generator_extensions: false,
    }
}

type Files = BTreeMap<PathBuf, Vec<u8>>;

/// The published files of this workspace.
fn files() -> &'static Files {
    static FILES: LazyLock<Files> = LazyLock::new(|| by_path(&publish(Path::new("dist")), root()));
    &FILES
}

fn by_path(publish: &Publish, root: &Path) -> Files {
    let files = publish.files(&Workspace::at(root)).expect("published");
    let count = files.len();
    let files: BTreeMap<_, _> = files
        .into_iter()
        .map(|Blob { path, bytes }| (path, bytes))
        .collect();
    assert_eq!(files.len(), count, "each file is written once");
    files
}

fn text(files: &Files, path: &str) -> String {
    let bytes = files
        .get(Path::new(path))
        .unwrap_or_else(|| panic!("no {path}"));
    String::from_utf8(bytes.clone()).expect("text")
}

fn json(files: &Files, path: &str) -> Value {
    serde_json::from_str(&text(files, path)).expect("JSON")
}

/// Runs the command, and returns its result and its output.
fn run(publish: &Publish, root: &Path) -> (bool, String) {
    let mut out = Vec::new();
    let fine = publish
        .run(&Workspace::at(root), &mut out)
        .expect("the command runs");
    (fine, String::from_utf8(out).expect("text"))
}

#[test]
fn two_runs_give_the_same_bytes() {
    let again = by_path(&publish(Path::new("dist")), root());
    assert!(*files() == again, "two runs differ");
}

#[test]
fn check_finds_what_changed_and_a_run_corrects_it() {
    let workspace = folder::workspace("0.1.0");
    let root = workspace.path();
    let out = TempDir::new().expect("a folder");
    let write = publish(out.path());
    let check = Publish {
        check: true,
        ..write.clone()
    };
    let (fine, output) = run(&check, root);
    assert!(
        !fine && output.contains("stale: index.html\n    missing"),
        "{output}"
    );
    assert!(run(&write, root).0);
    let (fine, output) = run(&check, root);
    assert!(fine, "{output}");

    fs::write(out.path().join("apis.json"), "{}\n").expect("written");
    let sums = out.path().join("SHA256SUMS");
    let listed = fs::read_to_string(&sums).expect("read");
    fs::create_dir(out.path().join("old")).expect("created");
    fs::write(out.path().join("old/page.html"), "").expect("written");
    fs::write(&sums, format!("{listed}0  old/page.html\n0  ../kept\n")).expect("written");
    fs::write(out.path().join("CNAME"), "mine").expect("written");
    let (fine, output) = run(&check, root);
    assert!(!fine, "{output}");
    for part in [
        "stale: apis.json\n",
        "stale: SHA256SUMS\n",
        "no longer generated: old/page.html\n",
    ] {
        assert!(output.contains(part), "{output}");
    }
    let (_, output) = run(&write, root);
    assert!(output.contains("3 of them changed"), "{output}");
    assert!(!out.path().join("old").exists());
    assert!(out.path().join("CNAME").exists(), "files of others stay");
    assert!(run(&check, root).0);
}

#[test]
fn a_folder_that_publish_did_not_write_is_not_changed() {
    let out = TempDir::new().expect("a folder");
    fs::write(out.path().join("thesis.txt"), "").expect("written");
    let workspace = folder::workspace("0.1.0");
    let output = folder::refusal(workspace.path(), out.path());
    assert!(
        output.contains("has files but no .order-contracts-site"),
        "{output}"
    );
}

#[test]
fn all_forms_of_a_document_are_equal() {
    let files = files();
    for contract in contracts() {
        let of = |file: &str| format!("{}/latest/{file}", contract.name);
        let yaml = Document::parse(Path::new("openapi.yaml"), &text(files, &of("openapi.yaml")));
        let yaml = yaml.expect("valid");
        assert_eq!(yaml.value, json(files, &of("openapi.json")));
        assert_eq!(
            yaml.keys(""),
            contract.document.keys(""),
            "the order is that of the source"
        );
        let schemas = "/components/schemas";
        assert_eq!(yaml.keys(schemas), contract.document.keys(schemas));
        let printed = text(files, &of("openapi.json"));
        assert!(!printed.contains("x-columns"));
        for reference in printed.split("\"$ref\": \"").skip(1) {
            assert!(reference.starts_with('#'), "{}", &reference[..40]);
        }
        assert!(!printed.contains("externalValue"));
        let linked = printed.split("](examples/").skip(1);
        for file in linked.filter_map(|rest| rest.split(')').next()) {
            let file = format!("examples/{file}");
            let source = contract.place().join(&file);
            let source = fs::read(source).expect("read");
            assert!(files[Path::new(&of(&file))] == source, "{file}");
        }
    }
}

#[test]
fn extensions_of_the_generator_are_kept_on_demand() {
    let keep = Publish {
        keep_generator_extensions: true,
        ..publish(Path::new("dist"))
    };
    let files = &by_path(&keep, &root().join("tests/fixtures/lint"));
    let printed = text(files, "desk/latest/openapi.json");
    let file = printed
        .split("\"x-columns\": \"")
        .nth(1)
        .expect("the extension");
    let file = file.split('"').next().expect("a file");
    assert!(files.contains_key(&Path::new("desk/latest").join(file)));
}

#[test]
fn the_dereferenced_document_has_no_references_and_accepts_the_examples() {
    let files = files();
    for contract in contracts() {
        let path = format!("{}/latest/openapi.deref.json", contract.name);
        let printed = text(files, &path);
        assert!(!printed.contains("\"$ref\""));
        let flat = Document::parse(Path::new("deref.json"), &printed).expect("valid");
        let validator = Validator::new(&flat, contract::FORMATS);
        let mut checked = 0;
        for example in contract
            .document
            .examples()
            .expect("the examples can be read")
        {
            let Payload::Json(value) = &example.payload else {
                continue;
            };
            let errors = validator
                .errors(&example.schema, value)
                .expect("a valid schema");
            assert_eq!(errors, [], "{}", example.at);
            checked += 1;
        }
        assert!(checked > 10, "{checked} examples");
    }
}

#[test]
fn every_operation_has_a_sample_for_curl_and_rust() {
    let files = files();
    let mut commands = String::new();
    for contract in contracts() {
        let document = json(files, &format!("{}/latest/openapi.json", contract.name));
        for operation in contract.document.operations() {
            let published = document.pointer(&operation.pointer).expect("published");
            let samples = published["x-codeSamples"].as_array().expect("samples");
            let labels: Vec<_> = samples.iter().map(|sample| &sample["label"]).collect();
            assert_eq!(labels, ["curl", "Rust"], "{}", operation.name());
            let command = samples[0]["source"].as_str().expect("text");
            let request = command.lines().next().expect("a line");
            assert!(
                !request.contains('<'),
                "{request}: a parameter has no example"
            );
            commands.push_str(&format!(
                "# {}/{}\n{command}\n",
                contract.name,
                operation.name()
            ));
        }
    }
    insta::assert_snapshot!(commands);
}

#[test]
fn checksums_and_headers_name_the_files() {
    let files = files();
    let sums = text(files, "SHA256SUMS");
    let listed: BTreeSet<_> = sums
        .lines()
        .filter_map(|line| line.split_once("  "))
        .map(|(_, path)| path)
        .collect();
    let all = files.keys().map(|path| path.to_str().expect("text"));
    let all: BTreeSet<_> = all.filter(|path| *path != "SHA256SUMS").collect();
    assert_eq!(listed, all);
    let headers = text(files, "_headers");
    assert!(
        headers.contains("/*\n  Access-Control-Allow-Origin: *\n"),
        "{headers}"
    );
    assert!(
        headers.contains("/bouwsoft/latest/openapi.yaml\n  Content-Type: application/yaml"),
        "{headers}"
    );
    let kept = "/bouwsoft/latest/*\n  Cache-Control: public, max-age=600\n";
    assert!(headers.contains(kept), "{headers}");
    // Cloudflare Pages reads at most 100 rules.
    let rules = headers.lines().filter(|line| line.starts_with('/')).count();
    assert!(rules <= 100, "{rules} rules");
}

#[test]
fn catalogues_link_to_the_documents() {
    let files = files();
    let apis = json(files, "apis.json");
    for api in apis["apis"].as_array().expect("APIs") {
        for property in api["properties"].as_array().expect("properties") {
            let url = property["url"].as_str().expect("an address");
            assert!(files.contains_key(Path::new(url)), "{url}");
        }
    }
    let backstage = text(files, "catalog-info.yaml");
    let definitions = backstage.matches("'./").count();
    assert_eq!(definitions, contracts().len(), "{backstage}");
}
