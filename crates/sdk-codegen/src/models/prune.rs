//! Removes the error type that the generators emit for conversions, unless a type still uses it.

use syn::{
    Item,
    visit::{self, Visit},
};

/// Removes the error type if nothing mentions it any more.
pub fn errors(types: &mut Vec<Item>) {
    let needed = types
        .iter()
        .any(|item| !is_module(item, "error") && mentions(item, "ConversionError"));
    types.retain(|item| needed || !is_module(item, "error"));
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
    fn an_error_that_nothing_mentions_is_removed() {
        let mut types = items(quote! {
            struct A;
            mod error { struct ConversionError; }
        });
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
