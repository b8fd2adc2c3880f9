//! The rule `tag-duplicate`: tags are declared once.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::document::{Diagnostic, Document};

/// Tags that are declared twice.
pub fn findings(document: &Document) -> Vec<Diagnostic> {
    let tags = document.at("/tags").and_then(Value::as_array);
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut found = Vec::new();
    for (index, tag) in tags.into_iter().flatten().enumerate() {
        let Some(name) = tag["name"].as_str() else {
            continue;
        };
        let at = format!("/tags/{index}/name");
        let line = document.position(&at).line;
        match seen.get(name) {
            Some(first) => found.push(document.diagnostic(
                &at,
                "tag-duplicate",
                format!("the tag `{name}` is declared here a second time (first on line {first})"),
                "remove one of the two",
            )),
            None => {
                seen.insert(name, line);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::testing;

    #[test]
    fn a_tag_is_declared_once() {
        let source = "tags:\n  - name: a\n  - name: b\n";
        let found = |source: &str| testing::brief(&findings(&testing::contract(source).document));
        assert_eq!(found(source), [""; 0]);
        assert_eq!(
            found(&source.replace("name: b", "name: a")),
            ["3 tag-duplicate"]
        );
    }
}
