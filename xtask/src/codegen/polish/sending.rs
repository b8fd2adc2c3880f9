//! Parts the `send` of each operation in two: a function that builds the request, and the call of the runtime that
//! sends it. The runtime has everything else: server, credentials, retries, and reading the answer.

use anyhow::{Context, ensure};
use heck::ToPascalCase;
use quote::{ToTokens, format_ident};
use syn::{
    Expr, ExprMacro, ExprMethodCall, ImplItem, ImplItemFn, Item, LitStr, Path, ReturnType, Stmt,
    Token, Type, parse_quote,
    punctuated::Punctuated,
    visit_mut::{self, VisitMut},
};

use super::{calls, names, records, requests::is_local, types};
use crate::document::Contract;

/// Rewrites the builders of all operations.
pub fn rewrite(contract: &Contract, models: &[Item], builder: &mut [Item]) -> anyhow::Result<()> {
    let operations = contract.document.operations();
    for item in builder {
        let name = names::of(item).unwrap_or_default();
        let Item::Impl(block) = item else { continue };
        let is_send =
            |item: &ImplItem| matches!(item, ImplItem::Fn(method) if method.sig.ident == "send");
        let Some(at) = block.items.iter().position(is_send) else {
            continue;
        };
        let ImplItem::Fn(send) = block.items.remove(at) else {
            continue;
        };
        let operation = operations
            .iter()
            .find(|operation| operation.name().to_pascal_case() == name);
        let operation = operation.with_context(|| format!("no operation is called {name}"))?;
        let record = answer(&send.sig.output).and_then(|answer| {
            let envelope = calls::envelope(&contract.document, operation);
            records::model(&answer, envelope, models)
        });
        let described = calls::description(&contract.document, operation, record);
        let (request, send) =
            parted(send).with_context(|| format!("{}: its `send`", operation.name()))?;
        block.items.insert(
            0,
            parse_quote! { pub(crate) const OPERATION: Operation = #described; },
        );
        block.items.push(ImplItem::Fn(request));
        block.items.push(ImplItem::Fn(send));
    }
    Ok(())
}

/// The function that builds the request, and the one that sends it.
fn parted(send: ImplItemFn) -> anyhow::Result<(ImplItemFn, ImplItemFn)> {
    let docs = &send.attrs;
    let answer = answer(&send.sig.output).context("it does not answer with a ResponseValue")?;
    let function = match types::text(&answer).as_str() {
        "ByteStream" => format_ident!("send_stream"),
        "()" => format_ident!("send_empty"),
        _ if types::inside(&answer, "Vec").is_some() => format_ident!("send_list"),
        _ => format_ident!("send"),
    };
    let sending = parse_quote! {
        #(#docs)*
        pub async fn send(self) -> Result<ResponseValue<#answer>, Error> {
            self.client.http.#function(&Self::OPERATION, self.request()).await
        }
    };
    let mut statements = send.block.stmts;
    let end = statements
        .iter()
        .position(|all| is_local(all, "mut request") || is_local(all, "request"))
        .context("it builds no request")?;
    statements.truncate(end + 1);
    let Some(Stmt::Local(request)) = statements.pop() else {
        return Err(anyhow::anyhow!("it builds no request"));
    };
    let init = request.init.context("its request is not built at once")?;
    let built = init.expr;
    let mut request: ImplItemFn = parse_quote! {
        pub(crate) fn request(self) -> Result<Request, Error> {
            #(#statements)*
            Ok(#built)
        }
    };
    let mut edit = Edit::default();
    edit.visit_impl_item_fn_mut(&mut request);
    ensure!(
        edit.paths == 1 && edit.methods == 1,
        "the generator's way of building a request has changed"
    );
    Ok((request, sending))
}

/// The `T` of `Result<ResponseValue<T>, …>`.
fn answer(output: &ReturnType) -> Option<Type> {
    let ReturnType::Type(_, kind) = output else {
        return None;
    };
    let value = types::inside(kind, "Result")?;
    types::inside(value, "ResponseValue").cloned()
}

/// Has the request built by the runtime, for a server that is known only when it is sent.
#[derive(Default)]
struct Edit {
    paths: usize,
    methods: usize,
}

impl VisitMut for Edit {
    fn visit_stmt_mut(&mut self, statement: &mut Stmt) {
        visit_mut::visit_stmt_mut(self, statement);
        if !is_local(statement, "url") {
            return;
        }
        if let Stmt::Local(local) = statement
            && let Some(init) = &mut local.init
            && let Expr::Macro(format) = &*init.expr
            && let Some(path) = path(format)
        {
            *init.expr = path;
            local.pat = parse_quote! { path };
            self.paths += 1;
        }
    }

    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_mut::visit_expr_mut(self, expression);
        let Expr::MethodCall(call) = expression else {
            return;
        };
        let ExprMethodCall {
            receiver,
            method,
            args,
            ..
        } = &*call;
        if receiver.to_token_stream().to_string() == "client . client" {
            let method = format_ident!("{}", method.to_string().to_uppercase());
            *expression = parse_quote! { client.http.request(Method::#method, &path) };
            self.methods += 1;
        } else if method == "header" && args.to_token_stream().to_string().contains("ACCEPT") {
            // What is accepted follows from what is read, so the runtime says it.
            *expression = (**receiver).clone();
        }
    }

    fn visit_path_mut(&mut self, path: &mut Path) {
        if path.to_token_stream().to_string() == "Error :: InvalidRequest" {
            *path = parse_quote! { Error::invalid_request };
        }
    }
}

/// The path that `format!("{}/path/{}", client.baseurl, …)` puts behind a base URL.
fn path(format: &ExprMacro) -> Option<Expr> {
    let parse = Punctuated::<Expr, Token![,]>::parse_terminated;
    let arguments = format.mac.parse_body_with(parse).ok()?;
    let mut arguments = arguments.into_iter();
    let template: LitStr = syn::parse2(arguments.next()?.into_token_stream()).ok()?;
    let template = template.value();
    let template = template.strip_prefix("{}")?;
    let base = arguments.next()?.into_token_stream().to_string();
    let rest: Vec<Expr> = arguments.collect();
    match (base.as_str(), rest.is_empty()) {
        ("client . baseurl", true) => Some(parse_quote! { #template }),
        ("client . baseurl", false) => Some(parse_quote! { format!(#template, #(#rest),*) }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    fn method(code: proc_macro2::TokenStream) -> ImplItemFn {
        syn::parse2(code).expect("a method")
    }

    #[test]
    fn a_send_becomes_a_request_and_a_call() {
        let send = method(quote! {
            /// Sends a `GET` request to `/a/{id}`
            pub async fn send(self) -> Result<ResponseValue<types::A>, Error<types::E>> {
                let Self { client, id } = self;
                let id = id.map_err(Error::InvalidRequest)?;
                let url = format!("{}/a/{}", client.baseurl, encode_path(&id.to_string()),);
                #[allow(unused_mut)]
                let mut request = client.client.get(url).header(::reqwest::header::ACCEPT, JSON).query(&q).build()?;
                let result = client.exec(request, &info).await;
                ResponseValue::from_response(result?).await
            }
        });
        let (request, send) = parted(send).expect("parted");
        let expected = method(quote! {
            pub(crate) fn request(self) -> Result<Request, Error> {
                let Self { client, id } = self;
                let id = id.map_err(Error::invalid_request)?;
                let path = format!("/a/{}", encode_path(&id.to_string()));
                Ok(client.http.request(Method::GET, &path).query(&q).build()?)
            }
        });
        assert_eq!(
            request.to_token_stream().to_string(),
            expected.to_token_stream().to_string()
        );
        let expected = method(quote! {
            /// Sends a `GET` request to `/a/{id}`
            pub async fn send(self) -> Result<ResponseValue<types::A>, Error> {
                self.client.http.send(&Self::OPERATION, self.request()).await
            }
        });
        assert_eq!(send, expected);
    }

    #[test]
    fn streams_lists_and_responses_without_body_have_calls_of_their_own() {
        for (answer, function) in [
            ("ByteStream", "send_stream"),
            ("()", "send_empty"),
            ("Vec<types::A>", "send_list"),
        ] {
            let answer: Type = syn::parse_str(answer).expect("a type");
            let (_, send) = parted(method(quote! {
                pub async fn send(self) -> Result<ResponseValue<#answer>, Error<()>> {
                    let url = format!("{}/a", client.baseurl);
                    let request = client.client.put(url).build()?;
                }
            }))
            .expect("parted");
            let code = send.to_token_stream().to_string();
            assert!(code.contains(&format!("http . {function} (")), "{code}");
        }
    }

    #[test]
    fn code_that_the_generator_writes_otherwise_is_an_error() {
        let other = method(quote! {
            pub async fn send(self) -> Result<ResponseValue<types::A>, Error<()>> {
                let url = client.url("/a");
                let request = client.client.get(url).build()?;
            }
        });
        let error = parted(other).expect_err("no path");
        assert!(error.to_string().contains("has changed"), "{error}");
    }
}
