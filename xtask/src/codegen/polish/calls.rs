//! What the runtime must know of an operation and of the API, as constants of generated code.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;
use syn::Ident;

use crate::document::{Document, Operation, pointer, resolve};

/// The description of an operation: name, path, a server of its own, the member that its answer has its
/// records in, their model, and whether that answer has credentials.
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
    quote! { Operation::new(#name, #route) #on #envelope #record #secret }
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

/// The description of the API: its errors, by the `x-errors` of its document.
pub fn api(document: &Document) -> TokenStream {
    let errors = match document.value.get("x-errors") {
        Some(errors) => {
            let marker = words(&errors["marker"]);
            let message = words(&errors["message"]);
            let code = match errors["code"].as_str() {
                Some(code) => quote! { Some(#code) },
                None => quote! { None },
            };
            quote! { Errors { marker: &[#(#marker),*], message: &[#(#message),*], code: #code } }
        }
        None => quote! { Errors::USUAL },
    };
    quote! {
        Api {
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
            errors: #errors,
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
        token: { type: string, format: password }
";

    #[test]
    fn what_the_document_says_of_a_call_becomes_constants() {
        let document = Document::parse(Path::new("a.yaml"), DOCUMENT).expect("a document");
        let operation = &document.operations()[0];
        let expected = quote! {
            Operation::new("get_a", "/a/{id}").on("https://login.example.be/api").in_envelope("Records").of::<types::Record>().secret()
        };
        assert_eq!(
            description(&document, operation, Some(&quote::format_ident!("Record"))).to_string(),
            expected.to_string()
        );
        let expected = quote! {
            errors: Errors { marker: &["Code"], message: &["Description", "Message"], code: Some("Code") },
        };
        assert!(api(&document).to_string().contains(&expected.to_string()));
    }

    #[test]
    fn a_document_that_says_nothing_has_the_usual_errors() {
        let document = Document::parse(Path::new("a.yaml"), "paths: {}").expect("a document");
        assert!(api(&document).to_string().contains("Errors :: USUAL"));
    }
}
