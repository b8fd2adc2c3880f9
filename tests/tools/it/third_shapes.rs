//! Documents with shapes that the contracts of this workspace do not have become crates that compile.

use std::{
    fs,
    path::{Path, PathBuf},
};

use xtask::{generate::Generate, workspace::Workspace};

use crate::{
    support::root,
    third::{check, workspace},
};

#[test]
fn every_shape_becomes_crates_that_compile() {
    let workspace = workspace("third-shapes", &documents());
    let generated =
        Generate::default().run(&Workspace::at(&workspace), &mut Vec::new(), &mut Vec::new());
    assert!(generated.expect("generation works"));
    for features in [&["--all-features"][..], &["--no-default-features"], &[]] {
        check(&workspace, features);
    }
    has_types(&workspace);
}

/// The name and the folder of each document.
fn documents() -> Vec<(String, PathBuf)> {
    let fixtures = root().join("tests/fixtures/third_shapes");
    let folders = fixtures.read_dir().expect("a folder");
    let folders = folders.map(|folder| folder.expect("a folder"));
    folders
        .map(|folder| {
            let name = folder.file_name().into_string().expect("a name");
            (name, folder.path())
        })
        .collect()
}

/// Scalars keep their types everywhere, and bodies have the type of the schema that they refer to.
fn has_types(workspace: &Path) {
    for (file, expected) in [
        (
            "nested-values/src/generated/types.rs",
            &[
                "pub prices: ::std::collections::BTreeMap<String, Decimal>,",
                "pub gaps: Vec<Option<Decimal>>,",
                "pub grid: Vec<Vec<NaiveDate>>,",
                "pub price: ::std::option::Option<::rust_decimal::Decimal>,",
                "pub anything: ::serde_json::Value,",
                "pub anything: Option<::serde_json::Value>,",
                "pub free: ::serde_json::Map<String, ::serde_json::Value>,",
            ][..],
        ),
        (
            "whole-bodies/src/generated/calls.rs",
            &[
                "pub struct GetPrice<'a>(pub(crate) Prepared<'a, Decimal>);",
                "pub struct ListPrices<'a>(pub(crate) Prepared<'a, Vec<Decimal>>);",
                "call!(GetDays -> ::std::collections::BTreeMap<::std::string::String, ::chrono::NaiveDate>);",
                "call!(PutNote -> String);",
            ],
        ),
        (
            "whole-bodies/src/generated/client.rs",
            &[
                "put_level(&self, body: impl Borrow<types::Level>)",
                "put_either(&self, body: impl Borrow<types::Either>)",
                "put_names(&self, body: impl Borrow<types::Names>)",
                "put_count(&self, body: impl Borrow<types::Count>)",
                "put_one(&self, body: impl Borrow<types::One>)",
                "put_price(&self, body: impl Borrow<Decimal>)",
                "put_note(&self, body: impl Into<String>)",
            ],
        ),
        (
            "limited-values/src/generated/types.rs",
            &[
                "pub day_of_birth: Option<NaiveDate>,",
                "pub key: Option<String>,",
                "pub token: Option<Secret>,",
                "pub price: Decimal,",
                "pub count: i64,",
                "pub codes: Vec<Code>,",
            ],
        ),
    ] {
        let text = fs::read_to_string(workspace.join("crates").join(file)).expect("generated");
        for line in expected {
            assert!(text.contains(line), "{file} has no `{line}`:\n{text}");
        }
    }
}
