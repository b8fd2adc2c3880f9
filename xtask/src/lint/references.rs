//! The rules `dangling-reference` and `group-unknown`: what names another part of the document names one that is there.

use serde_json::Value;

use super::walk::{self, Kind, Object};
use crate::document::{Contract, Diagnostic, Document, SchemaView, pointer};

/// All findings about references and names.
pub fn findings(contract: &Contract) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (document, object) in walk::all(contract) {
        found.extend(dangling(document, &object));
        if object.kind == Kind::Schema {
            found.extend(groups(document, &object.at, &|name| {
                let schema = document.at(&object.at);
                let view = schema.map(|schema| SchemaView::new(&document.value, schema));
                view.is_some_and(|view| view.property(name).is_some())
            }));
        }
    }
    let document = &contract.document;
    for operation in document.operations() {
        let parameters = super::listed::listed(document, &operation);
        found.extend(groups(document, &operation.pointer, &|name| {
            parameters.iter().any(|parameter| parameter.name == name)
        }));
    }
    found
}

fn dangling(document: &Document, object: &Object<'_>) -> Option<Diagnostic> {
    let reference = object.members.get("$ref")?.as_str()?;
    let target = reference.strip_prefix('#')?;
    if document.at(target).is_some() {
        return None;
    }
    Some(document.diagnostic(
        &pointer::child(&object.at, "$ref"),
        "dangling-reference",
        format!("`{reference}` leads nowhere"),
        "correct the reference, or add what it names",
    ))
}

/// Names in the groups of `x-requires-one-of` and `x-excludes` that are not `known`.
fn groups(document: &Document, owner: &str, known: &dyn Fn(&str) -> bool) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for extension in ["x-requires-one-of", "x-excludes"] {
        let at = pointer::child(owner, extension);
        let groups = document.at(&at).and_then(Value::as_array);
        for (index, group) in groups.into_iter().flatten().enumerate() {
            let names = group
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str);
            let unknown = names.filter(|name| !known(name));
            found.extend(unknown.map(|name| {
                document.diagnostic(
                    &pointer::child(&at, &index.to_string()),
                    "group-unknown",
                    format!("`{extension}` names `{name}`, which does not stand beside it"),
                    "name properties of this schema, or parameters of this operation",
                )
            }));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::testing;

    #[test]
    fn references_and_groups_name_what_is_there() {
        let source = "paths:
  /a:
    get:
      x-excludes: [[q, r]]
      parameters: [{name: q, in: query, schema: {$ref: '#/components/schemas/A'}}]
      responses:
        200: {content: {a/b: {example: {$ref: '#/nowhere'}}}}
components:
  schemas:
    A:
      x-requires-one-of:
        - [a, b]
        - [b, c]
      properties:
        a: {$ref: '#/components/schemas/B'}
        b: {type: string}
";
        assert_eq!(
            testing::brief(&findings(&testing::contract(source))),
            [
                "4 group-unknown",
                "13 group-unknown",
                "15 dangling-reference"
            ]
        );
    }
}
