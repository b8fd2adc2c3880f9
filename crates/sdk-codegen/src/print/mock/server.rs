//! The trait that gives a mock server one method for each operation.

use quote::quote;
use syn::{ImplItem, Item, TraitItem, parse_quote};

use super::mocked::{Accepts, Mocked};

/// The trait and its implementation.
pub fn items(operations: &[Mocked<'_>]) -> Vec<Item> {
    let signatures = operations.iter().map(|operation| {
        let (when, then) = (operation.when(), operation.then());
        let name = operation.method();
        quote! { fn #name(&self, config: impl FnOnce(#when, #then)) -> Mock<'_> }
    });
    let signatures: Vec<_> = signatures.collect();
    let declared = operations
        .iter()
        .zip(&signatures)
        .map(|(operation, signature)| {
            let mut what = match operation.operation.summary.as_deref().unwrap_or_default() {
                "" => String::new(),
                summary => format!(": {}", lower_first(summary)),
            };
            if let Accepts::File(media) = &operation.accepts {
                what = format!("{what}, as `{media}`");
            }
            let title = format!(" Mocks `{}`{what}.", operation.id);
            let item: TraitItem = parse_quote! { #[doc = #title] #signature; };
            item
        });
    let defined = operations
        .iter()
        .zip(&signatures)
        .map(|(operation, signature)| {
            let (when, then) = (operation.when(), operation.then());
            let item: ImplItem = parse_quote! {
                #signature {
                    self.mock(|when, then| config(#when::new(when), #then::new(then)))
                }
            };
            item
        });
    vec![
        parse_quote! {
            /// Adds the operations to [`MockServer`]. Each method mocks requests with the method and path of the operation,
            /// with typed conditions and responses.
            pub trait MockServerExt {
                #(#declared)*
            }
        },
        parse_quote! {
            impl MockServerExt for MockServer {
                #(#defined)*
            }
        },
    ]
}

/// A title inside a sentence: in small letters, unless it begins with a word in capitals.
fn lower_first(text: &str) -> String {
    let mut letters = text.trim_end_matches('.').chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => text.to_owned(),
    }
}
