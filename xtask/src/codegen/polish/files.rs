//! Splits the one module that the generator emits into files, and renders them.

use anyhow::Context;
use quote::ToTokens;
use syn::{Item, ItemMod, parse_quote};

use super::{super::emit::Emitted, calls, models, names};
use crate::{codegen::GeneratedFile, document::Contract};

/// The items of each file.
pub struct Parts {
    /// Models.
    pub types: Vec<Item>,
    /// The client and its operations.
    pub client: Vec<Item>,
    /// Builders of operations.
    pub builder: Vec<Item>,
    /// Setters of models that are only read.
    pub test_util: Vec<Item>,
    /// Limits of what callers write.
    pub validation: Vec<Item>,
}

/// Sorts what was emitted into files.
pub fn split(emitted: Emitted) -> anyhow::Result<Parts> {
    let mut types = None;
    let mut builder = None;
    let mut client = Vec::new();
    for item in emitted.document.items {
        match item {
            Item::Mod(module) if module.ident == "types" => types = module.content,
            Item::Mod(module) if module.ident == "builder" => builder = module.content,
            Item::Mod(_) | Item::Use(_) => {}
            item => client.push(item),
        }
    }
    let (_, mut types) = types.context("the generator emitted no module `types`")?;
    let (_, builder) = builder.context("the generator emitted no module `builder`")?;
    for file in emitted.carried {
        merge(&mut types, file.items);
    }
    Ok(Parts {
        types,
        client,
        builder,
        test_util: Vec::new(),
        validation: Vec::new(),
    })
}

/// Adds items to a module, merging modules of one name. What both have (the error type) stays once.
fn merge(into: &mut Vec<Item>, from: Vec<Item>) {
    for item in from {
        match module(into, &item) {
            Some(_) if names::of(&item).as_deref() == Some("error") => {}
            Some(known) => {
                let (Some((_, known)), Item::Mod(item)) = (&mut known.content, item) else {
                    continue;
                };
                merge(
                    known,
                    item.content.map(|(_, items)| items).unwrap_or_default(),
                );
            }
            None => {
                let modules = into
                    .iter()
                    .filter(|item| matches!(item, Item::Mod(_)))
                    .count();
                let end = match item {
                    Item::Mod(_) => into.len(),
                    _ => into.len() - modules,
                };
                into.insert(end, item);
            }
        }
    }
}

fn module<'a>(items: &'a mut [Item], like: &Item) -> Option<&'a mut ItemMod> {
    let Item::Mod(like) = like else { return None };
    items.iter_mut().find_map(|item| match item {
        Item::Mod(known) if known.ident == like.ident => Some(known),
        _ => None,
    })
}

/// The texts of the files, each with the command that makes it.
pub fn render(contract: &Contract, parts: Parts, xml: Vec<Item>) -> Vec<GeneratedFile> {
    let Parts {
        types,
        client,
        mut builder,
        test_util,
        validation,
    } = parts;
    builder.retain(|item| !matches!(item, Item::Use(_)));
    let root = root(contract, !xml.is_empty());
    let mut files = vec![
        ("mod", "Everything generated for this API.", root),
        ("types", "Models.", headed(models::imports(&types), types)),
        (
            "test_util",
            "Setters of models that are only read, for mock servers.",
            headed(of_models(&test_util), test_util),
        ),
        (
            "validation",
            "Limits of what callers write.",
            headed(of_limits(&validation), validation),
        ),
        ("client", "The client.", headed(of_client(), client)),
        (
            "builder",
            "Builders of operations.",
            headed(of_builder(&builder), builder),
        ),
    ];
    if !xml.is_empty() {
        files.push(("xml", "XML of the models.", xml));
    }
    files
        .into_iter()
        .map(|(name, title, items)| file(contract, &contract.name, name, title, items))
        .collect()
}

