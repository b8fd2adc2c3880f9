//! Prints how an API reports errors, as a constant of generated code.

use std::collections::BTreeSet;

use openapi_document::Document;
use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

/// The constant, from the `x-errors` of the document.
pub fn constant(document: &Document) -> TokenStream {
    let Some(errors) = document.value.get("x-errors") else {
        return quote! { Errors::USUAL };
    };
    let marker = texts(&errors["marker"]);
    let message = texts(&errors["message"]);
    let code = match errors["code"].as_str() {
        Some(code) => quote! { Some(#code) },
        None => quote! { None },
    };
    let envelopes = envelopes(document);
    quote! {
        Errors {
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

fn texts(list: &Value) -> Vec<&str> {
    let list = list.as_array().into_iter().flatten();
    list.filter_map(Value::as_str).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn how_the_document_reports_errors_becomes_a_constant() {
        let text = "
x-errors: { marker: [Code], message: [Description, Message], code: Code }
components: { schemas: { Page: { x-envelope: Records } } }
";
        let document = Document::parse(Path::new("a.yaml"), text).expect("a document");
        let expected = quote! {
            Errors {
                marker: &["Code"],
                message: &["Description", "Message"],
                code: Some("Code"),
                envelopes: &["Records"],
            }
        };
        assert_eq!(constant(&document).to_string(), expected.to_string());
        let document = Document::parse(Path::new("a.yaml"), "paths: {}").expect("a document");
        assert_eq!(
            constant(&document).to_string(),
            quote!(Errors::USUAL).to_string()
        );
    }
}
