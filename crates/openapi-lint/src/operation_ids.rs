//! The rules `operation-id-…`: every operation has a unique operationId.

use std::collections::BTreeMap;

use openapi_document::{Diagnostic, Document, pointer};

use crate::rules;

/// All findings about operationIds.
pub fn findings(document: &Document) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut found = Vec::new();
    for operation in document.operations() {
        let at = pointer::child(&operation.pointer, "operationId");
        let Some(id) = operation.value["operationId"].as_str() else {
            found.push(document.diagnostic(
                &operation.pointer,
                &rules::OPERATION_ID_MISSING,
                format!("{} has no operationId", operation.name()),
                "give it one, as `verb_noun`: it becomes the name of the Rust method",
            ));
            continue;
        };
        let line = document.position(&at).line;
        match seen.get(id) {
            Some(first) => found.push(document.diagnostic(
                &at,
                &rules::OPERATION_ID_UNIQUE,
                format!("the operationId {id} appears a second time (first on line {first})"),
                "rename one of the two operations",
            )),
            None => {
                seen.insert(id, line);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn operation_ids_are_present_and_unique() {
        let source = "paths:
  /a:
    get: {operationId: x}
    put: {operationId: x}
    post: {summary: No name}
";
        let found = findings(&testing::document(source));
        assert_eq!(
            testing::brief(&found),
            ["4 operation-id-unique", "5 operation-id-missing"]
        );
        assert!(
            found
                .iter()
                .any(|finding| finding.message.ends_with("(first on line 3)"))
        );
    }
}
