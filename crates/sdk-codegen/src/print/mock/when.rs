//! Conditions on requests: each takes the type that the client takes, and expects what the client makes of it.

use heck::ToSnakeCase;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{ImplItem, Item, ItemImpl, Type, parse_quote};

use super::mocked::{Accepts, Mocked};
use crate::read::{
    kind::Kind,
    operation::{Argument, Body, Form, Location, Operation},
};

/// The type of an operation's conditions and its methods.
pub fn items(mocked: &Mocked<'_>) -> [Item; 2] {
    let Mocked {
        id,
        operation,
        accepts,
        ..
    } = mocked;
    let Operation {
        method,
        path,
        bases,
        arguments,
        ..
    } = operation;
    let name = mocked.when();
    let methods = arguments.iter().map(condition);
    let body = operation.body.iter();
    let methods = methods.chain(body.flat_map(|body| of_body(body, arguments)));
    let methods = methods.chain(without(arguments));
    let title = format!(" Conditions on requests of `{id}` (`{method} {path}`).");
    let any = match accepts {
        Accepts::Any => quote! { Self::ROUTE.any(inner) },
        Accepts::Record(file) => quote! { accepts_other(Self::ROUTE.any(inner), #file) },
        Accepts::File(file) => quote! { accepts(Self::ROUTE.any(inner), #file) },
    };
    let mut block: ItemImpl = parse_quote! {
        impl #name {
            const ROUTE: Route = Route::new(#method, &[#(#bases),*], #path);

            /// Restricts the conditions of `httpmock` to requests of this operation.
            pub fn new(inner: When) -> Self {
                Self(#any)
            }

            /// The conditions of `httpmock`, for what the contract does not know.
            pub fn into_inner(self) -> When {
                self.0
            }
        }
    };
    // They are not parsed a second time as parts of the block.
    block.items.extend(methods);
    [
        parse_quote! {
            #[doc = #title]
            pub struct #name(When);
        },
        Item::Impl(block),
    ]
}

fn condition(argument: &Argument) -> ImplItem {
    let Argument {
        name,
        ident,
        location,
        kind,
        ..
    } = argument;
    let title = format!(" Expects this value of the parameter `{name}`.");
    let ident = format_ident!("{ident}");
    let (taken, value) = taken(kind, name);
    let expected = match (location, kind) {
        (Location::Path, _) => quote! { Self::ROUTE.with(self.0, #name, #value) },
        (Location::Header, _) => quote! { header(self.0, #name, #value) },
        (Location::Query, Kind::Separated(_)) => quote! { query_list(self.0, #name, #value) },
        (Location::Query, Kind::List(_)) => quote! { query_each(self.0, #name, #value) },
        (Location::Query, _) => quote! { query(self.0, #name, #value) },
    };
    parse_quote! {
        #[doc = #title]
        pub fn #ident(self, value: #taken) -> Self {
            Self(#expected)
        }
    }
}

/// What a condition takes, which is what the client takes, and the value that the request must have. A secret is a string,
/// since there are no secrets in a test.
fn taken(kind: &Kind, name: &str) -> (Type, TokenStream) {
    match kind {
        Kind::List(item) => list(item),
        Kind::Separated(item) => {
            let (taken, values) = list(item);
            (taken, quote! { CommaSeparated(#values) })
        }
        Kind::Primitive(_) => (kind.in_calls(), quote! { value }),
        kind => {
            let kind = match kind {
                Kind::Secret => Kind::String.in_calls(),
                kind => kind.in_calls(),
            };
            (
                parse_quote! { impl TryInto<#kind, Error: Display> },
                quote! { argument(#name, value) },
            )
        }
    }
}

/// What a condition takes for a list, and its elements.
fn list(item: &Kind) -> (Type, TokenStream) {
    match item {
        Kind::String => (
            parse_quote! { impl IntoIterator<Item = impl Into<String>> },
            quote! { Vec::from_iter(value.into_iter().map(Into::<String>::into)) },
        ),
        item => {
            let item = item.in_calls();
            (
                parse_quote! { impl IntoIterator<Item = #item> },
                quote! { Vec::from_iter(value) },
            )
        }
    }
}

/// The condition on the body. If that is a file, also the condition on its media type, which the client detects.
fn of_body(body: &Body, arguments: &[Argument]) -> Vec<ImplItem> {
    let kind = body.kind.in_calls();
    let value = match body.kind.is_nested() {
        true => quote! { &As(value) },
        false => quote! { value },
    };
    let (taken, expected): (Type, _) = match &body.form {
        Form::Json => (
            parse_quote! { &#kind },
            quote! { json_body(self.0, #value) },
        ),
        Form::Urlencoded => (
            parse_quote! { &#kind },
            quote! { form_body(self.0, #value) },
        ),
        Form::Text(_) | Form::File => (
            parse_quote! { impl Into<Vec<u8>> },
            quote! { raw_body(self.0, value.into()) },
        ),
    };
    let mut conditions: Vec<ImplItem> = vec![parse_quote! {
        /// Expects exactly this body.
        pub fn body(self, value: #taken) -> Self {
            Self(#expected)
        }
    }];
    let media_type = "Content-Type".to_snake_case();
    let is_known = arguments
        .iter()
        .any(|argument| argument.ident == media_type);
    if body.form == Form::File && !is_known {
        let ident = format_ident!("{media_type}");
        conditions.push(parse_quote! {
            /// Expects this media type of the body.
            pub fn #ident(self, value: impl TryInto<String, Error: Display>) -> Self {
                Self(header(self.0, "Content-Type", argument("Content-Type", value)))
            }
        });
    }
    conditions
}

/// The method that expects a parameter not to be sent, if there is one that may be omitted.
fn without(arguments: &[Argument]) -> Option<ImplItem> {
    let names = |location: Location| -> Vec<&String> {
        let optional = arguments.iter().filter(|argument| !argument.required);
        let there = optional.filter(|argument| argument.location == location);
        there.map(|argument| &argument.name).collect()
    };
    let (query, headers) = (names(Location::Query), names(Location::Header));
    let some = !query.is_empty() || !headers.is_empty();
    // Names are compared without their case, which does not find one that has another name in Rust.
    let letters = |name: &str| name.replace(['_', '-'], "").to_lowercase();
    let mut optional = arguments.iter().filter(|argument| !argument.required);
    let renamed = optional.any(|argument| letters(&argument.name) != letters(&argument.ident));
    let place = if renamed {
        "in the contract"
    } else {
        "in the contract or in Rust"
    };
    let title =
        format!(" Expects that the parameter `name` is not sent. `name` is its name {place}.");
    some.then(|| {
        parse_quote! {
            #[doc = #title]
            ///
            /// # Panics
            ///
            /// If the operation has no such optional parameter.
            pub fn without(self, name: &str) -> Self {
                Self(without(self.0, name, &[#(#query),*], &[#(#headers),*]))
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::kind::shown;

    #[test]
    fn a_condition_takes_what_the_client_takes() {
        for (emitted, expected) in [
            ("i64", "i64"),
            ("&'a str", "impl TryInto<String, Error: Display>"),
            (
                "&::order_sdk_core::Secret",
                "impl TryInto<String, Error: Display>",
            ),
            ("&::b::B", "impl TryInto<::b::B, Error: Display>"),
            (
                "&::std::vec::Vec<types::Kind>",
                "impl IntoIterator<Item = types::Kind>",
            ),
            (
                "&::order_sdk_core::CommaSeparated<i64>",
                "impl IntoIterator<Item = i64>",
            ),
        ] {
            let kind = Kind::of(&syn::parse_str(emitted).expect("a type"));
            assert_eq!(shown(&taken(&kind, "a").0), expected);
        }
    }
}
