//! Compares two documents: all differences, each with a verdict.

use std::collections::BTreeMap;

use super::{
    change::{Change, Found},
    node::Node,
    operations,
    rule::Direction,
    rules,
    source::Source,
    texts,
};

/// Members of the document that have their own rules.
const JUDGED: [&str; 5] = ["info", "paths", "components", "security", "servers"];

/// All changes from one document to another, the breaking ones first.
pub fn compare(old: &Source, new: &Source) -> Vec<Change> {
    let mut found = Found::default();
    let (old, new) = (old.root(), new.root());
    found.begin(None);
    texts::compare(&old, &new, &JUDGED, &mut found);
    if let (Some(one), Some(other)) = (old.get("info"), new.get("info")) {
        texts::compare(&one, &other, &["version"], &mut found);
    }
    operations::compare(&old, &new, &mut found);
    schemas(&old, &new, &mut found);
    security_schemes(&old, &new, &mut found);
    if found.is_empty() && differ(&old, &new) {
        let root = Direction::Document;
        found.note(&rules::REWRITTEN, root, &new, None, None);
    }
    found.into_changes()
}

/// Compares the names of component schemas, and the schemas that no operation uses.
fn schemas(old: &Node<'_>, new: &Node<'_>, found: &mut Found) {
    let document = Direction::Document;
    let [before, after] = [old, new].map(|root| named(root, "schemas"));
    let mut renamed = Vec::new();
    for (name, one) in &before {
        if let Some(other) = after.get(name) {
            if !found.reached(name) && one.value != other.value {
                found.changed(&rules::SCHEMA_UNUSED, document, one, other);
            }
            continue;
        }
        let next = found.successor(name).map(str::to_owned);
        let next = next.filter(|next| !before.contains_key(next.as_str()));
        match next.and_then(|next| Some((after.get(next.as_str())?, next))) {
            Some((other, next)) => {
                let (was, is) = (Some((*name).into()), Some(next.clone().into()));
                found.note(&rules::SCHEMA_RENAMED, document, other, was, is);
                renamed.push(next);
            }
            None => found.removed(&rules::SCHEMA_REMOVED, document, one),
        }
    }
    for (name, other) in &after {
        if !before.contains_key(name) && renamed.iter().all(|next| next != name) {
            found.added(&rules::SCHEMA_ADDED, document, other);
        }
    }
}

/// Compares the names of the security schemes. The module `security` compares the requirements of operations.
fn security_schemes(old: &Node<'_>, new: &Node<'_>, found: &mut Found) {
    let document = Direction::Document;
    let [before, after] = [old, new].map(|root| named(root, "securitySchemes"));
    for (_, one) in before.iter().filter(|(name, _)| !after.contains_key(*name)) {
        found.removed(&rules::SCHEME_REMOVED, document, one);
    }
    for (_, other) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
        found.added(&rules::SCHEME_ADDED, document, other);
    }
}

/// The components of a section by name, without following references.
fn named<'a>(root: &Node<'a>, section: &str) -> BTreeMap<&'a str, Node<'a>> {
    let components = root.get("components");
    let Some(section) = components.and_then(|all| all.get(section)) else {
        return BTreeMap::new();
    };
    let names = section.members().into_iter();
    names
        .filter_map(|(name, _)| Some((name, section.raw(name)?)))
        .collect()
}

/// Whether the documents differ in more than their version.
fn differ(old: &Node<'_>, new: &Node<'_>) -> bool {
    let unversioned = |node: &Node<'_>| {
        let mut value = node.value.clone();
        if let Some(info) = value.get_mut("info").and_then(|info| info.as_object_mut()) {
            info.remove("version");
        }
        value
    };
    unversioned(old) != unversioned(new)
}
