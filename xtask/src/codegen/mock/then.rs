//! Answers: the documented success by its name, the documented errors by theirs, and any other status.

use anyhow::Context;
use heck::ToSnakeCase;
use http::StatusCode;
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use syn::{
    Expr, FnArg, Ident, ImplItem, ImplItemFn, Item, Lit, LitInt, Pat, Type, parse_quote,
    visit::Visit,
};

use super::{
    mentions,
    operation::{Accepts, Operation},
};
use crate::codegen::polish::types;

/// The type of an operation's answers and what it can do, from the `methods` that the generator gives it.
pub fn items(operation: &Operation<'_>, methods: &[ImplItemFn]) -> anyhow::Result<[Item; 2]> {
    let name = operation.then();
    let given = methods
        .iter()
        .filter(|method| method.sig.ident != "new" && method.sig.ident != "into_inner")
        .map(Given::read)
        .collect::<anyhow::Result<Vec<_>>>()
        .with_context(|| operation.id.clone())?;
    let (exact, ranges): (Vec<_>, Vec<_>) = given.iter().partition(|all| all.status.is_some());
    let exact_answers = exact.iter().map(|given| given.answer(operation));
    let file_name = file_name(operation);
    let documented = documented(operation, &given);
    let ranged = ranges.iter().map(|given| given.any(operation));
    let anyhow = anyhow(operation, &given);
    let title = format!(" What is answered to a request of `{}`.", operation.id);
    Ok([
        parse_quote! {
            #[doc = #title]
            pub struct #name(Then);
        },
        parse_quote! {
            impl #name {
                /// An answer in which nothing is set.
                pub fn new(inner: Then) -> Self {
                    Self(inner)
                }

                /// The bare answer, for what the contract does not know.
                pub fn into_inner(self) -> Then {
                    self.0
                }

                #(#exact_answers)*
                #file_name
                #(#documented)*
                #(#ranged)*
                #anyhow
            }
        },
    ])
}

