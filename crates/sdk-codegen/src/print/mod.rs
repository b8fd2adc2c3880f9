//! Prints the generated files from values: models, client, calls and mock server.

mod arguments;
mod calls;
mod client;
mod docs;
mod errors;
mod field_names;
mod fields;
mod format;
mod imports;
mod layout;
mod mock;
mod operation_docs;
mod setters;

use std::{collections::BTreeSet, path::Path};

use contract::Contract;
use quote::format_ident;
use serde_json::Value;
use syn::{Attribute, Item, Meta, parse_quote, visit::Visit};

use self::imports::Imports;
use super::{
    GeneratedFile, models,
    read::operation::Operation,
    scalars::{SCALARS, Scalar},
};

pub use fields::MODULES;
pub use mock::files as mock;

/// The files of the SDK's crate.
///
/// # Errors
///
/// If a module of the setting `[fields]` cannot be generated.
pub fn files(
    contract: &Contract,
    view: &Value,
    operations: &[Operation],
    models: models::Written,
) -> anyhow::Result<Vec<GeneratedFile>> {
    let models::Written {
        models,
        validation,
        xml,
    } = models;
    let fields = fields::files(contract, &models)?;
    let field_names = field_names::file(&models);
    let test_util = setters::test_util(&models);
    let types = types(models);
    let validation = head(&validation) + &format::text(validation);
    let root = format::text(root(contract, !xml.is_empty()));
    let mut files = vec![
        ("mod", "Everything generated for this API.", root),
        ("types", "Models.", types),
        (
            "field_names",
            "The names of the fields of models in JSON.",
            field_names,
        ),
        (
            "test_util",
            "Setters of models that are only read, for mock servers.",
            test_util,
        ),
        ("validation", "Limits of what callers write.", validation),
        (
            "client",
            "The client.",
            client::file(contract, view, operations),
        ),
        (
            "calls",
            "The calls of the operations.",
            calls::file(operations),
        ),
    ];
    if !xml.is_empty() {
        let text = head(&xml) + &format::text(xml);
        files.push(("xml", "XML of the models.", text));
    }
    let files = files.into_iter();
    let files = files.map(|(name, title, text)| file(contract, &contract.name, name, title, &text));
    Ok(files.chain(fields).collect())
}

/// The types of an API, each followed by its setters.
fn types(models: models::model::Models) -> String {
    let head = head(&models.items);
    let mut texts = Vec::new();
    for item in models.items {
        let name = match &item {
            Item::Struct(item) => item.ident.to_string(),
            _ => String::new(),
        };
        texts.push(format::text(vec![item]));
        texts.extend(models.models.get(&name).and_then(setters::block));
    }
    head + &texts.join("\n")
}

