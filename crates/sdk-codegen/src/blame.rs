//! Finds the part of a document that progenitor rejects, and the fixups that would help. Each attempt runs the
//! generator, so the search is a bisection: it halves the document until one schema or operation is left.

use std::collections::BTreeSet;

use contract::Contract;
use openapi_document::{Diagnostic, Operation, pointer};
use serde_json::{Map, Value, json};

use super::{
    generators::attempt,
    lower::{FIXUPS, Fixup},
};

/// The finding for a document that progenitor rejects for `reason`. `view` is the lowered document.
pub fn blame(contract: &Contract, view: &Value, reason: &str) -> Diagnostic {
    let document = &contract.document;
    let schemas: Vec<_> = document.keys("/components/schemas").iter().collect();
    let failure = |kept: &[&String]| attempt(contract, &with_schemas(view, kept)).err();
    // The cause is usually an operation. If all schemas pass together, the search skips them.
    let found = failure(&schemas).and_then(|_| culprit(&schemas, &failure));
    if let Some((name, reason)) = found {
        let at = pointer::of(["components", "schemas", name]);
        let what = format!("the schema {name}");
        let alone = with_schemas(view, &[name]);
        return refused(contract, &at, &what, &reason, &alone);
    }
    let operations = document.operations();
    let failure = |kept: &[Operation<'_>]| attempt(contract, &with_operations(view, kept)).err();
    if let Some((operation, reason)) = culprit(&operations, &failure) {
        let alone = with_operations(view, std::slice::from_ref(operation));
        // Its name can come from a fixup.
        let id = view["paths"][operation.path][operation.method]["operationId"].as_str();
        let name = id.map_or_else(|| operation.name(), str::to_owned);
        return refused(contract, &operation.pointer, &name, &reason, &alone);
    }
    refused(contract, "", "the document as a whole", reason, view)
}

/// The part that fails on its own, and the reason. None if the parts fail only together.
fn culprit<'a, T>(
    parts: &'a [T],
    fails: &dyn Fn(&[T]) -> Option<String>,
) -> Option<(&'a T, String)> {
    match parts {
        [] => None,
        [part] => Some((part, fails(parts)?)),
        _ => {
            let (first, second) = parts.split_at(parts.len() / 2);
            let rest = if fails(first).is_some() {
                first
            } else {
                second
            };
            culprit(rest, fails)
        }
    }
}

/// The view with these schemas and no paths. Schemas that they refer to are empty.
fn with_schemas(view: &Value, kept: &[&String]) -> Value {
    let all = &view["components"]["schemas"];
    // A fixup may have removed a schema.
    let kept = kept
        .iter()
        .filter_map(|name| Some(((*name).clone(), all.get(*name)?.clone())));
    let kept: Map<_, _> = kept.collect();
    let mut schemas = Map::new();
    for value in kept.values() {
        schemas.extend(
            referred(view, value)
                .into_iter()
                .map(|name| (name, json!({}))),
        );
    }
    schemas.extend(kept);
    part(view, json!({}), schemas)
}

