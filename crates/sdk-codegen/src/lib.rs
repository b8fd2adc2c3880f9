//! Turns a contract into the source text of its crates: it lowers the document, emits code from it with the generators,
//! reads that code into values, and prints the crates from those values.
//!
//! This crate does not write files and does not name any API. The settings of an API are in its `codegen.toml`.

#![cfg_attr(not(test), warn(clippy::disallowed_methods))]

mod blame;
mod emit;
mod generators;
mod guard;
pub mod lint;
pub mod lower;
mod models;
mod names;
mod print;
mod read;
mod rules;
mod scalars;
mod scope;
mod settings;
#[cfg(test)]
mod testing;
mod unpolished;

use std::path::PathBuf;

use anyhow::anyhow;
use contract::Contract;
use openapi_document::Diagnostic;
use serde_json::Value;

use names::Names;

pub use emit::Emitted;
pub use models::{
    limits::{PATTERN_TEXT, UNCHECKED},
    patterns,
};
pub use progenitor::InterfaceStyle;
pub use rules::RULES;
pub use unpolished::Unpolished;

/// A file to be written, and its text.
#[derive(Debug, Eq, PartialEq)]
pub struct GeneratedFile {
    /// The file, relative to the workspace.
    pub path: PathBuf,
    /// Its whole text.
    pub text: String,
}

/// The suffix of the name of a mock server's crate, after the name of its SDK's crate.
pub const MOCK: &str = "-httpmock";

/// The names of the crates of an API: the SDK and its mock server.
pub fn crates(contract: &Contract) -> [String; 2] {
    [contract.name.clone(), format!("{}{MOCK}", contract.name)]
}

/// The generated files of one API's crates: the SDK and its mock server.
pub fn generate(contract: &Contract) -> anyhow::Result<Vec<GeneratedFile>> {
    let view = lowered(contract)?;
    let names = Names::new(&contract.document, &view);
    let emitted = emit::emit(contract, &view, &names, InterfaceStyle::Positional)?;
    let placed = |error| placed(contract, error);
    let models = models::write(contract, &view, emitted.types()?).map_err(placed)?;
    let operations = read::operations(contract, &view, &names, &emitted.document, &models.models);
    let operations = operations.map_err(placed)?;
    let mut files = print::files(contract, &view, &operations, models)?;
    files.extend(print::mock(contract, &operations));
    Ok(files)
}

/// Adds the path of the document to an error. A finding already has its position.
fn placed(contract: &Contract, error: anyhow::Error) -> anyhow::Error {
    if error.is::<Diagnostic>() {
        error
    } else {
        error.context(format!("{}", contract.document.path.display()))
    }
}

/// The unpolished code of one API: what the generators emit for the same lowered document.
pub fn unpolished(contract: &Contract) -> anyhow::Result<Unpolished> {
    let emitted = emit(contract, &lowered(contract)?, InterfaceStyle::Builder)?;
    Ok(Unpolished::new(&emitted))
}

/// Runs only the generators on the lowered document `view`.
pub fn emit(contract: &Contract, view: &Value, style: InterfaceStyle) -> anyhow::Result<Emitted> {
    let names = Names::new(&contract.document, view);
    emit::emit(contract, view, &names, style)
}

fn lowered(contract: &Contract) -> anyhow::Result<Value> {
    checked(contract).map_err(|found| match found.into_iter().next() {
        Some(first) => first.into(),
        None => anyhow!("the document cannot be lowered"),
    })
}

