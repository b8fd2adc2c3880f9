//! The models as values. Setters, checks and tables of fields are printed from them.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Ident, Item};

use super::shapes::Purpose;
use crate::read::kind::Kind;

/// The generated types of an API.
pub struct Models {
    /// All types and their `impl` blocks, in order.
    pub items: Vec<Item>,
    /// The structs with a schema in the document, by name.
    pub models: BTreeMap<String, Model>,
    /// The names of all structs.
    pub structs: BTreeSet<String>,
}

/// A struct with a schema in the document.
pub struct Model {
    /// Its name.
    pub ident: Ident,
    /// What it is for.
    pub purpose: Purpose,
    /// Its fields, in order.
    pub fields: Vec<ModelField>,
}

/// A field of a model.
pub struct ModelField {
    /// Name in Rust.
    pub ident: Ident,
    /// Name on the wire.
    pub wire: String,
    /// Other names under which it is read.
    pub aliases: Vec<String>,
    /// The type of the value, without the wrapper for an absent value.
    pub kind: Kind,
    /// How it represents an absent value.
    pub form: Form,
    /// What it means, as lines of a doc comment.
    pub docs: Vec<String>,
}

/// How a field represents an absent value.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Form {
    /// It is never absent.
    Required,
    /// By `None`.
    Option,
    /// By `Patch::Keep`.
    Patch,
    /// By an empty list or map.
    Empty,
}

impl Models {
    /// The model of the records in a result: the result itself, the elements of its list, or the elements of its
    /// property `envelope`. None if that is not a model of the document.
    pub fn record(&self, result: &Kind, envelope: Option<&str>) -> Option<&Ident> {
        let model = self.model(result)?;
        let Some(envelope) = envelope else {
            return Some(&model.ident);
        };
        let rows = model.fields.iter().find(|field| field.wire == envelope)?;
        self.model(&rows.kind).map(|record| &record.ident)
    }

    /// Whether a type has a schema in the document, from which its checks are written.
    pub fn is_known(&self, kind: &Kind) -> bool {
        matches!(kind, Kind::Model(name) if self.models.contains_key(&name.to_string()))
    }

    fn model(&self, kind: &Kind) -> Option<&Model> {
        let Kind::Model(name) = kind.innermost() else {
            return None;
        };
        self.models.get(&name.to_string())
    }
}

impl ModelField {
    /// An expression for an `Option` of a reference to the value.
    pub fn reference(&self) -> TokenStream {
        let ident = &self.ident;
        match self.form {
            Form::Required | Form::Empty => quote! { Some(&self.#ident) },
            Form::Option => quote! { self.#ident.as_ref() },
            Form::Patch => quote! { self.#ident.value() },
        }
    }

    /// An expression for an `Option` of the value's slice: `&str` for a string, a slice of elements for a list.
    pub fn slice(&self) -> TokenStream {
        let ident = &self.ident;
        let as_slice = match &self.kind {
            Kind::String => quote! { String::as_str },
            _ => quote! { Vec::as_slice },
        };
        match self.form {
            Form::Required | Form::Empty => quote! { Some(&self.#ident) },
            Form::Option => quote! { self.#ident.as_deref() },
            Form::Patch => quote! { self.#ident.value().map(#as_slice) },
        }
    }

    /// An expression for an `Option` of a copy of the value.
    pub fn copy(&self) -> TokenStream {
        let ident = &self.ident;
        match self.form {
            Form::Required | Form::Empty => quote! { Some(self.#ident) },
            Form::Option => quote! { self.#ident },
            Form::Patch => quote! { self.#ident.value().copied() },
        }
    }

    /// An expression for whether there is a value.
    pub fn given(&self) -> TokenStream {
        let ident = &self.ident;
        match self.form {
            Form::Required => quote! { true },
            Form::Option => quote! { self.#ident.is_some() },
            Form::Patch => quote! { self.#ident.value().is_some() },
            Form::Empty => quote! { !self.#ident.is_empty() },
        }
    }
}

#[cfg(test)]
mod tests {
    use quote::format_ident;

    use super::*;

    fn field(wire: &str, kind: Kind) -> ModelField {
        ModelField {
            ident: format_ident!("{}", wire.to_lowercase()),
            wire: wire.to_owned(),
            aliases: Vec::new(),
            kind,
            form: Form::Option,
            docs: Vec::new(),
        }
    }

    fn model(name: &str, fields: Vec<ModelField>) -> (String, Model) {
        let model = Model {
            ident: format_ident!("{name}"),
            purpose: Purpose::Read,
            fields,
        };
        (name.to_owned(), model)
    }

    #[test]
    fn records_are_found_alone_in_lists_and_in_envelopes() {
        let named = |name: &str| Kind::Model(format_ident!("{name}"));
        let list = |kind: Kind| Kind::List(Box::new(kind));
        let rows = field("Records", list(named("Order")));
        let models = Models {
            items: Vec::new(),
            models: BTreeMap::from([
                model("Order", vec![field("id", Kind::String)]),
                model("Page", vec![rows, field("range", Kind::String)]),
            ]),
            structs: BTreeSet::new(),
        };
        let found =
            |result: Kind, envelope| models.record(&result, envelope).map(ToString::to_string);
        let order = Some("Order".to_owned());
        assert_eq!(found(named("Order"), None), order);
        assert_eq!(found(list(named("Order")), None), order);
        assert_eq!(found(named("Page"), Some("Records")), order);
        for (other, envelope) in [
            (named("Page"), Some("range")),
            (named("Page"), Some("rows")),
            (named("Made"), None),
            (Kind::File, None),
            (Kind::Unit, None),
        ] {
            assert_eq!(found(other, envelope), None);
        }
    }
}