/// The view with these operations. The generator accepts each schema on its own, so empty schemas replace those with
/// references.
fn with_operations(view: &Value, kept: &[Operation<'_>]) -> Value {
    let mut paths = json!({});
    for operation in kept {
        let item = &view["paths"][operation.path];
        paths[operation.path][operation.method] = item[operation.method].clone();
        if let Some(parameters) = item.get("parameters") {
            paths[operation.path]["parameters"] = parameters.clone();
        }
    }
    let schemas = referred(view, &paths).into_iter().map(|name| {
        let schema = view["components"]["schemas"].get(&name);
        let leaf = schema.filter(|schema| referred(view, schema).is_empty());
        (name, leaf.cloned().unwrap_or_else(|| json!({})))
    });
    let schemas = schemas.collect();
    part(view, paths, schemas)
}

fn part(view: &Value, paths: Value, schemas: Map<String, Value>) -> Value {
    let mut part = json!({ "openapi": view["openapi"], "info": view["info"], "paths": paths });
    part["components"]["schemas"] = schemas.into();
    for kind in ["parameters", "requestBodies", "responses"] {
        if let Some(all) = view["components"].get(kind) {
            part["components"][kind] = all.clone();
        }
    }
    part
}

/// The names of the component schemas that a part refers to, directly or through other components.
fn referred(view: &Value, part: &Value) -> BTreeSet<String> {
    let mut schemas = BTreeSet::new();
    let mut others = BTreeSet::new();
    let mut queue = vec![part];
    while let Some(value) = queue.pop() {
        let reference = value.get("$ref").and_then(Value::as_str);
        let at = reference.and_then(|reference| reference.strip_prefix('#'));
        if let Some(at) = at.filter(|at| at.starts_with(SCHEMAS)) {
            schemas.extend(view.pointer(at).map(|_| pointer::last(at)));
        } else if let Some(at) = at
            && others.insert(at)
        {
            queue.extend(view.pointer(at));
        }
        queue.extend(value.as_array().into_iter().flatten());
        queue.extend(value.as_object().into_iter().flat_map(Map::values));
    }
    schemas
}

const SCHEMAS: &str = "/components/schemas/";

fn refused(contract: &Contract, at: &str, what: &str, reason: &str, alone: &Value) -> Diagnostic {
    let file = contract.folder().join("codegen.toml");
    let file = file.display();
    let fixups = helpful(contract, alone);
    let quoted: Vec<_> = fixups.iter().map(|name| format!("\"{name}\"")).collect();
    let quoted = quoted.join(", ");
    let help = match (fixups.is_empty(), contract.codegen.fixups.is_empty()) {
        (true, _) if reason.contains("multipart/form-data") => format!(
            "use the fixup `raw_bodies`, and name the Rust type that writes the form, under `[bodies]` in {file}: \
             `{what} = \"::...\"`"
        ),
        (true, _) => advice(reason).to_owned(),
        (false, true) => format!("add `fixups = [{quoted}]` to {file}"),
        (false, false) => format!("add {quoted} to `fixups` in {file}"),
    };
    let message = format!("the generator rejects {what}: {}", explained(reason));
    contract
        .document
        .diagnostic(at, &crate::rules::GENERATE, message, help)
}

/// The fixups that the settings do not list and that the generator needs to accept `view`. Empty if no such fixups are
/// sufficient.
fn helpful(contract: &Contract, view: &Value) -> Vec<&'static str> {
    let accepts = |fixups: &[&Fixup]| {
        let mut view = view.clone();
        let mut applied = fixups
            .iter()
            .map(|it| (it.apply)(&mut view, &contract.codegen));
        let all = applied.all(|applied| applied.is_ok());
        all && attempt(contract, &view).is_ok()
    };
    let listed = |fixup: &&Fixup| {
        contract
            .codegen
            .fixups
            .iter()
            .any(|name| name == fixup.name)
    };
    let changes = |fixup: &&Fixup| {
        let applied = (fixup.apply)(&mut view.clone(), &contract.codegen);
        applied.is_ok_and(|applied| !applied.is_empty())
    };
    let mut fixups: Vec<_> = FIXUPS
        .iter()
        .filter(|fixup| !listed(fixup) && changes(fixup))
        .collect();
    if fixups.is_empty() || !accepts(&fixups) {
        return Vec::new();
    }
    for name in fixups.clone().iter().map(|fixup| fixup.name) {
        let others: Vec<_> = fixups
            .iter()
            .copied()
            .filter(|it| it.name != name)
            .collect();
        if accepts(&others) {
            fixups = others;
        }
    }
    fixups.iter().map(|fixup| fixup.name).collect()
}

/// The assertion of the generator that fails if the responses of an operation have several types.
const TYPES: &str = "response_types.len() <= 1";
/// The generator's error message for JSON without a schema.
const NO_SCHEMA: &str = "media type encoding, no schema";

/// The generator's reason in one line. The other lines are assertions and syntax trees.
fn explained(reason: &str) -> &str {
    if reason.contains(TYPES) {
        return "its responses, or its errors, have different bodies";
    }
    if reason.contains(NO_SCHEMA) {
        return "one of its JSON responses has no schema";
    }
    let line = reason.lines().next().unwrap_or_default();
    let line = line.trim_end_matches(['{', '.', ' ']);
    line.trim_start_matches("unexpected or unhandled format in the OpenAPI document ")
}