/// The lowered document, or findings about the document or its settings. The generators run later.
fn checked(contract: &Contract) -> Result<Value, Vec<Diagnostic>> {
    let document = &contract.document;
    // Fixups assume that the document is valid OpenAPI.
    emit::typed(document, &document.value).map_err(|wrong| vec![wrong])?;
    let circles = contract.circles();
    if !circles.is_empty() {
        return Err(circles);
    }
    match emit::circle(document).or_else(|| names::repeated(contract)) {
        Some(wrong) => Err(vec![wrong]),
        None => settings::lowered(contract),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    /// A document with one operation, which has these parameters and this body.
    fn document(parameters: &str, body: &str) -> String {
        format!(
            "openapi: 3.0.3
info: {{ title: Shop, version: 1.0.0 }}
paths:
  /things/{{id}}:
    parameters:
      - {{ name: id, in: path, required: true, schema: {{ type: integer, format: int64 }} }}
    post:
      operationId: change_thing
      parameters: [{parameters}]
      {body}
      responses:
        '200': {{ description: ok, content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Thing' }} }} }} }}
components:
  schemas:
    Thing: {{ type: object, properties: {{ id: {{ type: integer, format: int64 }} }} }}
"
        )
    }

    fn generated(parameters: &str, body: &str) -> Result<String, String> {
        let contract = testing::contract(&document(parameters, body));
        let files = generate(&contract).map_err(|error| format!("{error:#}"))?;
        Ok(files.into_iter().map(|file| file.text).collect())
    }

    const BODY: &str =
        "content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } }";

    #[test]
    fn a_schema_that_is_composed_of_itself_is_refused_at_its_place() {
        let text =
            document("", BODY) + "    Loop: { allOf: [{ $ref: '#/components/schemas/Loop' }] }\n";
        let error = generate(&testing::contract(&text)).expect_err("a circle");
        let error = format!("{error:#}");
        assert!(error.contains("schema-circle"), "{error}");
    }

    #[test]
    fn required_parameters_are_arguments_in_the_order_of_the_document_and_the_body_is_the_last() {
        let text = generated(
            "{ name: zone, in: query, required: true, schema: { type: string } },
             { name: X-Area, in: header, required: true, schema: { type: string } },
             { name: skip, in: query, schema: { type: integer, format: int64 } }",
            &format!("requestBody: {{ required: true, {BODY} }}"),
        );
        let text = text.expect("generated");
        let order = [
            "id: i64,",
            "zone: impl TryInto",
            "x_area: impl TryInto",
            "body: impl Borrow<types::Thing>,",
        ];
        let places = order.map(|argument| text.find(argument).expect(argument));
        assert!(places.is_sorted(), "{places:?}");
        assert!(
            text.contains("pub fn skip(mut self, value: impl Into<Option<i64>>) -> Self {"),
            "{text}"
        );
    }

    #[test]
    fn a_body_that_may_be_omitted_is_set_by_a_method_of_the_call() {
        let text = generated("", &format!("requestBody: {{ {BODY} }}")).expect("generated");
        assert!(
            text.contains("pub fn change_thing(&self, id: i64) -> calls::ChangeThing<'_> {"),
            "{text}"
        );
        assert!(
            text.contains("pub fn body(mut self, body: impl Borrow<types::Thing>) -> Self {"),
            "{text}"
        );
    }

    #[test]
    fn two_parameters_with_one_name_are_refused_with_both_places() {
        let parameter = "{ name: id, in: query, schema: { type: string } }";
        let error = generated(parameter, "").expect_err("one argument for two");
        let expected = "change_thing: the path parameter id on line 6 and the query parameter id become one argument";
        assert!(
            error.starts_with("openapi.yaml:9:20") && error.contains(expected),
            "{error}"
        );
    }

    #[test]
    fn a_parameter_whose_name_is_taken_has_another_in_client_and_mock_server() {
        for (name, expected) in [
            ("send", "send_param"),
            ("header", "header_param"),
            ("new", "new_param"),
            ("type", "type_"),
            ("ID", "id_2"),
            ("2fa", "_2fa"),
        ] {
            let parameter = format!("{{ name: {name}, in: query, schema: {{ type: string }} }}");
            let text = generated(&parameter, "").expect(name);
            let setter = format!("pub fn {expected}(mut self, value: impl TryInto<String");
            let condition = format!("pub fn {expected}(self, value: impl TryInto<String");
            assert!(
                text.contains(&setter) && text.contains(&condition),
                "{text}"
            );
            assert!(
                text.contains(&format!("set::<String>(\"{name}\", value)")),
                "{text}"
            );
        }
    }

    #[test]
    fn the_docs_of_without_say_which_names_of_a_parameter_it_accepts() {
        for (name, place) in [
            ("zone", "in the contract or in Rust.\n"),
            ("send", "in the contract.\n"),
        ] {
            let parameter = format!("{{ name: {name}, in: query, schema: {{ type: string }} }}");
            let text = generated(&parameter, "").expect(name);
            let docs = format!("is not sent. `name` is its name {place}");
            assert!(text.replace("\n    /// ", " ").contains(&docs), "{text}");
        }
    }

    #[test]
    fn a_secret_that_is_not_in_a_header_is_refused() {
        let secret = "{ name: token, in: query, schema: { type: string, format: password } }";
        let error = generated(secret, "").expect_err("a secret in the URL");
        let expected = "change_thing: the query parameter token is a secret";
        assert!(error.contains(expected), "{error}");
    }

    #[test]
    fn a_parameter_that_cannot_be_sent_is_refused() {
        for (parameter, reason) in [
            (
                "{ name: a, in: query, schema: { type: object, properties: { b: { type: string } } } }",
                "change_thing: the query parameter a is not a string",
            ),
            (
                "{ name: a, in: header, schema: { type: array, items: { type: string } } }",
                "change_thing: the header parameter a is not a string",
            ),
        ] {
            let error = generated(parameter, "").expect_err(reason);
            assert!(error.contains(reason), "{error}");
        }
    }

    #[test]
    fn an_operation_whose_name_is_taken_has_another() {
        for (id, method, call) in [
            ("move", "move_", "Move"),
            ("new", "new_operation", "NewOperation"),
            ("prepared", "prepared", "PreparedCall"),
            ("self", "self_", "SelfCall"),
        ] {
            let text = document("", "").replace("change_thing", id);
            let files = generate(&testing::contract(&text)).expect(id);
            let text: String = files.into_iter().map(|file| file.text).collect();
            let declared = format!("pub fn {method}(&self, id: i64) -> calls::{call}<'_>");
            assert!(text.contains(&declared), "{text}");
            let mocked = format!("config: impl FnOnce({call}When, {call}Then)");
            assert!(text.contains(&mocked), "{text}");
        }
    }

    #[test]
    fn a_document_that_progenitor_rejects_is_reported_with_its_operation() {
        let error = generated("{ name: a, in: cookie, schema: { type: string } }", "");
        let error = error.expect_err("a cookie");
        assert!(
            error.contains("the generator rejects change_thing"),
            "{error}"
        );
    }
}
