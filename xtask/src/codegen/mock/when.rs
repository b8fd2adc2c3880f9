//! Conditions on requests: each takes the type that the client takes, and expects what the client makes of it.

use anyhow::Context;
use proc_macro2::TokenStream;
use quote::quote;
use syn::{
    Expr, FnArg, ImplItem, ImplItemFn, Item, Lit, Type, TypeParamBound, WherePredicate,
    ext::IdentExt, parse_quote, visit::Visit,
};

use super::{mentions, operation::Operation};
use crate::codegen::polish::types;

/// The type of an operation's conditions and what it can do, from the `methods` that the generator gives it.
pub fn items(operation: &Operation<'_>, methods: &[ImplItemFn]) -> anyhow::Result<[Item; 2]> {
    let name = operation.when();
    let conditions = methods
        .iter()
        .filter(|method| method.sig.ident != "new" && method.sig.ident != "into_inner")
        .map(|method| condition(operation, method))
        .collect::<anyhow::Result<Vec<_>>>()?;
    let Operation {
        id,
        method,
        path,
        bases,
        ..
    } = operation;
    let title = format!(" What a request of `{id}` (`{method} {path}`) is expected to be like.");
    Ok([
        parse_quote! {
            #[doc = #title]
            pub struct #name(When);
        },
        parse_quote! {
            impl #name {
                const ROUTE: Route = Route::new(#method, &[#(#bases),*], #path);

                /// Adds to bare conditions that the request is one of this operation.
                pub fn new(inner: When) -> Self {
                    Self(Self::ROUTE.any(inner))
                }

                /// The bare conditions, for what the contract does not know.
                pub fn into_inner(self) -> When {
                    self.0
                }

                #(#conditions)*
            }
        },
    ])
}