/// The module that holds the others.
fn root(contract: &Contract, with_xml: bool) -> Vec<Item> {
    let errors = calls::errors(&contract.document);
    let mut root: Vec<Item> = vec![
        parse_quote! { #[cfg(feature = "client")] pub mod builder; },
        parse_quote! { #[cfg(feature = "client")] mod client; },
        parse_quote! { #[cfg(feature = "test-util")] mod test_util; },
        parse_quote! { pub mod types; },
        parse_quote! { mod validation; },
        parse_quote! { #[cfg(feature = "client")] pub use client::Client; },
    ];
    if with_xml {
        root.push(parse_quote! { #[cfg(feature = "xml")] mod xml; });
    }
    root.push(parse_quote! {
        pub(crate) const ERRORS: ::sdk_runtime::Errors = #errors;
    });
    root.push(parse_quote! {
        /// Reads a model from JSON that this client did not receive, for example from a file. The rules are those of
        /// the client: a byte order mark is skipped, and a body that reports an error of the service is refused. To
        /// read such a body into a model, use `serde_json`.
        ///
        /// # Errors
        ///
        /// If the body reports an error of the service, is not JSON, or has a field that the model does not accept. The
        /// error then names the field.
        pub fn from_json<T: ::serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, ::sdk_runtime::json::ReadError> {
            ::sdk_runtime::json::read_response(body, &ERRORS)
        }
    });
    root
}

fn headed(mut head: Vec<Item>, items: Vec<Item>) -> Vec<Item> {
    head.extend(items);
    head
}

/// The `use` items of code about models.
fn of_models(items: &[Item]) -> Vec<Item> {
    let mut head: Vec<Item> = vec![parse_quote! {
        #[allow(unused_imports)]
        use super::types::*;
    }];
    let values = models::imports(items).into_iter().filter(is_value_type);
    head.extend(values);
    head
}

/// The `use` items of checks.
fn of_limits(items: &[Item]) -> Vec<Item> {
    let mut head = of_models(items);
    let limits = parse_quote! {
        #[allow(unused_imports)]
        use ::sdk_runtime::validate::{Checker, Number, Pattern, Text, Validate};
    };
    head.insert(1, limits);
    head
}

fn of_client() -> Vec<Item> {
    vec![
        parse_quote! { use super::builder; },
        parse_quote! {
            use ::sdk_runtime::http::{Access, Api, ConfigError, Http, Settings};
        },
    ]
}

fn of_builder(items: &[Item]) -> Vec<Item> {
    let mut head: Vec<Item> = vec![
        parse_quote! {
            #[allow(unused_imports)]
            use super::types;
        },
        parse_quote! {
            #[allow(unused_imports)]
            use progenitor_client::{ByteStream, QueryParam, RequestBuilderExt, ResponseValue, encode_path};
        },
        parse_quote! {
            #[allow(unused_imports)]
            use ::reqwest::{Method, Request, header::{CONTENT_TYPE, HeaderMap, HeaderValue}};
        },
        parse_quote! {
            #[allow(unused_imports)]
            use ::sdk_runtime::http::{Error, Operation, argument, missing};
        },
        parse_quote! {
            #[allow(unused_imports)]
            use ::sdk_runtime::validate::{Number, Text};
        },
        parse_quote! {
            #[allow(unused_imports)]
            use ::std::fmt::Display;
        },
    ];
    let values = models::imports(items).into_iter().filter(is_value_type);
    head.extend(values);
    head
}

/// Whether a `use` is of types that values have, and not of traits to derive.
fn is_value_type(item: &Item) -> bool {
    !item.to_token_stream().to_string().contains("Serialize")
}

/// A generated file of the crate `package`.
pub fn file(
    contract: &Contract,
    package: &str,
    name: &str,
    title: &str,
    items: Vec<Item>,
) -> GeneratedFile {
    let api = &contract.name;
    let source = contract.document.path.display();
    let code = prettyplease::unparse(&syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items,
    });
    let folder = std::path::Path::new("crates")
        .join(package)
        .join("src/generated");
    GeneratedFile {
        path: folder.join(name).with_extension("rs"),
        text: format!(
            "//! {title}\n//!\n//! Generated by `cargo xtask generate {api}` from {source}; do not edit by hand.\n\n{code}"
        ),
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    fn items(code: proc_macro2::TokenStream) -> Vec<Item> {
        let file: syn::File = syn::parse2(code).expect("parses");
        file.items
    }

    #[test]
    fn modules_of_one_name_are_merged_and_the_error_type_stays_once() {
        let mut into =
            items(quote! { struct A; mod builder { struct A; } mod error { struct E; } });
        merge(
            &mut into,
            items(quote! { struct B; mod builder { struct B; } mod error { struct E; } }),
        );
        let expected = items(quote! {
            struct A;
            struct B;
            mod builder { struct A; struct B; }
            mod error { struct E; }
        });
        assert_eq!(into, expected);
    }
}
