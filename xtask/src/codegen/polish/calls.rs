//! What the runtime must know of an operation and of the API, as constants of generated code.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;
use syn::Ident;

use crate::document::{Document, Operation, pointer, resolve};

/// The description of an operation: its name, its path and its own server; the envelope of its response, and whether
/// that always contains a record; the model of a record, its identifier, and the path parameters that it repeats; and
/// whether the response contains credentials.
pub fn description(
    document: &Document,
    operation: &Operation<'_>,
    record: Option<&Ident>,
) -> TokenStream {
    let (name, route) = (operation.name(), operation.path);
    let on = server(document, operation).map(|server| quote! { .on(#server) });
    let envelope = envelope(document, operation).map(|member| quote! { .in_envelope(#member) });
    let secret = answers_secrets(document, operation).then(|| quote! { .secret() });
    let record = record.map(|model| quote! { .of::<types::#model>() });
    let has_record = has_record(document, operation).then(|| quote! { .with_record() });
    let identifier = operation.value["x-identifier"].as_str();
    let identifier = identifier.map(|member| quote! { .identified_by(#member) });
    let repeats = repeats(operation);
    quote! { Operation::new(#name, #route) #on #envelope #has_record #record #identifier #repeats #secret }
}

/// Whether the envelope of a response always has a record, by the `minItems` of its list.
fn has_record(document: &Document, operation: &Operation<'_>) -> bool {
    let mut responses = answers(document, operation);
    responses.any(|response| {
        let envelope = response["x-envelope"].as_str().unwrap_or_default();
        let least = response["properties"][envelope]["minItems"].as_u64();
        least.is_some_and(|least| least > 0)
    })
}

/// The path parameters that the response repeats, by the `x-repeats` of the operation.
fn repeats(operation: &Operation<'_>) -> Option<TokenStream> {
    let pairs = operation.value["x-repeats"].as_object()?;
    let pairs = pairs.iter().map(|(parameter, property)| {
        let property = property.as_str().unwrap_or_default();
        quote! { (#parameter, #property) }
    });
    Some(quote! { .repeating(&[#(#pairs),*]) })
}

/// The base URL of an operation that has a server of its own.
fn server<'a>(document: &'a Document, operation: &Operation<'a>) -> Option<&'a str> {
    let of_path = document.at(&pointer::of(["paths", operation.path, "servers"]));
    let servers = operation.value.get("servers").or(of_path)?;
    let url = servers[0]["url"].as_str()?;
    Some(url.trim_end_matches('/'))
}

/// The `x-envelope` of the schema that an operation answers with.
pub fn envelope<'a>(document: &'a Document, operation: &Operation<'a>) -> Option<&'a str> {
    let mut answers = answers(document, operation);
    answers.find_map(|answer| answer["x-envelope"].as_str())
}

/// Whether a member of the answer is a credential.
fn answers_secrets(document: &Document, operation: &Operation<'_>) -> bool {
    answers(document, operation).any(|answer| {
        let members = answer["properties"].as_object().into_iter().flatten();
        let mut members = members.map(|(_, member)| resolve(&document.value, member));
        members.any(|member| member["format"] == "password")
    })
}

/// The schemas of the JSON that an operation answers with when it succeeds.
fn answers<'a>(
    document: &'a Document,
    operation: &Operation<'a>,
) -> impl Iterator<Item = &'a Value> {
    let root = &document.value;
    let answers = operation.value["responses"].as_object();
    let answers = answers.into_iter().flatten();
    let successes = answers.filter(|(status, _)| status.starts_with('2'));
    successes.map(move |(_, answer)| {
        let content = &resolve(root, answer)["content"];
        resolve(root, &content["application/json"]["schema"])
    })
}

/// How the API reports errors, by the `x-errors` of its document.
pub fn errors(document: &Document) -> TokenStream {
    let Some(errors) = document.value.get("x-errors") else {
        return quote! { ::sdk_runtime::Errors::USUAL };
    };
    let marker = words(&errors["marker"]);
    let message = words(&errors["message"]);
    let code = match errors["code"].as_str() {
        Some(code) => quote! { Some(#code) },
        None => quote! { None },
    };
    let envelopes = envelopes(document);
    quote! {
        ::sdk_runtime::Errors {
            marker: &[#(#marker),*],
            message: &[#(#message),*],
            code: #code,
            envelopes: &[#(#envelopes),*],
        }
    }
}

/// The `x-envelope` of all schemas, each once.
fn envelopes(document: &Document) -> BTreeSet<&str> {
    let schemas = document.value["components"]["schemas"].as_object();
    let schemas = schemas.into_iter().flatten();
    schemas
        .filter_map(|(_, schema)| schema["x-envelope"].as_str())
        .collect()
}

/// The description of the API.
pub fn api() -> TokenStream {
    quote! {
        Api {
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
            errors: super::ERRORS,
        }
    }
}

fn words(list: &Value) -> Vec<&str> {
    let list = list.as_array().into_iter().flatten();
    list.filter_map(Value::as_str).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    const DOCUMENT: &str = "
x-errors: { marker: [Code], message: [Description, Message], code: Code }
paths:
  /a/{id}:
    get:
      operationId: get_a
      x-identifier: nr
      x-repeats: { id: nr }
      servers: [{ url: https://login.example.be/api/ }]
      responses:
        '200':
          content:
            application/json: { schema: { $ref: '#/components/schemas/Page' } }
components:
  schemas:
    Page:
      type: object
      x-envelope: Records
      properties:
        Records: { type: array, minItems: 1, items: {} }
        token: { type: string, format: password }
";

    #[test]
    fn what_the_document_says_of_a_call_becomes_constants() {
        let document = Document::parse(Path::new("a.yaml"), DOCUMENT).expect("a document");
        let operation = &document.operations()[0];
        let expected = quote! {
            Operation::new("get_a", "/a/{id}").on("https://login.example.be/api").in_envelope("Records").with_record().of::<types::Record>().identified_by("nr").repeating(&[("id", "nr")]).secret()
        };
        assert_eq!(
            description(&document, operation, Some(&quote::format_ident!("Record"))).to_string(),
            expected.to_string()
        );
        let expected = quote! {
            ::sdk_runtime::Errors {
                marker: &["Code"],
                message: &["Description", "Message"],
                code: Some("Code"),
                envelopes: &["Records"],
            }
        };
        assert_eq!(errors(&document).to_string(), expected.to_string());
    }

    #[test]
    fn a_document_that_says_nothing_has_the_usual_errors() {
        let document = Document::parse(Path::new("a.yaml"), "paths: {}").expect("a document");
        assert!(errors(&document).to_string().contains("Errors :: USUAL"));
    }
}
