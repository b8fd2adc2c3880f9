//! Checks the settings in `codegen.toml`: the document must contain everything that they name. `generate` stops at the
//! first finding; `lint` shows all findings.

use std::collections::BTreeSet;

use contract::Contract;
use heck::ToSnakeCase;
use openapi_document::{Diagnostic, Operation, SchemaView, parameters, pointer, resolve};
use serde_json::Value;

use super::{
    lower,
    print::MODULES,
    read::{operation::Form, responses},
};

/// The lowered document, or all findings about the settings.
pub fn lowered(contract: &Contract) -> Result<Value, Vec<Diagnostic>> {
    let checks = [empty, fixups, client_parameters, replace, fields];
    let found: Vec<_> = checks.iter().flat_map(|check| check(contract)).collect();
    if !found.is_empty() {
        return Err(found);
    }
    let view = lower::lower(contract).map_err(|misfit| vec![misfit])?;
    let checks = [bodies, files, downloads];
    let found: Vec<_> = checks
        .iter()
        .flat_map(|check| check(contract, &view))
        .collect();
    if found.is_empty() {
        Ok(view)
    } else {
        Err(found)
    }
}

fn empty(contract: &Contract) -> Vec<Diagnostic> {
    let empty = contract.codegen.empty().into_iter();
    let finding = |setting: String| {
        let message = format!("`{setting}` is empty");
        contract.setting(&[&setting], message, "remove it, or add an entry")
    };
    empty.map(finding).collect()
}

fn fixups(contract: &Contract) -> Vec<Diagnostic> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for (index, name) in contract.codegen.fixups.iter().enumerate() {
        let place = ["fixups", &index.to_string()];
        if let Err(unknown) = lower::find(name) {
            found.push(contract.setting(&place, unknown, "correct the name, or remove it"));
        } else if !seen.insert(name) {
            let message = format!("the fixup `{name}` is listed a second time");
            found.push(contract.setting(&place, message, "remove one of the two"));
        }
    }
    found
}

fn client_parameters(contract: &Contract) -> Vec<Diagnostic> {
    let document = &contract.document;
    let operations = document.operations();
    let all = operations
        .iter()
        .flat_map(|operation| parameters(document, operation));
    let is_sent = |at: &String| {
        let place = document.at(at).map(|parameter| &parameter["in"]);
        place.is_some_and(|place| place == "header" || place == "query")
    };
    let known: BTreeSet<_> = all
        .filter(|(_, at)| is_sent(at))
        .map(|(name, _)| name)
        .collect();
    let names = contract.codegen.client_parameters.iter().enumerate();
    let unknown = names
        .filter(|(_, name)| !known.contains(*name))
        .map(|(index, name)| {
            let message = format!("no operation has a header or query parameter `{name}`");
            let place = ["client_parameters", &index.to_string()];
            contract.setting(&place, message, "correct the name, or remove it")
        });
    let mut found: Vec<_> = unknown.collect();
    let is_listed = contract
        .codegen
        .fixups
        .iter()
        .any(|name| name == "client_parameters");
    if !contract.codegen.client_parameters.is_empty() && !is_listed {
        let message = "`client_parameters` is set, but the fixup of that name is not listed";
        let help = "add \"client_parameters\" to `fixups`";
        found.push(contract.setting(&["client_parameters"], message, help));
    }
    found
}

fn replace(contract: &Contract) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (name, rust) in &contract.codegen.replace {
        let schema = contract
            .document
            .at(&pointer::of(["components", "schemas", name]));
        let wrong = match schema {
            None => Some("not in the document"),
            Some(schema) if schema["type"] != "string" => Some("not a string"),
            Some(_) => None,
        };
        found.extend(wrong.map(|wrong| {
            let message = format!("`replace` names the schema {name}, which is {wrong}");
            contract.setting(
                &["replace", name],
                message,
                "name a component schema that is a string",
            )
        }));
        found.extend(not_rust(contract, "replace", name, rust));
    }
    found
}

fn not_rust(contract: &Contract, table: &str, name: &str, rust: &str) -> Option<Diagnostic> {
    let message = format!("`{rust}` is not a Rust type");
    let help = "write the path of the type with its crate, for example \"::shop::Image\"";
    let is_type = syn::parse_str::<syn::Type>(rust).is_ok();
    (!is_type).then(|| contract.setting(&[table, name], message, help))
}

