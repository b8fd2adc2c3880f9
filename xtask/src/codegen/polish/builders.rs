//! Removes the builders of models that are only ever read.

use std::collections::BTreeSet;

use serde_json::Value;
use syn::{ImplItem, Item, ItemImpl};

use super::names;
use crate::document::Contract;

/// The schemas that callers write: bodies of requests, what strings carry, and all that these refer to.
pub fn written_schemas(contract: &Contract, view: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut queue: Vec<&Value> = contract
        .document
        .operations()
        .iter()
        .filter_map(|operation| view["paths"][operation.path][operation.method].get("requestBody"))
        .collect();
    while let Some(value) = queue.pop() {
        match value {
            Value::Object(map) => {
                if let Some(Value::String(reference)) = map.get("$ref") {
                    let name = reference.rsplit('/').next().unwrap_or_default();
                    let target = reference.strip_prefix('#').and_then(|at| view.pointer(at));
                    if found.insert(name.to_owned()) {
                        queue.extend(target);
                    }
                }
                queue.extend(map.values());
            }
            Value::Array(items) => queue.extend(items),
            _ => {}
        }
    }
    let carried = contract.carried.iter();
    found.extend(carried.filter_map(|carried| {
        let title = carried.document.value["title"].as_str();
        title.map(str::to_owned)
    }));
    found
}

/// Removes the builders of all models but the written ones, and what nothing needs any more then.
pub fn prune(types: &mut Vec<Item>, written: &BTreeSet<String>) {
    let keep = |item: &Item| names::of(item).is_none_or(|name| written.contains(&name));
    types.retain(|item| keep(item) || !is_builder_method(item));
    for item in types.iter_mut() {
        if let Item::Mod(module) = item
            && module.ident == "builder"
            && let Some((_, items)) = &mut module.content
        {
            items.retain(keep);
        }
    }
    types.retain(|item| !is_empty(item));
    let needed = types
        .iter()
        .any(|item| !is_named(item, "error") && mentions(item));
    types.retain(|item| needed || !is_named(item, "error"));
}

/// Whether an item is the `impl` that holds `fn builder()` alone.
fn is_builder_method(item: &Item) -> bool {
    let Item::Impl(ItemImpl {
        trait_: None,
        items,
        ..
    }) = item
    else {
        return false;
    };
    matches!(items.as_slice(), [ImplItem::Fn(method)] if method.sig.ident == "builder")
}

fn is_named(item: &Item, name: &str) -> bool {
    matches!(item, Item::Mod(module) if module.ident == name)
}

fn is_empty(item: &Item) -> bool {
    matches!(item, Item::Mod(module) if module.content.as_ref().is_some_and(|(_, items)| items.is_empty()))
}

fn mentions(item: &Item) -> bool {
    struct Search(bool);
    impl syn::visit::Visit<'_> for Search {
        fn visit_ident(&mut self, ident: &syn::Ident) {
            self.0 |= ident == "ConversionError";
        }
    }
    let mut search = Search(false);
    syn::visit::Visit::visit_item(&mut search, item);
    search.0
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
    fn only_written_models_keep_their_builder() {
        let both = quote! {
            struct Read;
            impl Read { pub fn builder() -> builder::Read { Default::default() } }
            struct Written;
            impl Written { pub fn builder() -> builder::Written { Default::default() } }
            mod builder {
                struct Read;
                impl TryFrom<Read> for super::Read { type Error = ConversionError; }
                struct Written;
                impl TryFrom<Written> for super::Written { type Error = ConversionError; }
            }
            mod error { struct ConversionError; }
        };
        let mut types = items(both.clone());
        prune(&mut types, &BTreeSet::from(["Written".to_owned()]));
        let expected = items(quote! {
            struct Read;
            struct Written;
            impl Written { pub fn builder() -> builder::Written { Default::default() } }
            mod builder {
                struct Written;
                impl TryFrom<Written> for super::Written { type Error = ConversionError; }
            }
            mod error { struct ConversionError; }
        });
        assert_eq!(types, expected);
        let mut types = items(both);
        prune(&mut types, &BTreeSet::new());
        assert_eq!(types, items(quote! { struct Read; struct Written; }));
    }
}