/// The `use` items of the file.
pub fn imports(items: &[Item]) -> Vec<Item> {
    let mut head: Vec<Item> = vec![parse_quote! { use ::httpmock::When; }];
    let functions = [
        ("argument", "argument ("),
        ("form_body", "form_body ("),
        ("header", "header ("),
        ("json_body", "json_body ("),
        ("query", "query ("),
        ("query_each", "query_each ("),
        ("query_list", "query_list ("),
        ("raw_body", "raw_body ("),
    ];
    let used = functions.iter().filter(|(_, call)| mentions(items, call));
    let used: Vec<Type> = used
        .filter_map(|(name, _)| syn::parse_str(name).ok())
        .collect();
    let list = mentions(items, "CommaSeparated").then(|| quote! { CommaSeparated, });
    head.push(parse_quote! { use ::sdk_runtime::{#list mock::{Route, #(#used),*}}; });
    if mentions(items, "Display") {
        head.push(parse_quote! { use ::std::fmt::Display; });
    }
    head
}

/// What the generator's method looks at.
enum Part {
    Path(String),
    Query(String),
    Header(String),
    Json,
    Form,
    Raw,
}

impl Part {
    /// The name of the parameter that it is.
    fn name(&self) -> Option<&str> {
        match self {
            Self::Path(name) | Self::Query(name) | Self::Header(name) => Some(name),
            Self::Json | Self::Form | Self::Raw => None,
        }
    }
}

fn condition(operation: &Operation<'_>, method: &ImplItemFn) -> anyhow::Result<ImplItem> {
    let ident = &method.sig.ident;
    let part = part(operation, method)
        .with_context(|| format!("{}: what `{ident}` expects is not known", operation.id))?;
    let (generics, kind, expected) = expected(method, &part)?;
    let title = match part.name() {
        Some(name) => match operation.meaning(name) {
            Some(meaning) => format!(" `{name}`: {meaning}"),
            None => format!(" `{name}`."),
        },
        None => " The body, all of it.".to_owned(),
    };
    Ok(parse_quote! {
        #[doc = #title]
        pub fn #ident #generics(self, value: #kind) -> Self {
            Self(#expected)
        }
    })
}

fn part(operation: &Operation<'_>, method: &ImplItemFn) -> Option<Part> {
    let mut calls = Calls::default();
    calls.visit_block(&method.block);
    for (name, text) in calls.0 {
        let text = text.as_deref().map(str::to_owned);
        match name.as_str() {
            "path_matches" => {
                let rust = method.sig.ident.unraw().to_string();
                return Some(Part::Path(operation.path_parameter(&rust)?.to_owned()));
            }
            "query_param" => return text.map(Part::Query),
            "header" => return text.map(Part::Header),
            "json_body_obj" if operation.body() == Some(FORM) => return Some(Part::Form),
            "json_body_obj" => return Some(Part::Json),
            "json_body" | "body" => return Some(Part::Raw),
            _ => {}
        }
    }
    None
}

const FORM: &str = "application/x-www-form-urlencoded";

/// The methods that a method calls, each with its first argument where that is a text.
#[derive(Default)]
struct Calls(Vec<(String, Option<String>)>);

impl Visit<'_> for Calls {
    fn visit_expr_method_call(&mut self, call: &syn::ExprMethodCall) {
        let text = call.args.first().and_then(|argument| match argument {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Str(text) => Some(text.value()),
                _ => None,
            },
            _ => None,
        });
        self.0.push((call.method.to_string(), text));
        syn::visit::visit_expr_method_call(self, call);
    }
}

/// Generics and type of the argument, and the conditions with what it expects.
fn expected(
    method: &ImplItemFn,
    part: &Part,
) -> anyhow::Result<(Option<TokenStream>, Type, TokenStream)> {
    let (kind, optional) = argument(method).context("a condition takes a value")?;
    let joined = inner(&kind, "CommaSeparated");
    let (generics, kind, value): (_, Type, _) = match (part, joined) {
        (Part::Raw, _) => (
            None,
            parse_quote! { impl Into<Vec<u8>> },
            quote! { value.into() },
        ),
        (_, Some(item)) => (
            None,
            parse_quote! { impl Into<CommaSeparated<#item>> },
            quote! { value.into() },
        ),
        _ if is_slice(&kind) => (None, kind, quote! { value }),
        _ if optional => {
            let (generics, kind) = borrowed(kind);
            (
                generics,
                parse_quote! { impl Into<Option<#kind>> },
                quote! { value.into() },
            )
        }
        _ => match (own(&kind), part.name()) {
            (Some(own), Some(name)) => (
                None,
                parse_quote! { impl TryInto<#own, Error: Display> },
                quote! { argument(#name, value) },
            ),
            _ => (None, kind, quote! { value }),
        },
    };
    let given = match optional {
        true => value.clone(),
        false => quote! { Some(#value) },
    };
    let list = types::text(&kind).contains("CommaSeparated<");
    let code = match part {
        Part::Path(name) => quote! { Self::ROUTE.with(self.0, #name, #value) },
        Part::Query(name) if list => quote! { query_list(self.0, #name, #value) },
        Part::Query(name) if is_slice(&kind) => quote! { query_each(self.0, #name, #value) },
        Part::Query(name) => quote! { query(self.0, #name, #given) },
        Part::Header(name) => quote! { header(self.0, #name, #given) },
        Part::Json => quote! { json_body(self.0, #value) },
        Part::Form => quote! { form_body(self.0, #value) },
        Part::Raw => quote! { raw_body(self.0, #value) },
    };
    Ok((generics, kind, code))
}

/// The type that a method takes, and whether its value may be left out.
fn argument(method: &ImplItemFn) -> Option<(Type, bool)> {
    let mut taken = method.sig.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(argument) => Some((*argument.ty).clone()),
        FnArg::Receiver(_) => None,
    });
    let taken = taken.next()?;
    let bounds = method.sig.generics.where_clause.iter();
    let optional = bounds
        .flat_map(|bounds| &bounds.predicates)
        .find_map(optional);
    let (mut kind, optional) = match optional {
        Some(kind) => (kind, true),
        None => (taken, false),
    };
    types::shorten(&mut kind);
    Some((plain(kind), optional))
}

/// The type inside a `T: Into<Option<…>>`.
fn optional(predicate: &WherePredicate) -> Option<Type> {
    let WherePredicate::Type(predicate) = predicate else {
        return None;
    };
    let TypeParamBound::Trait(bound) = predicate.bounds.first()? else {
        return None;
    };
    let bound = &bound.path;
    let bound: Type = parse_quote! { #bound };
    types::inside(types::inside(&bound, "Into")?, "Option").cloned()
}

/// A borrowed type as people write it: text, secrets among it, since there is none in a test, and slices.
fn plain(kind: Type) -> Type {
    let Type::Reference(reference) = &kind else {
        return kind;
    };
    if matches!(types::text(&reference.elem).as_str(), "String" | "Secret") {
        return parse_quote! { &str };
    }
    match types::inside(&reference.elem, "Vec") {
        Some(item) => parse_quote! { &[#item] },
        None => kind,
    }
}

fn is_slice(kind: &Type) -> bool {
    matches!(kind, Type::Reference(reference) if matches!(*reference.elem, Type::Slice(_)))
}

/// The type inside a borrowed `outer<…>`.
fn inner(kind: &Type, outer: &str) -> Option<Type> {
    let kind = match kind {
        Type::Reference(reference) => &reference.elem,
        kind => kind,
    };
    types::inside(kind, outer).cloned()
}

/// A borrowed type that another crate brings, such as one in `replace` of codegen.toml: it may be made of others.
fn own(kind: &Type) -> Option<Type> {
    let Type::Reference(reference) = kind else {
        return None;
    };
    let text = types::text(&reference.elem);
    let foreign = text.starts_with("::") && !text.starts_with("::std::");
    foreign.then(|| (*reference.elem).clone())
}

/// A lifetime for a reference that stands inside another type.
fn borrowed(kind: Type) -> (Option<TokenStream>, Type) {
    match kind {
        Type::Reference(mut reference) => {
            reference.lifetime = Some(parse_quote! { 'a });
            (Some(quote! { <'a> }), Type::Reference(reference))
        }
        kind => (None, kind),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(kind: &str) -> String {
        let method: ImplItemFn =
            syn::parse_str(&format!("fn a(self, value: {kind}) -> Self {{ self }}"))
                .expect("a method");
        let part = Part::Query("a".into());
        let (_, kind, code) = expected(&method, &part).expect("known");
        format!("{} {}", types::text(&kind), code)
    }

    #[test]
    fn borrowed_types_become_those_that_people_write() {
        assert_eq!(shown("i64"), "i64 query (self . 0 , \"a\" , Some (value))");
        assert_eq!(
            shown("&::std::vec::Vec<types::Kind>"),
            "&[types::Kind] query_each (self . 0 , \"a\" , value)"
        );
        assert_eq!(
            shown("&::sdk_runtime::CommaSeparated<i64>"),
            "implInto<CommaSeparated<i64>> query_list (self . 0 , \"a\" , value . into ())"
        );
        assert_eq!(
            shown("&::sdk_runtime::Secret"),
            "&str query (self . 0 , \"a\" , Some (value))"
        );
        assert!(shown("&::b::B").starts_with("implTryInto<::b::B,Error:Display> query"));
    }
}