fn fields(contract: &Contract) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (module, schema) in &contract.codegen.fields {
        let mut wrong = |message: String, help: &str| {
            found.push(contract.setting(&["fields", module], message, help));
        };
        if !is_name(module) {
            let message = format!("`{module}` is not the name of a module in Rust");
            wrong(message, "write it in snake case");
        }
        if MODULES.contains(&module.as_str()) {
            let message = format!("generated code already uses the name `{module}`");
            wrong(message, "choose another name");
        }
        let known = contract.schema(schema).is_some_and(|(document, at)| {
            let schema = document.at(&at);
            let view = schema.map(|schema| SchemaView::new(&document.value, schema));
            view.is_some_and(|view| view.get("properties").is_some())
        });
        if !known {
            let message = format!("the document has no schema {schema} with properties");
            wrong(message, "name a component schema that is an object");
        }
    }
    found
}

/// Whether it is a valid name for a module or a method in Rust.
fn is_name(name: &str) -> bool {
    syn::parse_str::<syn::Ident>(name).is_ok() && name == name.to_snake_case()
}

fn bodies(contract: &Contract, view: &Value) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let is_file = |operation: &Operation<'_>| {
        let body = lowered_operation(view, operation).get("requestBody");
        let content = body.map(|body| &resolve(view, body)["content"]);
        content.is_some_and(|content| Form::of(content) == Form::File)
    };
    for (id, rust) in &contract.codegen.bodies {
        let message = format!("no operation `{id}` has a file, or a form with a file, as its body");
        found.extend(unless(contract, view, ["bodies", id], message, &is_file));
        found.extend(not_rust(contract, "bodies", id, rust));
    }
    found
}

fn files(contract: &Contract, view: &Value) -> Vec<Diagnostic> {
    let is_file = |operation: &Operation<'_>| {
        let lowered = &lowered_operation(view, operation)["responses"];
        responses::are_files(view, lowered) && !responses::is_text(&contract.document, operation)
    };
    let wrong = contract.codegen.files.keys().filter_map(|id| {
        let message = format!("no operation `{id}` returns a file");
        unless(contract, view, ["files", id], message, &is_file)
    });
    wrong.collect()
}

fn downloads(contract: &Contract, view: &Value) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let has_file = |operation: &Operation<'_>| {
        let all = responses::all(&contract.document, operation);
        let mut successes = all
            .iter()
            .filter(|response| response.status.starts_with('2'));
        successes.any(|response| response.file.is_some())
    };
    for (id, method) in &contract.codegen.downloads {
        let message = format!("no operation `{id}` can return a file instead of JSON");
        found.extend(unless(
            contract,
            view,
            ["downloads", id],
            message,
            &has_file,
        ));
        if !is_name(method) {
            let message = format!("`{method}` is not the name of a method in Rust");
            found.push(contract.setting(&["downloads", id], message, "write it in snake case"));
        }
    }
    found
}

