//! Hides the arguments of an operation in the `Debug` of its builder, because an argument may be an order with personal
//! data.

use quote::{ToTokens, quote};
use syn::{Attribute, Item, ItemStruct, Path, parse_quote, punctuated::Punctuated, token::Comma};

/// Replaces the `Debug` that each builder derives with one that shows only the name of the operation.
pub fn hide_arguments(builder: &mut Vec<Item>) {
    let items = std::mem::take(builder);
    for mut item in items {
        let hidden = match &mut item {
            Item::Struct(operation) => remove_derived(operation).then(|| hiding(operation)),
            _ => None,
        };
        builder.push(item);
        builder.extend(hidden);
    }
}

/// Removes `Debug` from what a struct derives. Returns whether it was there.
fn remove_derived(operation: &mut ItemStruct) -> bool {
    let mut removed = false;
    for attribute in &mut operation.attrs {
        if let Some(others) = others_than_debug(attribute) {
            *attribute = parse_quote! { #[derive(#(#others),*)] };
            removed = true;
        }
    }
    let is_empty = |attribute: &Attribute| {
        attribute.to_token_stream().to_string() == quote!(#[derive()]).to_string()
    };
    operation.attrs.retain(|attribute| !is_empty(attribute));
    removed
}

/// The other traits in a `derive` with `Debug`; `None` for any other attribute.
fn others_than_debug(attribute: &Attribute) -> Option<Vec<Path>> {
    if !attribute.path().is_ident("derive") {
        return None;
    }
    let derived = attribute.parse_args_with(Punctuated::<Path, Comma>::parse_terminated);
    let (debug, others): (Vec<_>, Vec<_>) = derived
        .ok()?
        .into_iter()
        .partition(|derived| derived.is_ident("Debug"));
    (!debug.is_empty()).then_some(others)
}

fn hiding(operation: &ItemStruct) -> Item {
    let (name, generics) = (&operation.ident, &operation.generics);
    let shown = name.to_string();
    let (parameters, arguments, conditions) = generics.split_for_impl();
    parse_quote! {
        /// Shows no argument, because arguments may contain personal data.
        impl #parameters ::std::fmt::Debug for #name #arguments #conditions {
            fn fmt(&self, out: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                out.debug_struct(#shown).finish_non_exhaustive()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_builder_shows_only_its_name() {
        let mut file: syn::File = parse_quote! {
            /// A builder.
            #[derive(Debug, Clone)]
            pub struct GetA<'a> { client: &'a super::Client, id: Result<i64, String> }
            #[derive(Debug)]
            pub struct PutA<'a> { client: &'a super::Client, body: Result<types::A, String> }
        };
        hide_arguments(&mut file.items);
        let code = file.to_token_stream().to_string();
        assert_eq!(file.items.len(), 4, "{code}");
        assert!(code.contains("# [derive (Clone)]"), "{code}");
        assert!(!code.contains("derive (Debug"), "{code}");
        assert!(!code.contains("derive ()"), "{code}");
        assert!(
            code.contains("impl < 'a > :: std :: fmt :: Debug for PutA < 'a >"),
            "{code}"
        );
    }
}
