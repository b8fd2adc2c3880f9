//! The rule `group-unknown`: the groups of `x-requires-one-of` and `x-excludes` name properties of their schema or
//! parameters of their operation.

use openapi_document::{Diagnostic, Document, Kind, SchemaView, listed::listed, pointer, walk};
use serde_json::Value;

use super::list as rules;
use crate::Contract;

/// All findings about groups of properties and of parameters.
pub fn findings(contract: &Contract) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (document, object) in walk::all(&contract.documents()) {
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
        let parameters = listed(document, &operation);
        found.extend(groups(document, &operation.pointer, &|name| {
            parameters.iter().any(|parameter| parameter.name == name)
        }));
    }
    found
}

/// Findings about names in the groups of `x-requires-one-of` and `x-excludes` that are not `known`.
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
                    &rules::GROUP_UNKNOWN,
                    format!(
                        "`{extension}` names `{name}`, but there is no such property or parameter"
                    ),
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
    use crate::testing;

    #[test]
    fn groups_name_properties_or_parameters_of_their_owner() {
        let source = "paths:
  /a:
    get:
      x-excludes: [[q, r]]
      parameters: [{name: q, in: query, schema: {$ref: '#/components/schemas/A'}}]
components:
  schemas:
    A:
      x-requires-one-of:
        - [a, b]
        - [b, c]
      properties:
        a: {type: string}
        b: {type: string}
";
        assert_eq!(
            testing::brief(&findings(&testing::contract(source))),
            ["4 group-unknown", "11 group-unknown"]
        );
    }
}
