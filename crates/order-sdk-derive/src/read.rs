//! Reading a model.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::field::Field;

/// The impl of `Deserialize`, and of the trait that it stands on.
pub fn expand(input: &DeriveInput, fields: &[Field]) -> TokenStream {
    let model = &input.ident;
    let name = format!("struct {model}");
    let known: Vec<&Field> = fields.iter().filter(|field| !field.extra).collect();
    let wires = known.iter().map(|field| &field.wire);
    let arms = known
        .iter()
        .enumerate()
        .map(|(index, field)| arm(index, field));
    let aliases = aliases(&known);
    let extra = fields.iter().find(|field| field.extra).map(|field| {
        let ident = &field.ident;
        quote! {
            const EXTRA: Option<fn(&mut Self::Draft) -> &mut model::Extra> = Some(|draft| &mut draft.#ident);
        }
    });
    let (draft, finish) = match known.iter().all(|field| field.optional) {
        true => (TokenStream::new(), finish_itself()),
        false => (draft(fields), finish_draft(fields)),
    };
    quote! {
        const _: () = {
            use ::order_sdk_runtime::model;

            #[automatically_derived]
            impl<'de> ::serde::Deserialize<'de> for #model {
                fn deserialize<D: ::serde::Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
                    model::read(source)
                }
            }

            #draft

            #[automatically_derived]
            impl model::Read for #model {
                const NAME: &'static str = #name;
                const FIELDS: &'static [&'static str] = &[#(#wires),*];
                #aliases
                #extra
                #finish

                fn field<'de, A: ::serde::de::MapAccess<'de>>(
                    draft: &mut Self::Draft,
                    index: usize,
                    value: model::Value<'_, A>,
                ) -> Result<(), A::Error> {
                    match index {
                        #(#arms,)*
                        _ => value.ignore(),
                    }
                }
            }
        };
    }
}

/// The other names of fields, each with the index of its field; nothing where there are none.
fn aliases(known: &[&Field]) -> Option<TokenStream> {
    let each = known.iter().enumerate().flat_map(|(index, field)| {
        let names = field.aliases.iter();
        names.map(move |name| quote! { (#name, #index) })
    });
    let all: Vec<_> = each.collect();
    (!all.is_empty()).then(|| {
        quote! { const ALIASES: &'static [(&'static str, usize)] = &[#(#all),*]; }
    })
}

fn arm(index: usize, field: &Field) -> TokenStream {
    let ident = &field.ident;
    let read = match &field.reader {
        Some(function) => quote! { #function(value) },
        None => quote! { value.read() },
    };
    match field.optional {
        true => quote! { #index => model::put(&mut draft.#ident, #read) },
        false => quote! { #index => model::put_some(&mut draft.#ident, #read) },
    }
}

/// A model in which nothing must be there is its own draft.
fn finish_itself() -> TokenStream {
    quote! {
        type Draft = Self;

        fn finish(draft: Self) -> Result<Self, &'static str> {
            Ok(draft)
        }
    }
}

/// The model with an `Option` around what must be there.
fn draft(fields: &[Field]) -> TokenStream {
    let fields = fields.iter().map(|field| {
        let (ident, kind) = (&field.ident, &field.kind);
        match field.optional || field.extra {
            true => quote! { #ident: #kind },
            false => quote! { #ident: Option<#kind> },
        }
    });
    quote! {
        #[derive(Default)]
        pub struct Draft {
            #(#fields),*
        }
    }
}

fn finish_draft(fields: &[Field]) -> TokenStream {
    let fields = fields.iter().map(|field| {
        let (ident, wire) = (&field.ident, &field.wire);
        match field.optional || field.extra {
            true => quote! { #ident: draft.#ident },
            false => quote! { #ident: draft.#ident.ok_or(#wire)? },
        }
    });
    quote! {
        type Draft = Draft;

        fn finish(draft: Draft) -> Result<Self, &'static str> {
            Ok(Self { #(#fields),* })
        }
    }
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::*;
    use crate::field;

    fn expanded(input: &DeriveInput) -> String {
        let fields = field::all(input).expect("a model");
        expand(input, &fields).to_string()
    }

    #[test]
    fn each_field_is_one_arm_and_what_must_be_there_makes_a_draft() {
        let code = expanded(&parse_quote! {
            struct Order {
                #[serde(rename = "type", default, deserialize_with = "word::deserialize")]
                kind: Option<String>,
                id: i64,
            }
        });
        for part in [
            quote! { &["type", "id"] },
            quote! { 0usize => model::put(&mut draft.kind, word::deserialize(value)), },
            quote! { 1usize => model::put_some(&mut draft.id, value.read()), },
            quote! { pub struct Draft { kind: Option<String>, id: Option<i64> } },
            quote! { Ok(Self { kind: draft.kind, id: draft.id.ok_or("id")? }) },
        ] {
            assert!(code.contains(&part.to_string()), "{part}\n{code}");
        }
    }

    #[test]
    fn other_names_lead_to_the_same_field() {
        let code = expanded(&parse_quote! {
            struct Grant {
                id: i64,
                #[serde(rename = "Token", alias = "token", alias = "TOKEN")]
                token: String,
            }
        });
        let aliases = quote! { &[("token", 1usize), ("TOKEN", 1usize)] };
        assert!(code.contains(&aliases.to_string()), "{code}");
    }

    #[test]
    fn a_model_of_optional_fields_is_its_own_draft_and_keeps_the_rest() {
        let code = expanded(&parse_quote! {
            struct Order {
                #[serde(default)]
                id: Option<i64>,
                #[serde(flatten)]
                extra: BTreeMap<String, Value>,
            }
        });
        assert!(code.contains("type Draft = Self"), "{code}");
        assert!(
            code.contains("Some (| draft | & mut draft . extra)"),
            "{code}"
        );
        assert!(!code.contains("struct Draft"), "{code}");
    }
}
