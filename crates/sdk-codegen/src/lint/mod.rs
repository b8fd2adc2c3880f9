//! The rules `fixup-needed` and `generator-unsupported`: what the generator would refuse, panic on or get wrong.

mod bodies;
mod parameters;
mod schemas;
mod text;

use contract::Contract;
use openapi_document::{
    Diagnostic, Document, Kind, pointer,
    walk::{self, Object},
};
use serde_json::Value;

use crate::{emit, lower, rules};

/// All findings about what the generator does not support.
pub fn findings(contract: &Contract) -> Vec<Diagnostic> {
    let document = &contract.document;
    let mut found = fixups(contract);
    // If the document is not valid OpenAPI, the rules of the grammar report it.
    if emit::typed(document, &document.value).is_ok() {
        found.extend(crate::checked(contract).err().unwrap_or_default());
    }
    found.extend(version(document));
    found.extend(path_references(document));
    found.extend(bodies::findings(contract));
    for (document, object) in walk::all(&contract.documents()) {
        found.extend(external(document, &object));
        found.extend(text::findings(document, &object));
        match object.kind {
            Kind::Parameter => found.extend(parameters::findings(document, &object)),
            Kind::Schema => found.extend(schemas::findings(document, &object)),
            _ => {}
        }
    }
    found
}

/// A finding about something that no fixup corrects.
fn unsupported(document: &Document, at: &str, message: &str, help: &str) -> Diagnostic {
    document.diagnostic(at, &rules::GENERATOR_UNSUPPORTED, message, help)
}

/// The places that need a fixup that `codegen.toml` does not list.
fn fixups(contract: &Contract) -> Vec<Diagnostic> {
    let listed = |name: &str| contract.codegen.fixups.iter().any(|listed| listed == name);
    let file = contract.folder().join("codegen.toml");
    let mut found = Vec::new();
    for fixup in lower::FIXUPS.iter().filter(|fixup| !listed(fixup.name)) {
        for at in lower::needed(contract, fixup) {
            found.push(contract.document.diagnostic(
                &at,
                &rules::FIXUP_NEEDED,
                format!(
                    "the generator needs the fixup `{}` here: {}",
                    fixup.name, fixup.without
                ),
                format!("list `{}` under `fixups` in {}", fixup.name, file.display()),
            ));
        }
    }
    found
}

fn version(document: &Document) -> Option<Diagnostic> {
    document.other_version()?;
    let version = document.value["openapi"].as_str().unwrap_or_default();
    let message = format!("the generator reads OpenAPI 3.0, but `openapi` is `{version}`");
    Some(unsupported(
        document,
        "/openapi",
        &message,
        "write the document as `openapi: 3.0.3`",
    ))
}

fn path_references(document: &Document) -> Vec<Diagnostic> {
    let items = document.keys("/paths").iter();
    let references = items.map(|path| pointer::child(&pointer::of(["paths", path]), "$ref"));
    references
        .filter(|at| document.at(at).is_some())
        .map(|at| {
            let message = "the generator does not follow the `$ref` of a path";
            unsupported(document, &at, message, "write the path out here")
        })
        .collect()
}

/// A finding about a reference to another file. The generator does not read examples, so their references are allowed.
fn external(document: &Document, object: &Object<'_>) -> Option<Diagnostic> {
    let reference = object.members.get("$ref").and_then(Value::as_str)?;
    if reference.starts_with('#') || object.kind == Kind::Example {
        return None;
    }
    let message = format!("`{reference}` is in another file, which the generator does not read");
    let help = "move its target to `components` of this document";
    Some(unsupported(
        document,
        &pointer::child(&object.at, "$ref"),
        &message,
        help,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn a_fixup_is_needed_until_it_is_listed() {
        let source = "openapi: 3.0.3\ncomponents:\n  schemas:\n    A: {type: string, default: a, enum: [a, '']}\n";
        let mut contract = testing::contract(source);
        let found = findings(&contract);
        assert_eq!(testing::brief(&found), ["4 fixup-needed"]);
        assert_eq!(
            found[0].help,
            "list `blank_enum_values` under `fixups` in spec/shop/codegen.toml"
        );
        contract.codegen.fixups.push("blank_enum_values".into());
        assert_eq!(testing::brief(&findings(&contract)), [""; 0]);
    }

    #[test]
    fn other_versions_and_files_are_unsupported() {
        let source = "openapi: 3.1.0
paths:
  /a:
    $ref: '#/paths/~1b'
  /b:
    get:
      operationId: list
      responses:
        200:
          content:
            a/b:
              schema:
                $ref: other.yaml#/A
              examples:
                one: {$ref: examples/one.json}
";
        let found = findings(&testing::contract(source));
        assert_eq!(
            testing::brief(&found),
            [
                "1 generator-unsupported",
                "4 generator-unsupported",
                "13 generator-unsupported"
            ]
        );
    }
}