fn advice(reason: &str) -> &'static str {
    if reason.contains(TYPES) {
        return "give the successful responses one schema, and the errors one schema";
    }
    if reason.contains(NO_SCHEMA) {
        return "give the response a schema";
    }
    "write it in another way, or adapt it with a fixup (crates/sdk-codegen/src/lower)"
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::{generate, generators, testing};

    #[test]
    fn the_part_that_fails_is_found_in_few_attempts() {
        let parts: Vec<usize> = (0..330).collect();
        for bad in [0, 1, 164, 165, 328, 329] {
            let attempts = Cell::new(0);
            let fails = |kept: &[usize]| {
                attempts.set(attempts.get() + 1);
                kept.contains(&bad).then(|| "bad".to_owned())
            };
            let found = culprit(&parts, &fails);
            assert_eq!(found, Some((&bad, "bad".to_owned())));
            assert!(attempts.get() <= 10, "{} attempts", attempts.get());
        }
        let together = |kept: &[usize]| (kept.len() == 330).then(|| "bad".to_owned());
        assert_eq!(culprit(&parts, &together), None);
    }

    /// A document with 330 operations and 300 schemas. Each operation, and each schema but the last, refers to one
    /// schema.
    fn large(last_errors: &str, last_schema: &str) -> Contract {
        let mut text = "openapi: 3.0.3\ninfo: {title: Large, version: 1.0.0}\npaths:\n".to_owned();
        for index in 0..330 {
            let schema = format!("{{$ref: '#/components/schemas/S{}'}}", index % 300);
            let errors = if index == 329 { last_errors } else { "" };
            text += &format!(
                "  /things{index}:\n    get:\n      operationId: get_thing{index}\n      responses:\n        \
                 '200': {{description: ok, content: {{application/json: {{schema: {schema}}}}}}}\n{errors}"
            );
        }
        text += "components:\n  schemas:\n";
        for index in 0..299 {
            let next = index / 2;
            text += &format!(
                "    S{index}: {{type: object, properties: {{a: {{type: string}}, b: {{$ref: '#/components/schemas/S{next}'}}}}}}\n"
            );
        }
        text += &format!("    S299: {last_schema}\n");
        testing::contract(&text)
    }

    const ERRORS: &str = "        '400': {description: no, content: {application/json: {schema: {type: string}}}}\n        '404': {description: no}\n";

    fn error_and_runs(contract: &Contract) -> (String, usize) {
        let before = generators::runs();
        let error = generate(contract).expect_err("one defect");
        (format!("{error:#}"), generators::runs() - before)
    }

    #[test]
    fn a_defect_at_the_end_of_a_large_document_is_found_in_few_runs() {
        let (error, runs) = error_and_runs(&large(ERRORS, "{type: string}"));
        assert!(
            error.contains("the generator rejects get_thing329: its responses, or"),
            "{error}"
        );
        assert!(
            error.contains("add `fixups = [\"error_responses\"]` to spec/shop/codegen.toml"),
            "{error}"
        );
        assert!(runs <= 25, "{runs} runs");
        let (error, runs) = error_and_runs(&large("", "{type: string, enum: ['+', '-']}"));
        assert!(
            error.contains("the generator rejects the schema S299: "),
            "{error}"
        );
        assert!(runs <= 15, "{runs} runs");
    }

    #[test]
    fn all_fixups_that_an_operation_needs_are_named() {
        let text = "openapi: 3.0.3
info: {title: Shop, version: 1.0.0}
paths:
  /a:
    post:
      requestBody: {content: {application/json: {schema: {type: string}}, application/xml: {}}}
      responses: {'204': {description: Done.}, default: {description: An error., content: {text/plain: {}}}}
";
        let mut contract = testing::contract(text);
        contract.codegen.fixups.push("operation_ids".into());
        let (error, _) = error_and_runs(&contract);
        let expected =
            "help: add \"json_bodies\", \"error_responses\" to `fixups` in spec/shop/codegen.toml";
        assert!(error.contains(expected), "{error}");
    }

    /// The fixup removes the schema, so the search has nothing to try for it.
    #[test]
    fn a_schema_that_a_fixup_removed_is_not_blamed() {
        let text = "openapi: 3.0.3
info: {title: Shop, version: 1.0.0}
paths:
  /a:
    post:
      operationId: send_a
      requestBody: {content: {multipart/form-data: {schema: {type: object}}}}
      responses: {'204': {description: Done.}}
components:
  schemas:
    Payment: {type: object, properties: {paid: {$ref: '#/components/schemas/YesNo'}}}
    YesNo: {type: string, enum: ['yes', 'no']}
";
        let mut contract = testing::contract(text);
        contract.codegen.fixups.push("yes_no".into());
        let (error, _) = error_and_runs(&contract);
        assert!(
            error.contains("rejects send_a: unexpected content type"),
            "{error}"
        );
    }

    #[test]
    fn a_defect_that_no_fixup_repairs_is_explained() {
        for (operation, reason, help) in [
            (
                "responses: {'200': {description: ok, content: {application/json: {}}}}",
                "one of its JSON responses has no schema",
                "give the response a schema",
            ),
            (
                "requestBody: {content: {multipart/form-data: {schema: {type: object}}}}\n      responses: {'204': {description: ok}}",
                "unexpected content type: multipart/form-data",
                "under `[bodies]` in spec/shop/codegen.toml: `send_a = ",
            ),
        ] {
            let text = format!(
                "openapi: 3.0.3\ninfo: {{title: Shop, version: 1.0.0}}\npaths:\n  /a:\n    post:\n      operationId: send_a\n      {operation}\n"
            );
            let (error, _) = error_and_runs(&testing::contract(&text));
            let expected =
                format!("openapi.yaml:5:5: generate: the generator rejects send_a: {reason}");
            assert!(
                error.starts_with(&expected) && error.contains(help),
                "{error}"
            );
        }
    }
}