/// The `use` items of the file.
pub fn imports(items: &[Item]) -> Vec<Item> {
    let functions = ["file", "file_name", "json", "within"];
    let used = functions.iter().filter(|name| {
        let calls = [format!("{name} (self . 0"), format!("{name} (status")];
        calls.iter().any(|call| mentions(items, call))
    });
    let used: Vec<Ident> = used.map(|name| format_ident!("{name}")).collect();
    vec![
        parse_quote! { use ::httpmock::Then; },
        parse_quote! { use ::sdk_runtime::mock::{#(#used),*}; },
    ]
}

/// An answer that the generator offers.
struct Given {
    name: Ident,
    /// None where the caller says it.
    status: Option<u16>,
    value: Option<Type>,
}

impl Given {
    fn read(method: &ImplItemFn) -> anyhow::Result<Self> {
        let argument = |name: &str| {
            method.sig.inputs.iter().find_map(|input| match input {
                FnArg::Typed(argument) => match &*argument.pat {
                    Pat::Ident(ident) if ident.ident == name => Some((*argument.ty).clone()),
                    _ => None,
                },
                FnArg::Receiver(_) => None,
            })
        };
        let status = match argument("status") {
            Some(_) => None,
            None => Some(status(method).context("an answer without a status")?),
        };
        Ok(Self {
            name: method.sig.ident.clone(),
            status,
            value: argument("value").map(value),
        })
    }

    /// The method for an answer of one status.
    fn answer(&self, operation: &Operation<'_>) -> ImplItem {
        let status = self.status.unwrap_or_default();
        let code = status.to_string();
        let number = bare(status);
        if let (Accepts::File(media), 200..=299) = (&operation.accepts, status) {
            let name = &self.name;
            let title = titled(&code, &format!("`{media}`."));
            return parse_quote! {
                #[doc = #title]
                pub fn #name(self, value: impl AsRef<[u8]>) -> Self {
                    Self(file(self.0, #number, #media, value))
                }
            };
        }
        let title = titled(&code, meaning(operation, &code));
        let status = number;
        self.method(&self.name, &title, None, &quote! { #status }, operation)
    }

    /// The method for an answer whose status the caller says.
    fn any(&self, operation: &Operation<'_>) -> ImplItem {
        let name = self.name.to_string();
        let (title, status) = match RANGES.iter().find(|(known, ..)| *known == name) {
            Some((_, what, first)) => {
                let title = format!(" {what}: a status from {first} to {}.", first + 99);
                let (first, last) = (bare(*first), bare(first + 99));
                (title, quote! { within(status, #first..=#last) })
            }
            None => (" An answer of any status.".to_owned(), quote! { status }),
        };
        self.method(
            &self.name,
            &title,
            Some(quote! { status: u16, }),
            &status,
            operation,
        )
    }

    fn method(
        &self,
        name: &Ident,
        title: &str,
        taken: Option<TokenStream>,
        status: &TokenStream,
        operation: &Operation<'_>,
    ) -> ImplItem {
        let (value, answer) = match &self.value {
            None => (None, quote! { self.0.status(#status) }),
            Some(kind) if types::text(kind) == RAW => {
                let code = self.status.map(|status| status.to_string());
                let media = code.and_then(|code| operation.answer(&code));
                let media = media.unwrap_or("application/octet-stream");
                (
                    Some(quote! { value: impl AsRef<[u8]> }),
                    quote! { file(self.0, #status, #media, value) },
                )
            }
            Some(kind) => (
                Some(quote! { value: #kind }),
                quote! { json(self.0, #status, value) },
            ),
        };
        parse_quote! {
            #[doc = #title]
            pub fn #name(self, #taken #value) -> Self {
                Self(#answer)
            }
        }
    }
}

/// The method that sets the file name of a download.
fn file_name(operation: &Operation<'_>) -> Option<ImplItem> {
    let is_file = matches!(operation.accepts, Accepts::File(_));
    is_file.then(|| {
        parse_quote! {
            /// Sets the name of the file, in the header `Content-Disposition`.
            pub fn file_name(self, name: &str) -> Self {
                Self(file_name(self.0, name))
            }
        }
    })
}

/// What the generator takes for a body that is no JSON.
const RAW: &str = "::serde_json::Value";

/// What the generator calls a class of statuses, what that is, and the first of them.
const RANGES: [(&str, &str, u16); 5] = [
    ("informational", "Any answer before the last", 100),
    ("success", "Any success", 200),
    ("redirect", "Any redirect", 300),
    ("client_error", "Any error of the client", 400),
    ("server_error", "Any error of the server", 500),
];

/// The type of a value as people write it.
fn value(mut kind: Type) -> Type {
    types::shorten(&mut kind);
    let Type::Reference(reference) = &kind else {
        return kind;
    };
    match types::inside(&reference.elem, "Vec") {
        Some(item) => parse_quote! { &[#item] },
        None => kind,
    }
}

/// The number in `.status(…)`.
fn status(method: &ImplItemFn) -> Option<u16> {
    struct Search(Option<LitInt>);
    impl Visit<'_> for Search {
        fn visit_expr_method_call(&mut self, call: &syn::ExprMethodCall) {
            if call.method == "status"
                && let Some(Expr::Lit(literal)) = call.args.first()
                && let Lit::Int(number) = &literal.lit
            {
                self.0 = Some(number.clone());
            }
            syn::visit::visit_expr_method_call(self, call);
        }
    }
    let mut search = Search(None);
    search.visit_block(&method.block);
    search.0?.base10_parse().ok()
}

/// The errors that the contract lists, which the generator was given as one for each class.
fn documented(operation: &Operation<'_>, given: &[Given]) -> Vec<ImplItem> {
    let errors = operation.answers.iter().filter_map(|(code, meaning)| {
        let status = code.parse().ok()?;
        let class = match status {
            400..=499 => "client_error",
            500..=599 => "server_error",
            _ => return None,
        };
        let class = given.iter().find(|given| given.name == class)?;
        let name = name(status)?;
        let known = given.iter().any(|given| given.name == name);
        let title = titled(code, meaning);
        let status = bare(status);
        (!known).then(|| class.method(&name, &title, None, &quote! { #status }, operation))
    });
    errors.collect()
}

/// The method for an error whose status does not tell, where the service has such.
fn anyhow(operation: &Operation<'_>, given: &[Given]) -> Option<ImplItem> {
    let mut errors = given.iter();
    let error = errors.find(|given| given.name == "client_error" && operation.fails_anyhow)?;
    let title = " An error under any status, those of success included: the client tells it by its members.";
    let status = quote! { status };
    Some(error.method(
        &format_ident!("error"),
        title,
        Some(quote! { status: u16, }),
        &status,
        operation,
    ))
}

/// A number without its type.
fn bare(number: u16) -> Literal {
    Literal::u16_unsuffixed(number)
}

/// What a status is called.
fn name(status: u16) -> Option<Ident> {
    let status = StatusCode::from_u16(status).ok()?;
    let reason = status.canonical_reason().map(str::to_snake_case);
    Some(match reason {
        Some(reason) => format_ident!("{reason}"),
        None => format_ident!("status_{}", status.as_u16()),
    })
}

fn titled(code: &str, meaning: &str) -> String {
    match meaning {
        "" => format!(" {code}."),
        meaning => format!(" {code}: {meaning}"),
    }
}

fn meaning<'a>(operation: &Operation<'a>, code: &str) -> &'a str {
    let mut answers = operation.answers.iter();
    let answer = answers.find(|(known, _)| known == code);
    answer.map_or("", |(_, meaning)| meaning)
}