/// The module that contains the others.
fn root(contract: &Contract, with_xml: bool) -> Vec<Item> {
    let errors = errors::constant(&contract.document);
    let mut root: Vec<Item> = vec![
        parse_quote! { #[cfg(feature = "client")] pub mod calls; },
        parse_quote! { #[cfg(feature = "client")] mod client; },
        parse_quote! { #[cfg(feature = "test-util")] mod test_util; },
        parse_quote! { mod field_names; },
        parse_quote! { pub mod types; },
        parse_quote! { mod validation; },
    ];
    if with_xml {
        root.push(parse_quote! { #[cfg(feature = "xml")] mod xml; });
    }
    let fields = contract.codegen.fields.keys();
    let fields = fields.map(|module| format_ident!("{module}"));
    root.extend(fields.map(|module| -> Item {
        parse_quote! { pub mod #module; }
    }));
    root.extend([
        parse_quote! { use order_sdk_core::{Errors, json::{self, ReadError}}; },
        parse_quote! { use serde::de::DeserializeOwned; },
        parse_quote! { #[cfg(feature = "client")] pub use client::Client; },
        parse_quote! { pub(crate) const ERRORS: Errors = #errors; },
        parse_quote! {
            /// Reads a model from JSON that this client did not receive, for example from a file. The rules are those of
            /// the client: a byte order mark is skipped, and a body that reports an error of the service is refused. To
            /// read such a body into a model, use `serde_json`.
            ///
            /// # Errors
            ///
            /// If the body reports an error of the service, is not JSON, or has a field that the model does not accept. The
            /// error then names the field.
            pub fn from_json<T: DeserializeOwned>(body: &[u8]) -> Result<T, ReadError> {
                json::read_response(body, &ERRORS)
            }
        },
    ]);
    root
}

/// The names that generated code imports from other crates, by module, except the types of scalars.
const KNOWN: [(&str, &[&str]); 5] = [
    (
        "order_sdk_core",
        &["CommaSeparated", "Patch", "Secret", "xml_list", "xml_model"],
    ),
    (
        "order_sdk_core::validate",
        &[
            "Checker", "Class", "END", "MATCH", "Number", "Pattern", "States", "Text", "Validate",
            "decimal",
        ],
    ),
    ("order_sdk_core::xml", &["Member", "Node", "Object"]),
    ("rust_decimal", &["Decimal"]),
    ("serde", &["Deserialize", "Serialize"]),
];

/// The `use` block of items. It imports the names of other crates and the module `types`, if the items mention them.
fn head(items: &[Item]) -> String {
    let mut mentioned = Mentioned::default();
    items.iter().for_each(|item| mentioned.visit_item(item));
    let mut imports = Imports::default();
    let defined: BTreeSet<_> = items.iter().filter_map(defined).collect();
    let is_used = |name: &&str| mentioned.0.contains(*name) && !defined.contains(*name);
    let known = KNOWN.into_iter();
    let known = known.flat_map(|(module, names)| names.iter().map(move |name| (module, *name)));
    let scalars = SCALARS.iter().flat_map(Scalar::imports);
    for (module, name) in known.chain(scalars).filter(|(_, name)| is_used(name)) {
        imports.add(module, [name]);
    }
    if mentioned.0.contains("types") {
        imports.add("super", ["types"]);
    }
    imports.text() + "\n"
}

/// The name of a type that an item defines.
fn defined(item: &Item) -> Option<String> {
    match item {
        Item::Struct(item) => Some(item.ident.to_string()),
        Item::Enum(item) => Some(item.ident.to_string()),
        Item::Type(item) => Some(item.ident.to_string()),
        _ => None,
    }
}

/// The first identifiers of the paths in code, in derives and in macros.
#[derive(Default)]
struct Mentioned(BTreeSet<String>);

impl Mentioned {
    fn tokens(&mut self, tokens: proc_macro2::TokenStream) {
        let mut is_after_colon = false;
        for token in tokens {
            match token {
                proc_macro2::TokenTree::Ident(ident) if !is_after_colon => {
                    self.0.insert(ident.to_string());
                    is_after_colon = false;
                }
                proc_macro2::TokenTree::Group(group) => self.tokens(group.stream()),
                proc_macro2::TokenTree::Punct(mark) => is_after_colon = mark.as_char() == ':',
                _ => is_after_colon = false,
            }
        }
    }
}

impl Visit<'_> for Mentioned {
    /// In a function, the name of an argument does not refer to an item with that name.
    fn visit_impl_item_fn(&mut self, function: &syn::ImplItemFn) {
        let mut mentioned = Self::default();
        syn::visit::visit_impl_item_fn(&mut mentioned, function);
        for input in &function.sig.inputs {
            if let syn::FnArg::Typed(argument) = input
                && let syn::Pat::Ident(argument) = &*argument.pat
            {
                mentioned.0.remove(&argument.ident.to_string());
            }
        }
        self.0.append(&mut mentioned.0);
    }

    fn visit_path(&mut self, path: &syn::Path) {
        if path.leading_colon.is_none()
            && let Some(first) = path.segments.first()
        {
            self.0.insert(first.ident.to_string());
        }
        syn::visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, invoked: &syn::Macro) {
        self.tokens(invoked.tokens.clone());
        syn::visit::visit_macro(self, invoked);
    }

    fn visit_attribute(&mut self, attribute: &Attribute) {
        if attribute.path().is_ident("derive")
            && let Meta::List(list) = &attribute.meta
        {
            self.tokens(list.tokens.clone());
        }
    }
}

/// A generated file of the crate `package`.
fn file(contract: &Contract, package: &str, name: &str, title: &str, code: &str) -> GeneratedFile {
    let api = &contract.name;
    let source = contract.document.path.display();
    let folder = Path::new("crates").join(package).join("src/generated");
    let code = code.trim_start();
    let title = docs::wrapped(title, layout::WIDTH - "//! ".len()).join("\n//! ");
    GeneratedFile {
        path: folder.join(name).with_extension("rs"),
        text: format!(
            "//! {title}\n//!\n//! Generated by `cargo xtask generate {api}`\n//! from {source}; do not edit by hand.\n\n{code}"
        ),
    }
}
