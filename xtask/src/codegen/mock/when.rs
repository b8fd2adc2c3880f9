//! Conditions on requests: each takes the type that the client takes, and expects what the client makes of it.

use anyhow::Context;
use heck::ToSnakeCase;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{
    Expr, FnArg, Ident, ImplItem, ImplItemFn, Item, Lit, Type, TypeParamBound, WherePredicate,
    ext::IdentExt, parse_quote, visit::Visit,
};

use super::{
    mentions,
    operation::{Accepts, Operation},
};
use crate::codegen::polish::types;

/// The type of an operation's conditions and what it can do, from the `methods` that the generator gives it.
pub fn items(operation: &Operation<'_>, methods: &[ImplItemFn]) -> anyhow::Result<[Item; 2]> {
    let name = operation.when();
    let conditions = conditions(operation, methods)?;
    let without = without(&conditions);
    let conditions = conditions
        .iter()
        .map(|condition| condition.method(operation));
    let Operation {
        id,
        method,
        path,
        bases,
        ..
    } = operation;
    let title = format!(" What a request of `{id}` (`{method} {path}`) is expected to be like.");
    let any = match &operation.accepts {
        Accepts::Any => quote! { Self::ROUTE.any(inner) },
        Accepts::Record(file) => quote! { accepts_other(Self::ROUTE.any(inner), #file) },
        Accepts::File(file) => quote! { accepts(Self::ROUTE.any(inner), #file) },
    };
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
                    Self(#any)
                }

                /// The bare conditions, for what the contract does not know.
                pub fn into_inner(self) -> When {
                    self.0
                }

                #(#conditions)*
                #without
            }
        },
    ])
}

/// The conditions of an operation: those that the generator emits, and one on the media type of a file in the request.
fn conditions(operation: &Operation<'_>, methods: &[ImplItemFn]) -> anyhow::Result<Vec<Condition>> {
    let parameters = methods
        .iter()
        .filter(|method| method.sig.ident != "new" && method.sig.ident != "into_inner")
        .map(|method| {
            let ident = &method.sig.ident;
            let unknown = || format!("{}: what `{ident}` expects is not known", operation.id);
            Ok((method, part(operation, method).with_context(unknown)?))
        })
        .collect::<anyhow::Result<Vec<_>>>()?;
    let mut conditions = parameters
        .into_iter()
        .filter_map(|(method, part)| {
            let (kind, optional) = argument(method)?;
            Some(Condition {
                ident: method.sig.ident.clone(),
                part,
                kind,
                optional,
            })
        })
        .collect::<Vec<_>>();
    let media_type = media_type(&conditions);
    conditions.extend(media_type);
    Ok(conditions)
}

