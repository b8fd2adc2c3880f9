//! The fields of a polished model: how generated code reads and sets each of them.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Fields, Ident, ItemStruct, Type};

use super::{
    names,
    types::{inside, text},
};

/// A field that stands for a property.
pub struct ModelField {
    /// Name in Rust.
    pub ident: Ident,
    /// Name on the wire.
    pub wire: String,
    /// The type of the value, without what says that it may be absent.
    pub kind: Type,
    /// Whether it may be absent.
    pub form: Form,
}

/// How a field says that it is absent.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Form {
    /// It never is.
    Required,
    /// By `None`.
    Option,
    /// By `Patch::Keep`.
    Patch,
}

/// The fields of a model that stand for properties, in order.
pub fn of(model: &ItemStruct) -> Vec<ModelField> {
    let Fields::Named(fields) = &model.fields else {
        return Vec::new();
    };
    let fields = fields.named.iter().filter_map(|field| {
        let ident = field.ident.clone()?;
        let wire = names::wire(field)?;
        let (kind, form) = match (inside(&field.ty, "Option"), inside(&field.ty, "Patch")) {
            (Some(inner), _) => (inner.clone(), Form::Option),
            (None, Some(inner)) => (inner.clone(), Form::Patch),
            (None, None) => (field.ty.clone(), Form::Required),
        };
        Some(ModelField {
            ident,
            wire,
            kind,
            form,
        })
    });
    // The map of unknown fields stands for no property.
    fields
        .filter(|field| !text(&field.kind).contains("BTreeMap"))
        .collect()
}

impl ModelField {
    /// An `Option` of a reference to the value.
    pub fn reference(&self) -> TokenStream {
        let ident = &self.ident;
        match self.form {
            Form::Required => quote! { Some(&self.#ident) },
            Form::Option => quote! { self.#ident.as_ref() },
            Form::Patch => quote! { self.#ident.value() },
        }
    }

    /// An `Option` of the value's slice: `&str` for text, elements for lists.
    pub fn slice(&self) -> TokenStream {
        let ident = &self.ident;
        let as_slice = match text(&self.kind).as_str() {
            "String" => quote! { String::as_str },
            _ => quote! { Vec::as_slice },
        };
        match self.form {
            Form::Required => quote! { Some(&self.#ident) },
            Form::Option => quote! { self.#ident.as_deref() },
            Form::Patch => quote! { self.#ident.value().map(#as_slice) },
        }
    }

    /// An `Option` of a copy of the value.
    pub fn copy(&self) -> TokenStream {
        let ident = &self.ident;
        match self.form {
            Form::Required => quote! { Some(self.#ident) },
            Form::Option => quote! { self.#ident },
            Form::Patch => quote! { self.#ident.value().copied() },
        }
    }

    /// Whether there is a value.
    pub fn given(&self) -> TokenStream {
        let ident = &self.ident;
        match self.form {
            Form::Required => quote! { true },
            Form::Option => quote! { self.#ident.is_some() },
            Form::Patch => quote! { self.#ident.value().is_some() },
        }
    }
}
