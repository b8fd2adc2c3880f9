//! From a contract to the source text of its crates: lower the document, emit code from it with the generators, read that
//! code into values, and print from the values.
//!
//! Nothing here touches files, and nothing names an API: what is peculiar to one is in its `codegen.toml`.

mod emit;
mod guard;
pub mod lint;
pub mod lower;
mod models;
mod print;
mod read;
#[cfg(test)]
mod testing;
mod unpolished;

use std::path::PathBuf;

use anyhow::Context;
use contract::Contract;
use serde_json::Value;

pub use emit::{Emitted, emit};
pub use models::{limits::PATTERN_TEXT, patterns};
pub use progenitor::InterfaceStyle;
pub use unpolished::Unpolished;

/// A file to be written, and its text.
#[derive(Debug, Eq, PartialEq)]
pub struct GeneratedFile {
    /// The file, relative to the workspace.
    pub path: PathBuf,
    /// Its whole text.
    pub text: String,
}

/// What the name of an API's crate gets for that of its mock server.
pub const MOCK: &str = "-httpmock";

/// The names of the crates of an API: the SDK and its mock server.
pub fn crates(contract: &Contract) -> [String; 2] {
    [contract.name.clone(), format!("{}{MOCK}", contract.name)]
}

/// The generated files of one API's crates: the SDK and its mock server.
pub fn generate(contract: &Contract) -> anyhow::Result<Vec<GeneratedFile>> {
    let (view, emitted) = emitted(contract, InterfaceStyle::Positional)?;
    let written = || format!("{}", contract.document.path.display());
    let models = models::write(contract, &view, emitted.types()?).with_context(written)?;
    let operations = read::operations(contract, &view, &emitted.document, &models.models);
    let operations = operations.with_context(written)?;
    let mut files = print::files(contract, &view, &operations, models)?;
    files.extend(print::mock(contract, &operations).with_context(written)?);
    Ok(files)
}

/// The code of one API before it is polished: what the generators make of the same lowered document.
pub fn unpolished(contract: &Contract) -> anyhow::Result<Unpolished> {
    let (_, emitted) = emitted(contract, InterfaceStyle::Builder)?;
    Ok(Unpolished::new(&emitted))
}

fn emitted(contract: &Contract, style: InterfaceStyle) -> anyhow::Result<(Value, Emitted)> {
    // Fixups take the form of a document for granted.
    emit::typed(&contract.document, &contract.document.value)?;
    if let Some(circle) = emit::circle(&contract.document) {
        return Err(circle.into());
    }
    read::names::check(contract)?;
    let view = lower::lower(contract)?;
    let emitted = emit::emit(contract, &view, style)?;
    Ok((view, emitted))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;
    use contract::FileSettings;

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
    fn two_parameters_that_become_one_argument_are_refused_with_both_places() {
        for name in ["id", "ID"] {
            let parameter = format!("{{ name: {name}, in: query, schema: {{ type: string }} }}");
            let error = generated(&parameter, "").expect_err("one argument for two");
            let expected = format!(
                "change_thing: the path parameter id on line 6 and the query parameter {name} become one argument"
            );
            assert!(
                error.starts_with("openapi.yaml:9:20") && error.contains(&expected),
                "{error}"
            );
        }
    }

    #[test]
    fn an_optional_parameter_with_the_name_of_a_method_of_every_call_is_refused_with_a_way_out() {
        for name in ["send", "timeout", "retry", "header", "query", "preview"] {
            let parameter = format!("{{ name: {name}, in: query, schema: {{ type: string }} }}");
            let error = generated(&parameter, "").expect_err("taken");
            let expected = format!(
                "change_thing: the parameter {name} has the name of a method of every call in Rust"
            );
            assert!(
                error.contains(&expected) && error.contains("client_parameters"),
                "{error}"
            );
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
    fn a_parameter_that_cannot_be_sent_or_named_is_refused() {
        for (parameter, reason) in [
            (
                "{ name: a, in: query, schema: { type: object, properties: { b: { type: string } } } }",
                "change_thing: the query parameter a is not a string",
            ),
            (
                "{ name: a, in: header, schema: { type: array, items: { type: string } } }",
                "change_thing: the header parameter a is not a string",
            ),
            (
                "{ name: new, in: query, schema: { type: string } }",
                "change_thing: the parameter new has the name of a method of mock servers",
            ),
            (
                "{ name: 2fa, in: query, schema: { type: string } }",
                "change_thing: the parameter 2fa cannot be an argument in Rust",
            ),
        ] {
            let error = generated(parameter, "").expect_err(reason);
            assert!(error.contains(reason), "{error}");
        }
    }

    #[test]
    fn an_operation_that_cannot_be_named_in_rust_is_refused_at_its_place() {
        for (id, reason) in [
            ("move", "`move` cannot be the name of a method"),
            ("new", "the client has another method `new`"),
            (
                "prepared",
                "the call of prepared has the name of another type",
            ),
        ] {
            let text = document("", "").replace("change_thing", id);
            let error = generate(&testing::contract(&text)).expect_err(reason);
            let error = format!("{error:#}");
            assert!(
                error.starts_with("openapi.yaml:7:") && error.contains(reason),
                "{error}"
            );
        }
    }

    #[test]
    fn a_setting_of_a_file_that_no_operation_returns_is_refused() {
        for name in ["change_thing", "get_file"] {
            let mut contract = testing::contract(&document("", ""));
            contract.codegen.files = [(name.to_owned(), FileSettings::default())].into();
            let error = generate(&contract).expect_err("no file");
            let error = format!("{error:#}");
            let expected = format!("[files] {name}: no operation of that name returns a file");
            assert!(error.ends_with(&expected), "{error}");
        }
    }

    #[test]
    fn a_document_that_progenitor_refuses_is_refused_by_name() {
        let error = generated("{ name: a, in: cookie, schema: { type: string } }", "");
        let error = error.expect_err("a cookie");
        assert!(
            error.contains("the generator cannot take change_thing"),
            "{error}"
        );
    }
}
