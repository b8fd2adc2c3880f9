//! A document that is new to the workspace, added to `spec/`, becomes a crate that compiles.

use std::fs;

use xtask::{generate::Generate, workspace::Workspace};

use crate::{
    generated_form::assert_formatted,
    support::root,
    third::{check, workspace},
};

#[test]
fn a_third_document_becomes_a_crate_that_compiles() {
    let folder = root().join("tests/fixtures/third_api");
    let workspace = workspace("third-api", &[("workshop".to_owned(), folder)]);
    let generate = Generate::default();
    let mut out = Vec::new();
    let done = generate
        .run(&Workspace::at(&workspace), &mut out, &mut Vec::new())
        .expect("generation works");
    let output = String::from_utf8_lossy(&out);
    assert!(
        done && output.starts_with("generated workshop in "),
        "{output}"
    );
    check(&workspace, &["--all-features"]);
    let generated = workspace.join("crates/workshop/src/generated");
    assert_formatted(&[generated.join("client.rs"), generated.join("calls.rs")]);
    let read = |file: &str| {
        let folder = workspace.join("crates/workshop-httpmock/src/generated");
        fs::read_to_string(folder.join(file)).expect("generated")
    };
    insta::assert_snapshot!("conditions", read("when.rs"));
    insta::assert_snapshot!("responses", read("then.rs"));
}
