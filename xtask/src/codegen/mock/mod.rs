//! From the generator's mock server to a crate: the conditions and answers of each operation, and the trait that takes
//! them, with types by the paths that users write and requests as the client sends them.

mod operation;
mod server;
mod then;
mod when;

use std::collections::BTreeMap;

use anyhow::Context;
use quote::ToTokens;
use serde_json::Value;
use syn::{ImplItem, ImplItemFn, Item, parse_quote};

use super::{
    GeneratedFile,
    polish::{docs, files, names},
};
use crate::document::Contract;

/// The files of the crate, from what the generator emitted.
pub fn polish(
    contract: &Contract,
    view: &Value,
    emitted: syn::File,
) -> anyhow::Result<Vec<GeneratedFile>> {
    let emitted = methods(emitted)?;
    let found = |name: &str| {
        let missing = || format!("the generator emitted no `{name}`");
        emitted.get(name).with_context(missing)
    };
    let operations = operation::all(contract, view)?;
    let (mut conditions, mut answers) = (Vec::new(), Vec::new());
    for operation in &operations {
        let [when, then] = operation.emitted();
        conditions.extend(when::items(operation, found(&when)?)?);
        answers.extend(then::items(operation, found(&then)?)?);
    }
    let sdk: syn::Ident = syn::parse_str(&contract.name.replace('-', "_"))?;
    let models = models(&sdk, &conditions, &answers);
    let [_, package] = super::crates(contract);
    let render = |name, title, mut items: Vec<Item>| {
        docs::tidy(&mut items);
        files::file(contract, &package, name, title, items)
    };
    Ok(vec![
        render("mod", "Everything generated for this API.", root()),
        render(
            "when",
            "What requests are expected to be like.",
            headed(when::imports(&conditions), &models[0], conditions),
        ),
        render(
            "then",
            "What is answered.",
            headed(then::imports(&answers), &models[1], answers),
        ),
        render(
            "server",
            "The operations as methods of a mock server.",
            server::items(&operations),
        ),
    ])
}

/// The methods of each type in the module `operations`.
fn methods(emitted: syn::File) -> anyhow::Result<BTreeMap<String, Vec<ImplItemFn>>> {
    let items = emitted.items.into_iter().find_map(|item| match item {
        Item::Mod(module) if module.ident == "operations" => module.content,
        _ => None,
    });
    let (_, items) = items.context("the generator emitted no module `operations`")?;
    let blocks = items.into_iter().filter_map(|item| {
        let name = names::of(&item)?;
        let Item::Impl(block) = item else { return None };
        let methods = block.items.into_iter().filter_map(|item| match item {
            ImplItem::Fn(method) => Some(method),
            _ => None,
        });
        Some((name, methods.collect()))
    });
    Ok(blocks.collect())
}

fn root() -> Vec<Item> {
    vec![
        parse_quote! { mod server; },
        parse_quote! { pub mod then; },
        parse_quote! { pub mod when; },
        parse_quote! { pub use server::MockServerExt; },
    ]
}

/// The `use` of the SDK's models, for each of the files that names one.
fn models(sdk: &syn::Ident, conditions: &[Item], answers: &[Item]) -> [Option<Item>; 2] {
    [conditions, answers].map(|items| {
        let names_one = mentions(items, "types :: ");
        names_one.then(|| parse_quote! { use ::#sdk::types; })
    })
}

fn headed(mut head: Vec<Item>, models: &Option<Item>, items: Vec<Item>) -> Vec<Item> {
    head.splice(0..0, models.clone());
    head.extend(items);
    head
}

/// Whether code has a piece of text, in which all parts have a blank between them.
fn mentions(items: &[Item], text: &str) -> bool {
    let mut codes = items.iter().map(|item| item.to_token_stream().to_string());
    codes.any(|code| code.contains(text))
}
