//! The rules `path-…`: paths are well formed, differ from each other, and have the same parameters as their operations.

use std::{collections::BTreeMap, sync::LazyLock};

use openapi_document::{
    Diagnostic, Document, Operation,
    listed::{Listed, listed},
    pointer,
};
use regex::Regex;

use crate::rules;

/// A parameter in a path, or a variable in the URL of a server.
pub static TEMPLATE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\{([^{}]*)\}").expect("a valid pattern"));

/// All findings about paths.
pub fn findings(document: &Document) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut seen: BTreeMap<String, &String> = BTreeMap::new();
    for path in document.keys("/paths") {
        if path.starts_with("x-") {
            continue;
        }
        let at = pointer::of(["paths", path]);
        found.extend(form(document, path, &at));
        let shape = TEMPLATE.replace_all(path, "{}").into_owned();
        match seen.get(&shape) {
            Some(first) => found.push(document.diagnostic(
                &at,
                &rules::PATH_DUPLICATE,
                format!("{path} differs from {first} only in the names of its parameters"),
                "merge the two: callers cannot distinguish them",
            )),
            None => {
                seen.insert(shape, path);
            }
        }
    }
    for operation in document.operations() {
        found.extend(agrees(document, &operation));
    }
    found
}

fn form(document: &Document, path: &str, at: &str) -> Option<Diagnostic> {
    let plain = TEMPLATE.replace_all(path, "");
    let names = names(path);
    let repeated = |name: &&str| names.iter().filter(|other| *other == name).count() > 1;
    let (what, help) = if !path.starts_with('/') {
        (
            "does not begin with a slash".to_owned(),
            "write a slash before it",
        )
    } else if plain.contains(['{', '}']) {
        (
            "has an unpaired brace".to_owned(),
            "write parameters as `{name}`",
        )
    } else if names.contains(&"") {
        (
            "has a parameter without a name".to_owned(),
            "write parameters as `{name}`",
        )
    } else if let Some(name) = names.iter().find(|name| repeated(name)) {
        (
            format!("has the parameter `{name}` twice"),
            "give each its own name",
        )
    } else if plain.contains(['?', '#']) {
        (
            "contains a query or fragment".to_owned(),
            "describe the part after `?` as query parameters",
        )
    } else {
        return None;
    };
    Some(document.diagnostic(at, &rules::PATH_FORM, format!("{path} {what}"), help))
}

/// The names of the parameters in a path.
pub fn names(path: &str) -> Vec<&str> {
    let captures = TEMPLATE.captures_iter(path);
    captures
        .filter_map(|found| Some(found.get(1)?.as_str()))
        .collect()
}

/// Findings about path parameters that only the path or only the operation has.
fn agrees(document: &Document, operation: &Operation<'_>) -> Vec<Diagnostic> {
    let names = names(operation.path);
    let parameters = listed(document, operation);
    let in_path = |parameter: &&Listed<'_>| parameter.location == "path";
    let missing = names.iter().filter(|name| {
        !name.is_empty()
            && !parameters
                .iter()
                .filter(in_path)
                .any(|known| known.name == **name)
    });
    let mut found: Vec<_> = missing
        .map(|name| {
            document.diagnostic(
                &operation.pointer,
                &rules::PATH_PARAMETER_MISSING,
                format!(
                    "{} does not describe `{{{name}}}` of its path",
                    operation.name()
                ),
                format!("add a parameter `{name}` with `in: path` and `required: true`"),
            )
        })
        .collect();
    let unused = parameters
        .iter()
        .filter(in_path)
        .filter(|parameter| !names.contains(&parameter.name));
    found.extend(unused.map(|parameter| {
        document.diagnostic(
            &parameter.listed,
            &rules::PATH_PARAMETER_UNUSED,
            format!("{} has no `{{{}}}`", operation.path, parameter.name),
            "correct the name of the parameter, or put it into the path",
        )
    }));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    const SOUND: &str = "paths:
  /a/{id}:
    parameters: [{name: id, in: path}]
    get: {operationId: get}
  /a/{id}/b.{ending}:
    parameters: [{name: id, in: path}]
    get:
      parameters:
        - {name: ending, in: path}
        - {name: q, in: query}
  x-note: 1
";

    fn found(from: &str, to: &str) -> Vec<String> {
        assert!(SOUND.contains(from), "{from}");
        testing::brief(&findings(&testing::document(&SOUND.replace(from, to))))
    }

    #[test]
    fn paths_and_parameters_that_agree_have_no_findings() {
        assert_eq!(found("paths", "paths"), [""; 0]);
    }

    #[test]
    fn a_parameter_of_only_the_path_or_only_the_operation_is_found() {
        assert_eq!(
            found("name: ending", "name: end"),
            ["7 path-parameter-missing", "9 path-parameter-unused"]
        );
        assert_eq!(
            found("{name: ending, in: path}", "{name: ending, in: query}"),
            ["7 path-parameter-missing"]
        );
    }

    #[test]
    fn paths_are_well_formed_and_differ() {
        assert_eq!(found("  /a/{id}:", "  a/{id}:"), ["2 path-form"]);
        assert_eq!(found("/b.{ending}", "/b.{ending}?c=d"), ["5 path-form"]);
        assert_eq!(found("b.{ending}", "b.{ending}{}"), ["5 path-form"]);
        assert_eq!(found("b.{ending}", "b.{ending}}"), ["5 path-form"]);
        assert_eq!(found("b.{ending}", "b.{ending}{ending}"), ["5 path-form"]);
        let twin = "  /a/{key}: {get: {parameters: [{name: key, in: path}]}}\n  x-note";
        assert_eq!(found("  x-note", twin), ["11 path-duplicate"]);
    }
}
