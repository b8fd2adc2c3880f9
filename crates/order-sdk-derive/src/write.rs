//! Writing a model.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::{DeriveInput, Path, Type};

use crate::field::Field;

/// The impl of `Serialize`, and of the trait that it stands on.
pub fn expand(input: &DeriveInput, fields: &[Field]) -> TokenStream {
    let model = &input.ident;
    let name = model.to_string();
    let mut writers = Writers::default();
    let known = fields.iter().filter(|field| !field.extra);
    let known: Vec<_> = known.map(|field| statement(field, &mut writers)).collect();
    let writers = writers.items();
    let extra = fields.iter().find(|field| field.extra).map(|field| {
        let ident = &field.ident;
        quote! {
            fn extra(&self) -> Option<&model::Extra> {
                Some(&self.#ident)
            }
        }
    });
    quote! {
        const _: () = {
            use ::order_sdk_runtime::model;

            #[automatically_derived]
            impl ::serde::Serialize for #model {
                fn serialize<S: ::serde::Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
                    model::write(self, target)
                }
            }

            #[automatically_derived]
            impl model::Write for #model {
                const NAME: &'static str = #name;

                fn fields<F: model::Fields>(&self, out: &mut F) {
                    #(#known)*
                }

                #extra
            }

            #writers
        };
    }
}

fn statement(field: &Field, writers: &mut Writers) -> TokenStream {
    let (ident, wire) = (&field.ident, &field.wire);
    let skipped = match &field.skipped {
        Some(function) => quote! { #function(&self.#ident) },
        None => quote! { false },
    };
    match &field.writer {
        None => quote! { out.field(#wire, #skipped, &self.#ident); },
        Some(function) => {
            let writer = writers.of(function, &field.kind);
            quote! { out.field(#wire, #skipped, &#writer(&self.#ident)); }
        }
    }
}

/// The types that write fields with a function: one for each function and type, however many fields have them.
#[derive(Default)]
struct Writers(Vec<(String, Path, Type)>);

impl Writers {
    fn of(&mut self, function: &Path, kind: &Type) -> syn::Ident {
        let key = quote! { #function #kind }.to_string();
        let known = self.0.iter().position(|(known, ..)| *known == key);
        let index = known.unwrap_or_else(|| {
            self.0.push((key, function.clone(), kind.clone()));
            self.0.len() - 1
        });
        format_ident!("Writer{index}")
    }

    fn items(&self) -> TokenStream {
        let items = self.0.iter().enumerate().map(|(index, (_, function, kind))| {
            let name = format_ident!("Writer{index}");
            quote! {
                struct #name<'a>(&'a #kind);

                impl ::serde::Serialize for #name<'_> {
                    fn serialize<S: ::serde::Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
                        #function(self.0, target)
                    }
                }
            }
        });
        items.collect::<TokenStream>().into_token_stream()
    }
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::*;
    use crate::field;

    #[test]
    fn each_field_is_one_statement_and_fields_alike_share_a_writer() {
        let input = parse_quote! {
            struct Order {
                #[serde(default, with = "decimal::option", skip_serializing_if = "Option::is_none")]
                total: Option<Decimal>,
                #[serde(default, with = "decimal::option", skip_serializing_if = "Option::is_none")]
                paid: Option<Decimal>,
                id: i64,
            }
        };
        let fields = field::all(&input).expect("a model");
        let code = expand(&input, &fields).to_string();
        for part in [
            quote! { out.field("total", Option::is_none(&self.total), &Writer0(&self.total)); },
            quote! { out.field("paid", Option::is_none(&self.paid), &Writer0(&self.paid)); },
            quote! { out.field("id", false, &self.id); },
            quote! { decimal::option::serialize(self.0, target) },
        ] {
            assert!(code.contains(&part.to_string()), "{part}\n{code}");
        }
        assert!(!code.contains("Writer1"), "{code}");
    }

    #[test]
    fn an_attribute_that_would_be_lost_is_refused() {
        let input = parse_quote! {
            struct Order { #[serde(skip)] number: i64 }
        };
        let error = field::all(&input).err().map(|error| error.to_string());
        assert_eq!(
            error.as_deref(),
            Some("this derive does not know the attribute")
        );
    }
}
