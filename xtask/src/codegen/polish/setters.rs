//! Making values: a constructor that takes what must be there, and a setter for everything else.

use quote::{format_ident, quote};
use syn::{ImplItem, Item, ItemStruct, parse_quote};

use super::{
    fields::{self, Form, ModelField},
    shapes::{Purpose, Shapes},
    types,
};

/// Adds constructors and setters to the models that callers write.
pub fn add(items: &mut Vec<Item>, shapes: &Shapes<'_>) {
    let old = std::mem::take(items);
    for item in old {
        let block = match &item {
            Item::Struct(model) => written(model, shapes).then(|| constructors(model)),
            _ => None,
        };
        items.push(item);
        items.extend(block);
    }
}

fn written(model: &ItemStruct, shapes: &Shapes<'_>) -> bool {
    let shape = shapes.model(&model.ident.to_string());
    shape.is_some_and(|shape| shape.purpose != Purpose::Read)
}

/// Setters for the models that are only read, for those who write mock servers.
pub fn test_util(items: &[Item], shapes: &Shapes<'_>) -> Vec<Item> {
    let read = items.iter().filter_map(|item| match item {
        Item::Struct(model) => {
            let known = shapes.model(&model.ident.to_string()).is_some();
            (known && !written(model, shapes)).then_some(model)
        }
        _ => None,
    });
    read.map(|model| {
        let name = &model.ident;
        let setters = fields::of(model)
            .into_iter()
            .flat_map(|field| setters(&field));
        let setters: Vec<ImplItem> = setters.collect();
        parse_quote! { impl super::types::#name { #(#setters)* } }
    })
    .collect()
}

fn constructors(model: &ItemStruct) -> Item {
    let name = &model.ident;
    let fields = fields::of(model);
    let constructor = constructor(&fields);
    let setters = fields.iter().flat_map(setters);
    parse_quote! {
        impl #name {
            #constructor

            #(#setters)*

            /// Checks the value against the limits of the contract; a client does so before it sends anything.
            ///
            /// # Errors
            ///
            /// Everything that is wrong with the value.
            pub fn validate(&self) -> Result<(), ::sdk_runtime::validate::Invalid> {
                ::sdk_runtime::validate::validate(self)
            }
        }
    }
}

fn constructor(fields: &[ModelField]) -> ImplItem {
    let required: Vec<_> = fields
        .iter()
        .filter(|field| field.form == Form::Required)
        .collect();
    if required.is_empty() {
        return parse_quote! {
            /// A value in which nothing is set.
            pub fn new() -> Self {
                Self::default()
            }
        };
    }
    let arguments = required.iter().map(|field| {
        let (ident, (kind, _)) = (&field.ident, types::argument(&field.kind));
        quote! { #ident: #kind }
    });
    let values = fields.iter().map(|field| {
        let ident = &field.ident;
        let converted = types::argument(&field.kind).0 != field.kind;
        match field.form {
            Form::Required if converted => quote! { #ident: #ident.into() },
            Form::Required => quote! { #ident },
            Form::Option => quote! { #ident: None },
            Form::Patch => quote! { #ident: Patch::Keep },
        }
    });
    parse_quote! {
        /// A value in which nothing is set but what must be there.
        pub fn new(#(#arguments),*) -> Self {
            Self { #(#values),* }
        }
    }
}

fn setters(field: &ModelField) -> Vec<ImplItem> {
    let ident = &field.ident;
    let (kind, value) = types::argument(&field.kind);
    let title = format!(" Sets [`{ident}`](Self#structfield.{ident}).");
    let set = |wrapped: proc_macro2::TokenStream| -> ImplItem {
        parse_quote! {
            #[doc = #title]
            pub fn #ident(mut self, value: #kind) -> Self {
                self.#ident = #wrapped;
                self
            }
        }
    };
    match field.form {
        Form::Required => Vec::new(),
        Form::Option => vec![set(quote! { Some(#value) })],
        Form::Patch => {
            let clear = format_ident!("clear_{}", ident);
            let title = format!(" Clears [`{ident}`](Self#structfield.{ident}).");
            vec![
                set(quote! { Patch::Set(#value) }),
                parse_quote! {
                    #[doc = #title]
                    pub fn #clear(mut self) -> Self {
                        self.#ident = Patch::Clear;
                        self
                    }
                },
            ]
        }
    }
}
