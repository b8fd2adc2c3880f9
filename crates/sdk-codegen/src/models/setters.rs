//! Making values: a constructor that takes what is required, and a setter for everything else.

use quote::{format_ident, quote};
use syn::{Attribute, Expr, Ident, ImplItem, ImplItemFn, Item, ItemImpl, Type, parse_quote};

use super::{
    model::{Form, Model, ModelField, Models},
    names,
    shapes::Purpose,
};
use crate::{read::kind::Kind, scope::Scope};

/// Adds constructors and setters to the models that callers write.
pub fn add(models: &mut Models) {
    let old = std::mem::take(&mut models.items);
    for item in old {
        let name = match &item {
            Item::Struct(_) => names::of(&item),
            _ => None,
        };
        models.items.push(item);
        let model = name.and_then(|name| models.models.get(&name));
        let block = model
            .filter(|model| model.purpose != Purpose::Read)
            .map(constructors);
        models.items.extend(block);
    }
}

/// Setters for the models that are only read, for those who write mock servers.
pub fn test_util(models: &Models) -> Vec<Item> {
    let read = models
        .models
        .values()
        .filter(|model| model.purpose == Purpose::Read);
    read.map(|model| {
        let name = &model.ident;
        let setters = all_setters(model, Kind::in_calls);
        let block: ItemImpl = parse_quote! {
            /// For tests, with the feature `test-util`.
            impl types::#name {}
        };
        Item::Impl(ItemImpl {
            items: setters,
            ..block
        })
    })
    .collect()
}

fn constructors(model: &Model) -> Item {
    let name = &model.ident;
    let mut block: ItemImpl = parse_quote! {
        impl #name {
            /// Checks the value against the limits of the contract; a client does so before it sends anything.
            ///
            /// # Errors
            ///
            /// Everything that is wrong with the value.
            pub fn validate(&self) -> Result<(), ::order_sdk_core::validate::Invalid> {
                ::order_sdk_core::validate::validate(self)
            }
        }
    };
    // They are not parsed a second time as parts of the block.
    let setters = all_setters(model, Kind::in_models);
    block
        .items
        .splice(..0, [constructor(&model.fields)].into_iter().chain(setters));
    Item::Impl(block)
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
        let (ident, (kind, _)) = (
            &field.ident,
            argument(&field.kind, &field.ident, Kind::in_models),
        );
        quote! { #ident: #kind }
    });
    let values = fields.iter().map(|field| {
        let ident = &field.ident;
        let (_, value) = argument(&field.kind, ident, Kind::in_models);
        match field.form {
            Form::Required if value == parse_quote! { #ident } => quote! { #ident },
            Form::Required => quote! { #ident: #value },
            Form::Option => quote! { #ident: None },
            Form::Patch => quote! { #ident: Patch::Keep },
            Form::Empty => quote! { #ident: Default::default() },
        }
    });
    parse_quote! {
        /// A value with the required fields only.
        pub fn new(#(#arguments),*) -> Self {
            Self { #(#values),* }
        }
    }
}

/// Methods that models have besides their setters.
const METHODS: [&str; 7] = [
    "default",
    "from_xml",
    "list_from_xml",
    "list_to_xml",
    "new",
    "to_xml",
    "validate",
];

/// The setters of a model; `written` writes a type as the file needs it. A setter has the name of its field, unless the
/// model has another method of that name.
fn all_setters(model: &Model, written: fn(&Kind) -> Type) -> Vec<ImplItem> {
    let mut scope = Scope::new(METHODS, "_field", "_");
    let patched = model
        .fields
        .iter()
        .filter(|field| field.form == Form::Patch);
    patched.for_each(|field| scope.reserve(format!("clear_{}", field.ident)));
    let fields = model.fields.iter().flat_map(|field| {
        let name = format_ident!("{}", scope.give(field.ident.to_string()));
        setters(field, &name, written)
    });
    fields.collect()
}

fn setters(field: &ModelField, name: &Ident, written: fn(&Kind) -> Type) -> Vec<ImplItem> {
    let ident = &field.ident;
    let (kind, value) = argument(&field.kind, &format_ident!("value"), written);
    let docs: Vec<Attribute> = field
        .docs
        .iter()
        .map(|line| names::doc_attribute(line))
        .collect();
    let set = |wrapped: proc_macro2::TokenStream| -> ImplItem {
        let method: ImplItemFn = parse_quote! {
            pub fn #name(mut self, value: #kind) -> Self {
                self.#ident = #wrapped;
                self
            }
        };
        let attrs = docs.clone();
        ImplItem::Fn(ImplItemFn { attrs, ..method })
    };
    match field.form {
        Form::Required => Vec::new(),
        Form::Option => vec![set(quote! { Some(#value) })],
        Form::Empty => vec![set(quote! { #value })],
        Form::Patch => {
            let clear = format_ident!("clear_{}", ident);
            let title = format!(" Clears [`{ident}`](Self::{ident}).");
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

/// What a function that sets a field of this type takes, and how the argument becomes the value.
fn argument(kind: &Kind, value: &syn::Ident, written: fn(&Kind) -> Type) -> (Type, Expr) {
    let taken = written(kind);
    match kind {
        Kind::String | Kind::Decimal | Kind::Secret => (
            parse_quote! { impl Into<#taken> },
            parse_quote! { #value.into() },
        ),
        Kind::List(item) => {
            let taken = written(item);
            match &**item {
                Kind::String | Kind::Decimal | Kind::Secret => (
                    parse_quote! { impl IntoIterator<Item = impl Into<#taken>> },
                    parse_quote! { #value.into_iter().map(Into::into).collect() },
                ),
                _ => (
                    parse_quote! { impl IntoIterator<Item = #taken> },
                    parse_quote! { #value.into_iter().collect() },
                ),
            }
        }
        _ => (taken, parse_quote! { #value }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setter_takes_what_can_be_converted_and_any_iterator() {
        let taken = |kind: Type| {
            let (taken, _) = argument(&Kind::of(&kind), &format_ident!("value"), Kind::in_models);
            taken
        };
        assert_eq!(
            taken(parse_quote! { ::std::string::String }),
            parse_quote! { impl Into<String> }
        );
        assert_eq!(taken(parse_quote! { i64 }), parse_quote! { i64 });
        assert_eq!(
            taken(parse_quote! { ::std::vec::Vec<::std::string::String> }),
            parse_quote! { impl IntoIterator<Item = impl Into<String>> }
        );
        assert_eq!(
            taken(parse_quote! { ::std::vec::Vec<Item> }),
            parse_quote! { impl IntoIterator<Item = Item> }
        );
    }
}
