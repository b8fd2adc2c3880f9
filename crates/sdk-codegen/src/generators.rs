//! Runs progenitor, and defines the settings of both generators: which schemas become an existing Rust type.

use contract::Contract;
use openapiv3::OpenAPI;
use proc_macro2::TokenStream;
use progenitor::{GenerationSettings, Generator, HooksMode, InterfaceStyle};
use schemars_08::schema::SchemaObject;
use serde_json::{Value, json};

use crate::{
    guard::guarded,
    lower,
    names::{self, Names},
    scalars::SCALARS,
};

/// The code that progenitor emits for a document, or its error message.
pub fn generate(
    contract: &Contract,
    api: &OpenAPI,
    style: &InterfaceStyle,
) -> Result<TokenStream, String> {
    #[cfg(test)]
    RUNS.set(RUNS.get() + 1);
    guarded(|| {
        Generator::new(&settings(contract, style))
            .generate_tokens(api)
            .map_err(|error| error.to_string())
    })
}

fn settings(contract: &Contract, style: &InterfaceStyle) -> GenerationSettings {
    let mut settings = GenerationSettings::new();
    settings
        .with_interface(style.clone())
        .with_hooks(HooksMode::Expected)
        .with_map_type("::std::collections::BTreeMap")
        .with_derive("PartialEq");
    for (schema, rust) in conversions(style) {
        settings.with_conversion(schema, rust, std::iter::empty());
    }
    for (schema, rust) in &contract.codegen.replace {
        settings.with_replacement(names::schema(schema), rust, std::iter::empty());
    }
    settings
}

/// The code that progenitor emits for a lowered document or a part of one, or its error message.
pub fn attempt(contract: &Contract, view: &Value) -> Result<TokenStream, String> {
    let names = Names::new(&contract.document, view);
    let view = names.applied(&contract.document, view);
    let api = serde_json::from_value(view).map_err(|error| error.to_string())?;
    generate(contract, &api, &InterfaceStyle::Positional)
}

#[cfg(test)]
thread_local! {
    static RUNS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// How often progenitor ran on this thread.
#[cfg(test)]
pub fn runs() -> usize {
    RUNS.get()
}

/// Schemas that become an existing Rust type, and that type. In the builder style, a secret is a `String`: only this
/// style keeps the generators' own code for operations, which formats a secret with `Display`.
pub fn conversions(style: &InterfaceStyle) -> Vec<(SchemaObject, &'static str)> {
    let secret = match style {
        InterfaceStyle::Builder => "::std::string::String",
        InterfaceStyle::Positional => "::order_sdk_core::Secret",
    };
    let scalars = SCALARS.iter().flat_map(|scalar| {
        let formats = scalar.formats.iter();
        formats.map(|format| ("string", *format, scalar.path))
    });
    [
        ("number", "decimal", "::rust_decimal::Decimal"),
        ("string", "password", secret),
        ("string", lower::YES_NO, "bool"),
        // For these formats, the generator would use a crate or a trait that the models do not need.
        ("string", "date-time", "::std::string::String"),
        ("string", "uuid", "::std::string::String"),
        ("string", "ip", "::std::string::String"),
        ("string", "ipv4", "::std::string::String"),
        ("string", "ipv6", "::std::string::String"),
        (
            "string",
            lower::INTEGERS,
            "::order_sdk_core::CommaSeparated<i64>",
        ),
        (
            "string",
            lower::TEXTS,
            "::order_sdk_core::CommaSeparated<::std::string::String>",
        ),
    ]
    .into_iter()
    .chain(scalars)
    .filter_map(|(kind, format, rust)| {
        let schema = json!({ "type": kind, "format": format });
        Some((serde_json::from_value(schema).ok()?, rust))
    })
    .collect()
}
