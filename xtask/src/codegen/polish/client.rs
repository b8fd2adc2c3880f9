//! Adapts the generated client: the transport of the runtime, no header that the APIs do not know.

use anyhow::ensure;
use quote::ToTokens;
use syn::{
    Block, Expr, ExprMethodCall, ImplItem, Item, Stmt, parse_quote,
    visit_mut::{self, VisitMut},
};

use super::calls;

/// Leaves of the generated client its operations, over the transport of the runtime.
pub fn over_transport(client: &mut Vec<Item>) -> anyhow::Result<()> {
    client.retain(|item| match item {
        Item::Struct(_) => true,
        Item::Impl(block) => block.trait_.is_none(),
        _ => false,
    });
    let mut made = 0;
    for item in client.iter_mut() {
        match item {
            Item::Struct(client) => {
                let docs = client.attrs.iter().filter(|all| all.path().is_ident("doc"));
                *item = parse_quote! {
                    #(#docs)*
                    #[derive(Clone, Debug)]
                    pub struct Client {
                        pub(crate) http: Http,
                    }
                };
                made += 1;
            }
            Item::Impl(block) => {
                let constructs = |item: &ImplItem| matches!(item, ImplItem::Fn(method) if method.sig.receiver().is_none());
                block.items.retain(|item| !constructs(item));
            }
            _ => {}
        }
    }
    client.retain(|item| !matches!(item, Item::Impl(block) if block.items.is_empty()));
    ensure!(
        made == 1,
        "{made} structs of clients: the generator's code has changed"
    );
    client.insert(1, constructor());
    let api = calls::api();
    client.push(parse_quote! { const API: Api = #api; });
    Ok(())
}

fn constructor() -> Item {
    parse_quote! {
        impl Client {
            /// A client that gets at the service as `access` says, such as a [`Grant`](::sdk_runtime::http::Grant).
            ///
            /// # Errors
            ///
            /// Where the HTTP client cannot be made.
            pub fn new(access: impl Into<Access>, settings: &Settings) -> Result<Self, ConfigError> {
                Ok(Self { http: Http::new(&API, access, settings)? })
            }
        }
    }
}

/// Removes the `api-version` header that the generator sends with every operation.
pub fn without_version_header(builder: &mut [Item]) -> anyhow::Result<()> {
    let mut edit = VersionHeader { removed: 0 };
    for item in builder.iter_mut() {
        edit.visit_item_mut(item);
    }
    let sends = builder
        .iter()
        .filter(|item| matches!(item, Item::Struct(_)))
        .count();
    ensure!(
        edit.removed == sends,
        "{sends} operations, but {} api-version headers: the generator's code has changed",
        edit.removed
    );
    Ok(())
}

struct VersionHeader {
    removed: usize,
}

impl VisitMut for VersionHeader {
    fn visit_block_mut(&mut self, block: &mut Block) {
        visit_mut::visit_block_mut(self, block);
        let before = block.stmts.len();
        block
            .stmts
            .retain(|statement| !says(statement, "\"api-version\""));
        if block.stmts.len() == before {
            return;
        }
        self.removed += 1;
        // Optional headers are appended inside an `if`.
        let others = block
            .stmts
            .iter()
            .filter(|statement| {
                let code = statement.to_token_stream().to_string();
                code.contains("header_map . append")
            })
            .count();
        if others == 0 {
            block
                .stmts
                .retain(|statement| !says(statement, "let mut header_map"));
        }
        HeaderMap { others }.visit_block_mut(block);
    }
}

/// Whether the statement is a plain one (no block of its own) that contains `text`.
fn says(statement: &Stmt, text: &str) -> bool {
    matches!(
        statement,
        Stmt::Local(_) | Stmt::Expr(Expr::MethodCall(_), _)
    ) && statement.to_token_stream().to_string().contains(text)
}

/// Gives the map of headers room for `others`, or takes it out of the request where there are none.
struct HeaderMap {
    others: usize,
}

impl VisitMut for HeaderMap {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_mut::visit_expr_mut(self, expression);
        if let Expr::MethodCall(ExprMethodCall {
            receiver, method, ..
        }) = expression
            && method == "headers"
            && self.others == 0
        {
            *expression = (**receiver).clone();
            return;
        }
        if let Expr::Call(call) = expression {
            let function = call.func.to_token_stream().to_string();
            if function.ends_with("HeaderMap :: with_capacity") {
                let room = self.others;
                call.args = parse_quote! { #room };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    fn polished(code: proc_macro2::TokenStream) -> anyhow::Result<String> {
        let mut file: syn::File = syn::parse2(code)?;
        without_version_header(&mut file.items)?;
        Ok(file.to_token_stream().to_string())
    }

    #[test]
    fn the_header_and_an_empty_map_go() {
        let code = quote! {
            struct A;
            impl A {
                fn send(self) {
                    let mut header_map = HeaderMap::with_capacity(1usize);
                    header_map.append(HeaderName::from_static("api-version"), version());
                    let request = client.get(url).headers(header_map).build()?;
                }
            }
        };
        let expected = quote! {
            struct A;
            impl A {
                fn send(self) {
                    let request = client.get(url).build()?;
                }
            }
        };
        assert_eq!(polished(code).expect("polished"), expected.to_string());
    }

    #[test]
    fn a_map_with_other_headers_stays() {
        let code = quote! {
            struct A;
            impl A {
                fn send(self) {
                    let mut header_map = HeaderMap::with_capacity(2usize);
                    header_map.append(HeaderName::from_static("api-version"), version());
                    header_map.append("Content-Type", content_type);
                    let request = client.get(url).headers(header_map).build()?;
                }
            }
        };
        let text = polished(code).expect("polished");
        assert!(text.contains("with_capacity (1usize)"), "{text}");
        assert!(text.contains(". headers (header_map)"), "{text}");
    }

    #[test]
    fn a_map_with_an_optional_header_stays() {
        let code = quote! {
            struct A;
            impl A {
                fn send(self) {
                    let mut header_map = HeaderMap::with_capacity(2usize);
                    header_map.append(HeaderName::from_static("api-version"), version());
                    if let Some(value) = x_trace {
                        header_map.append("X-Trace", value.to_string().try_into()?);
                    }
                    let request = client.get(url).headers(header_map).build()?;
                }
            }
        };
        let text = polished(code).expect("polished");
        assert!(text.contains("with_capacity (1usize)"), "{text}");
        assert!(text.contains(". headers (header_map)"), "{text}");
    }

    #[test]
    fn of_the_client_its_operations_stay() {
        let mut file: syn::File = syn::parse2(quote! {
            #[derive(Clone, Debug)]
            /// A client.
            pub struct Client { pub(crate) baseurl: String, pub(crate) client: reqwest::Client }
            impl Client { pub fn new(baseurl: &str) -> Self { Self::over(baseurl) } }
            impl ClientInfo<()> for Client {}
            const _: () = {};
            impl Client { pub fn get_a(&self) -> builder::GetA<'_> { builder::GetA::new(self) } }
        })
        .expect("parses");
        over_transport(&mut file.items).expect("polished");
        let code = file.to_token_stream().to_string();
        assert!(code.starts_with("# [doc"), "{code}");
        assert!(code.contains("pub (crate) http : Http"), "{code}");
        assert!(code.contains("fn get_a (& self)"), "{code}");
        assert!(
            !code.contains("baseurl") && !code.contains("ClientInfo"),
            "{code}"
        );
        assert_eq!(code.matches("impl Client").count(), 2, "{code}");
    }

    #[test]
    fn code_without_the_header_is_an_error() {
        let error = polished(quote! { struct A; }).expect_err("no header");
        assert!(error.to_string().contains("1 operations, but 0"), "{error}");
    }
}
