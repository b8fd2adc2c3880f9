//! The SDKs share the types for calls and their documentation, so this documentation names no field that only one API
//! has.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use contract::Contract;

use crate::support::{contracts, root};

/// The property names of a contract that consist of several words. A single word may have other meanings in the
/// documentation.
fn fields(contract: &Contract) -> BTreeSet<String> {
    let document = &contract.document;
    let schemas = document.keys("/components/schemas").iter();
    let properties = schemas.flat_map(|name| {
        let at = format!("/components/schemas/{name}/properties");
        document.keys(&at).iter().cloned()
    });
    properties.filter(|name| name.contains('_')).collect()
}

/// The source files below a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths
        .flat_map(|path| {
            if path.is_dir() {
                sources(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

#[test]
fn shared_documentation_names_no_field_of_one_api() {
    let mut owners = BTreeMap::<String, u32>::new();
    for contract in contracts() {
        for field in fields(contract) {
            *owners.entry(field).or_default() += 1;
        }
    }
    let mut found = Vec::new();
    for path in sources(&root().join("crates/order-sdk-http/src")) {
        let text = fs::read_to_string(&path).expect("a source file");
        let docs = text.lines().map(str::trim_start);
        for line in docs.filter(|line| ["///", "//!"].iter().any(|doc| line.starts_with(doc))) {
            let names = line.split('`').skip(1).step_by(2);
            let own = names.filter(|name| owners.get(*name) == Some(&1));
            found.extend(own.map(|name| format!("{}: {name}", path.display())));
        }
    }
    assert_eq!(found, [""; 0]);
}