/// The `use` items of the file.
pub fn imports(items: &[Item]) -> Vec<Item> {
    let mut head: Vec<Item> = vec![parse_quote! { use ::httpmock::When; }];
    let functions = [
        ("accepts", "accepts ("),
        ("accepts_other", "accepts_other ("),
        ("argument", "argument ("),
        ("form_body", "form_body ("),
        ("header", "header ("),
        ("json_body", "json_body ("),
        ("query", "query ("),
        ("query_each", "query_each ("),
        ("query_list", "query_list ("),
        ("raw_body", "raw_body ("),
        ("without", "without (self"),
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

const MEDIA_TYPE: &str = "Content-Type";

/// A condition on one part of the request.
struct Condition {
    ident: Ident,
    part: Part,
    kind: Type,
    /// Whether the part may be missing.
    optional: bool,
}

impl Condition {
    fn method(&self, operation: &Operation<'_>) -> ImplItem {
        let title = match self.part.name() {
            Some(name) => match operation.meaning(name) {
                Some(meaning) => format!(" `{name}`: {meaning}"),
                None if name == MEDIA_TYPE => " The media type of the body.".to_owned(),
                None => format!(" `{name}`."),
            },
            None => " The body, all of it.".to_owned(),
        };
        let ident = &self.ident;
        let (kind, expected) = expected(&self.kind, &self.part);
        parse_quote! {
            #[doc = #title]
            pub fn #ident(self, value: #kind) -> Self {
                Self(#expected)
            }
        }
    }
}

/// The condition on the media type of a file in the request, which the client detects.
fn media_type(known: &[Condition]) -> Option<Condition> {
    let part = Part::Header(MEDIA_TYPE.to_owned());
    let ident = format_ident!("{}", MEDIA_TYPE.to_snake_case());
    let has_file = known.iter().any(|known| matches!(known.part, Part::Raw));
    let is_known = known.iter().any(|known| known.ident == ident);
    (has_file && !is_known).then(|| Condition {
        ident,
        part,
        kind: parse_quote! { String },
        optional: false,
    })
}

/// The method that expects a parameter not to be sent, where there is one that may be left out.
fn without(conditions: &[Condition]) -> Option<ImplItem> {
    let (mut query, mut headers) = (Vec::new(), Vec::new());
    for condition in conditions.iter().filter(|condition| condition.optional) {
        match &condition.part {
            Part::Query(name) => query.push(name),
            Part::Header(name) => headers.push(name),
            _ => {}
        }
    }
    let some = !query.is_empty() || !headers.is_empty();
    some.then(|| {
        parse_quote! {
            /// Expects that a parameter is not sent, by its name in the contract or in Rust.
            ///
            /// # Panics
            ///
            /// Where the operation has no such parameter that may be left out.
            pub fn without(self, name: &str) -> Self {
                Self(without(self.0, name, &[#(#query),*], &[#(#headers),*]))
            }
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

/// What the condition takes, which is what the client takes, and what becomes of it.
fn expected(kind: &Type, part: &Part) -> (Type, TokenStream) {
    let taken = parse_quote! { impl TryInto<#kind, Error: Display> };
    let code = match part {
        Part::Path(name) => quote! { Self::ROUTE.with(self.0, #name, argument(#name, value)) },
        Part::Query(name) => {
            let query = match kind {
                kind if types::inside(kind, "CommaSeparated").is_some() => quote! { query_list },
                kind if types::inside(kind, "Vec").is_some() => quote! { query_each },
                _ => quote! { query },
            };
            quote! { #query(self.0, #name, argument(#name, value)) }
        }
        Part::Header(name) => quote! { header(self.0, #name, argument(#name, value)) },
        Part::Json => return (parse_quote! { &#kind }, quote! { json_body(self.0, value) }),
        Part::Form => return (parse_quote! { &#kind }, quote! { form_body(self.0, value) }),
        Part::Raw => {
            let bytes = parse_quote! { impl Into<Vec<u8>> };
            return (bytes, quote! { raw_body(self.0, value.into()) });
        }
    };
    (taken, code)
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
    Some(match optional {
        Some(kind) => (owned(kind), true),
        None => (owned(taken), false),
    })
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

/// The type itself where it is borrowed, in short; for a secret a text, since there is none in a test.
fn owned(kind: Type) -> Type {
    let mut kind = match kind {
        Type::Reference(reference) => *reference.elem,
        kind => kind,
    };
    types::shorten(&mut kind);
    match types::text(&kind).as_str() {
        "str" | "Secret" => parse_quote! { String },
        text if text.starts_with("::sdk_runtime::CommaSeparated<") => {
            let item = types::inside(&kind, "CommaSeparated");
            item.map_or(kind.clone(), |item| parse_quote! { CommaSeparated<#item> })
        }
        _ => kind,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(kind: &str) -> String {
        let kind = owned(syn::parse_str(kind).expect("a type"));
        let (kind, code) = expected(&kind, &Part::Query("a".into()));
        format!("{} {code}", types::text(&kind))
    }

    #[test]
    fn a_condition_takes_what_the_client_takes() {
        for (generated, taken, query) in [
            ("i64", "i64", "query"),
            ("&'a str", "String", "query"),
            ("&::sdk_runtime::Secret", "String", "query"),
            ("&::b::B", "::b::B", "query"),
            (
                "&::std::vec::Vec<types::Kind>",
                "Vec<types::Kind>",
                "query_each",
            ),
            (
                "&::sdk_runtime::CommaSeparated<i64>",
                "CommaSeparated<i64>",
                "query_list",
            ),
        ] {
            let expected = format!(
                "implTryInto<{taken},Error:Display> {query} (self . 0 , \"a\" , argument (\"a\" , value))"
            );
            assert_eq!(shown(generated), expected);
        }
    }
}