/// A finding about a setting for an operation, unless an operation with its ID fits the setting.
fn unless(
    contract: &Contract,
    view: &Value,
    [table, id]: [&str; 2],
    message: String,
    fits: &dyn Fn(&Operation<'_>) -> bool,
) -> Option<Diagnostic> {
    let operations = contract.document.operations();
    let mut named = operations
        .iter()
        .filter(|operation| lowered_operation(view, operation)["operationId"] == id);
    let help = "correct the operationId, or remove it";
    (!named.any(fits)).then(|| contract.setting(&[table, id], message, help))
}

fn lowered_operation<'a>(view: &'a Value, operation: &Operation<'_>) -> &'a Value {
    &view["paths"][operation.path][operation.method]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    const DOCUMENT: &str = "openapi: 3.0.3
info: {title: Shop, version: 1.0.0}
paths:
  /things/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
    get:
      parameters: [{name: format, in: query, schema: {type: string}}]
      responses:
        '200':
          content:
            application/json: {schema: {$ref: '#/components/schemas/Thing'}}
            application/pdf: {schema: {type: string, format: binary}}
    put:
      operationId: send_thing
      requestBody: {content: {image/png: {}}}
      responses: {'204': {description: Done.}}
  /print:
    get:
      operationId: print
      responses: {'200': {content: {application/pdf: {schema: {type: string, format: binary}}}}}
    post:
      operationId: text
      responses: {'200': {content: {text/plain: {schema: {type: string}}}}}
components:
  schemas:
    Thing: {type: object, properties: {note: {$ref: '#/components/schemas/Note'}}}
    Note: {type: string}
";

    /// The findings about settings, each as `line:column: message`.
    fn found(settings: &str) -> Vec<String> {
        let mut contract = testing::contract(DOCUMENT);
        contract.codegen = toml::from_str(settings).expect("settings");
        contract.codegen.text = settings.to_owned();
        let found = lowered(&contract).err().unwrap_or_default();
        let shown = found.iter().map(|finding| {
            assert_eq!(finding.path.to_str(), Some("spec/shop/codegen.toml"));
            let place = finding.position;
            format!("{}:{}: {}", place.line, place.column, finding.message)
        });
        shown.collect()
    }

    #[test]
    fn settings_that_match_the_document_have_no_findings() {
        let settings =
            "fixups = [\"operation_ids\", \"json_bodies\", \"raw_bodies\", \"client_parameters\"]
client_parameters = [\"format\"]
[bodies]
send_thing = \"::shop::Image\"
[files]
print = { mark = \"%PDF-\" }
[downloads]
get_things_by_id = \"download_thing\"
[fields]
thing_fields = \"Thing\"
[replace]
Note = \"::shop::Note\"
";
        assert_eq!(found(settings), [""; 0]);
    }

    #[test]
    fn fixups_are_known_listed_once_and_needed() {
        let settings =
            "\nfixups = [\n    \"json_bodies\",\n    \"json_body\",\n    \"json_bodies\",\n]\n";
        let findings = found(settings);
        let unknown = "4:5: there is no fixup `json_body`; the fixups are: operation_ids, ";
        assert!(findings[0].starts_with(unknown), "{}", findings[0]);
        assert_eq!(
            findings[1],
            "5:5: the fixup `json_bodies` is listed a second time"
        );
        let needless = found("fixups = [\"json_bodies\", \"limits\"]\n");
        assert_eq!(
            needless,
            ["1:26: the fixup `limits` finds nothing to fix in openapi.yaml"]
        );
        let nothing = found("fixups = [\"client_parameters\"]\n");
        assert!(nothing[0].starts_with("1:11: the fixup `client_parameters` finds nothing"));
    }

    #[test]
    fn parameters_of_the_client_are_those_of_operations() {
        let settings =
            "fixups = [\"client_parameters\"]\nclient_parameters = [\"format\", \"id\", \"X-A\"]\n";
        assert_eq!(
            found(settings),
            [
                "2:32: no operation has a header or query parameter `id`",
                "2:38: no operation has a header or query parameter `X-A`",
            ]
        );
        let unlisted = found("client_parameters = [\"format\"]\n");
        let expected = "1:1: `client_parameters` is set, but the fixup of that name is not listed";
        assert_eq!(unlisted, [expected]);
    }

    #[test]
    fn an_empty_setting_is_found() {
        let settings = "fixups = []\nclient_parameters = []\n\n[bodies]\n\n[replace]\n";
        assert_eq!(
            found(settings),
            [
                "4:2: `bodies` is empty",
                "2:1: `client_parameters` is empty",
                "1:1: `fixups` is empty",
                "6:2: `replace` is empty",
            ]
        );
    }

    #[test]
    fn a_replaced_schema_is_a_string_and_its_type_is_a_rust_type() {
        let settings = "[replace]\nThing = \"::a::B\"\nThin = \"::a::B\"\nNote = \"\"\n";
        assert_eq!(
            found(settings),
            [
                "4:1: `` is not a Rust type",
                "3:1: `replace` names the schema Thin, which is not in the document",
                "2:1: `replace` names the schema Thing, which is not a string",
            ]
        );
    }

    #[test]
    fn bodies_and_files_are_those_of_operations() {
        let settings = "[bodies]\nsend_thing = \"a b\"\nprint = \"::a::B\"\nsend = \"::a::B\"\n
[files]\ntext = {}\nsend_thing = {}\nprint = {}\n\n[downloads]\nprint = \"print pdf\"\ntext = \"print_text\"\n";
        let no_body = "a file, or a form with a file, as its body";
        assert_eq!(
            found(settings),
            [
                format!("3:1: no operation `print` has {no_body}"),
                format!("4:1: no operation `send` has {no_body}"),
                "2:1: `a b` is not a Rust type".to_owned(),
                "8:1: no operation `send_thing` returns a file".to_owned(),
                "7:1: no operation `text` returns a file".to_owned(),
                "12:1: `print pdf` is not the name of a method in Rust".to_owned(),
                "13:1: no operation `text` can return a file instead of JSON".to_owned(),
            ]
        );
    }

    #[test]
    fn a_module_of_fields_has_a_name_and_an_object() {
        for (module, schema, reason) in [
            (
                "thing_fields",
                "Thin",
                "the document has no schema Thin with properties",
            ),
            (
                "thing_fields",
                "thing",
                "the document has no schema thing with properties",
            ),
            (
                "thing_fields",
                "Note",
                "the document has no schema Note with properties",
            ),
            (
                "../fields",
                "Thing",
                "`../fields` is not the name of a module in Rust",
            ),
            (
                "ThingFields",
                "Thing",
                "`ThingFields` is not the name of a module in Rust",
            ),
            (
                "type",
                "Thing",
                "`type` is not the name of a module in Rust",
            ),
            (
                "types",
                "Thing",
                "generated code already uses the name `types`",
            ),
        ] {
            let settings = format!("[fields]\n\"{module}\" = \"{schema}\"\n");
            assert_eq!(found(&settings), [format!("2:1: {reason}")]);
        }
    }
}
