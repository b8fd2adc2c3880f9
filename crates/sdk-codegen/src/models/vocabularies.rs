//! Enums of strings. Enums of responses keep unknown values; enums of requests are closed.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Attribute, Ident, Item, ItemEnum, Variant, parse_quote};

use super::{names, shapes::Shapes};

/// Rewrites the enums whose variants have no fields, and drops the generator's `impl` blocks for them.
pub fn rewrite(items: &mut Vec<Item>, shapes: &Shapes<'_>) {
    let vocabularies: Vec<String> = items
        .iter()
        .filter_map(|item| match item {
            Item::Enum(item) if is_fieldless(item) => Some(item.ident.to_string()),
            _ => None,
        })
        .collect();
    let old = std::mem::take(items);
    for item in old {
        let known = names::of(&item).is_some_and(|name| vocabularies.contains(&name));
        match item {
            Item::Enum(vocabulary) if known => {
                let open = shapes.is_open(&vocabulary.ident.to_string());
                items.extend(vocabulary_items(&vocabulary, open));
            }
            Item::Impl(_) if known => {}
            item => items.push(item),
        }
    }
}

fn is_fieldless(vocabulary: &ItemEnum) -> bool {
    let variants = &vocabulary.variants;
    // An enum without variants belongs to a schema that allows no value.
    !variants.is_empty() && variants.iter().all(|variant| variant.fields.is_empty())
}

/// The parts in which an enum that keeps unknown values differs from a closed one.
struct Kind {
    derives: Attribute,
    /// The variant for unknown values.
    other: TokenStream,
    /// The return type of `as_str`.
    shown: TokenStream,
    /// The arm of `as_str` for unknown values.
    given: TokenStream,
    implemented: Item,
}

/// The variant for unknown values.
const OTHER: &str = "Other";

fn open_kind(name: &Ident) -> Kind {
    Kind {
        derives: parse_quote! { #[derive(Clone, Debug, Eq, Hash, PartialEq)] },
        other: quote! {
            /// A value that the contract does not list.
            Other(String),
        },
        shown: quote! { &str },
        given: quote! { Self::Other(word) => word, },
        implemented: parse_quote! { ::order_sdk_core::open_vocabulary!(#name); },
    }
}

fn closed_kind(name: &Ident) -> Kind {
    Kind {
        derives: parse_quote! { #[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)] },
        other: quote! {},
        shown: quote! { &'static str },
        given: quote! {},
        implemented: parse_quote! { ::order_sdk_core::closed_vocabulary!(#name); },
    }
}

fn vocabulary_items(vocabulary: &ItemEnum, open: bool) -> Vec<Item> {
    let name = &vocabulary.ident;
    let docs: Vec<&Attribute> = vocabulary
        .attrs
        .iter()
        .filter(|attribute| attribute.path().is_ident("doc"))
        .collect();
    let idents: Vec<_> = vocabulary
        .variants
        .iter()
        .map(|variant| {
            // `Other` is the variant for unknown values, so the value `other` needs another name.
            if open && variant.ident == OTHER {
                format_ident!("{OTHER}_")
            } else {
                variant.ident.clone()
            }
        })
        .collect();
    let values: Vec<String> = vocabulary.variants.iter().map(value).collect();
    let titles: Vec<String> = values.iter().map(|value| format!(" `{value}`")).collect();
    let Kind {
        derives,
        other,
        shown,
        given,
        implemented,
    } = if open {
        open_kind(name)
    } else {
        closed_kind(name)
    };
    vec![
        parse_quote! {
            #(#docs)*
            #derives
            #[non_exhaustive]
            pub enum #name {
                #(#[doc = #titles] #idents,)*
                #other
            }
        },
        parse_quote! {
            impl #name {
                /// All values that the contract lists.
                pub const KNOWN: &'static [Self] = &[#(Self::#idents),*];

                /// The value as a string.
                pub fn as_str(&self) -> #shown {
                    match self {
                        #(Self::#idents => #values,)*
                        #given
                    }
                }
            }
        },
        implemented,
        parse_quote! {
            #[cfg(feature = "schemars")]
            ::order_sdk_core::word_schema!(#name);
        },
    ]
}

fn value(variant: &Variant) -> String {
    names::renamed(&variant.attrs).unwrap_or_else(|| variant.ident.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_by_their_rename() {
        let vocabulary: ItemEnum = parse_quote! {
            enum Status { #[serde(rename = "create_invoice")] CreateInvoice, Open }
        };
        assert!(is_fieldless(&vocabulary));
        let values: Vec<_> = vocabulary.variants.iter().map(value).collect();
        assert_eq!(values, ["create_invoice", "Open"]);
        let items = vocabulary_items(&vocabulary, true);
        let Item::Enum(open) = &items[0] else {
            panic!("an enum first")
        };
        assert_eq!(open.variants.len(), 3);
        assert_eq!(open.variants[2].ident, "Other");
    }
}
