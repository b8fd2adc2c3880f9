//! The rules `tag-duplicate` and `tag-undeclared`: the tags of operations are declared, each once.

use std::collections::BTreeMap;

use openapi_document::{Diagnostic, Document};
use serde_json::Value;

use crate::rules;

/// All findings about tags.
pub fn findings(document: &Document) -> Vec<Diagnostic> {
    let tags = document.at("/tags").and_then(Value::as_array);
    let mut declared: BTreeMap<&str, usize> = BTreeMap::new();
    let mut found = Vec::new();
    for (index, tag) in tags.into_iter().flatten().enumerate() {
        let Some(name) = tag["name"].as_str() else {
            continue;
        };
        let at = format!("/tags/{index}/name");
        let line = document.position(&at).line;
        match declared.get(name) {
            Some(first) => found.push(document.diagnostic(
                &at,
                &rules::TAG_DUPLICATE,
                format!("the tag `{name}` is declared here a second time (first on line {first})"),
                "remove one of the two",
            )),
            None => {
                declared.insert(name, line);
            }
        }
    }
    found.extend(undeclared(document, &declared));
    found
}

/// Findings about tags of operations that the document does not declare. They may be misspelt.
fn undeclared(document: &Document, declared: &BTreeMap<&str, usize>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for operation in document.operations() {
        let tags = operation.value["tags"].as_array();
        let names = tags.into_iter().flatten().map(Value::as_str).enumerate();
        let unknown = names.filter_map(|(index, name)| {
            let name = name.filter(|name| !declared.contains_key(name))?;
            Some((index, name))
        });
        found.extend(unknown.map(|(index, name)| {
            document.diagnostic(
                &format!("{}/tags/{index}", operation.pointer),
                &rules::TAG_UNDECLARED,
                format!("the tag `{name}` is not among the `tags` of the document"),
                "declare it there, with a description, or correct the name",
            )
        }));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    const SOUND: &str = "tags:
  - name: a
  - name: b
paths:
  /a:
    get: {tags: [a, b]}
";

    fn found(from: &str, to: &str) -> Vec<String> {
        assert!(SOUND.contains(from), "{from}");
        testing::brief(&findings(&testing::document(&SOUND.replace(from, to))))
    }

    #[test]
    fn tags_are_declared_once() {
        assert_eq!(found("tags", "tags"), [""; 0]);
        assert_eq!(
            found("name: b", "name: a"),
            ["3 tag-duplicate", "6 tag-undeclared"]
        );
        assert_eq!(found("[a, b]", "[a, c]"), ["6 tag-undeclared"]);
    }
}
