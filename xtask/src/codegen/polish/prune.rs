//! Removes what the generator makes for every model and nobody needs: builders, and the error type of builders.

use syn::{
    ImplItem, Item, ItemImpl,
    visit::{self, Visit},
};

/// Removes the builders of all models: what callers write gets setters of its own.
pub fn builders(types: &mut Vec<Item>) {
    types.retain(|item| !is_module(item, "builder") && !is_builder_method(item));
}

/// Removes the error type where nothing mentions it any more.
pub fn errors(types: &mut Vec<Item>) {
    let needed = types
        .iter()
        .any(|item| !is_module(item, "error") && mentions(item, "ConversionError"));
    types.retain(|item| needed || !is_module(item, "error"));
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

fn is_module(item: &Item, name: &str) -> bool {
    matches!(item, Item::Mod(module) if module.ident == name)
}

fn mentions(item: &Item, name: &str) -> bool {
    struct Search<'a>(&'a str, bool);
    impl Visit<'_> for Search<'_> {
        fn visit_ident(&mut self, ident: &syn::Ident) {
            self.1 |= ident == self.0;
            visit::visit_ident(self, ident);
        }
    }
    let mut search = Search(name, false);
    search.visit_item(item);
    search.1
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
    fn builders_go_and_their_error_with_them() {
        let mut types = items(quote! {
            struct A;
            impl A { pub fn builder() -> builder::A { Default::default() } }
            mod builder { struct A; }
            mod error { struct ConversionError; }
        });
        builders(&mut types);
        errors(&mut types);
        assert_eq!(types, items(quote! { struct A; }));
    }

    #[test]
    fn an_error_that_is_still_mentioned_stays() {
        let code = quote! {
            impl FromStr for A { type Err = self::error::ConversionError; }
            mod error { struct ConversionError; }
        };
        let mut types = items(code.clone());
        errors(&mut types);
        assert_eq!(types, items(code));
    }
}
