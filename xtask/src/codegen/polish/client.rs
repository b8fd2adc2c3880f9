//! Adapts the generated client: our rules for every request, no header that the APIs do not know.

use anyhow::ensure;
use quote::ToTokens;
use syn::{
    Block, Expr, ExprMethodCall, ImplItem, Item, Stmt, parse_quote,
    visit_mut::{self, VisitMut},
};

/// Adds the hook that every request goes through, and removes the constructor that follows redirects.
pub fn hooks(client: &mut Vec<Item>) {
    for item in client.iter_mut() {
        if let Item::Impl(block) = item
            && block.trait_.is_none()
        {
            block
                .items
                .retain(|item| !matches!(item, ImplItem::Fn(method) if method.sig.ident == "new"));
        }
    }
    client.push(parse_quote! {
        impl ClientHooks<()> for Client {
            async fn pre<E>(
                &self,
                request: &mut ::reqwest::Request,
                _: &OperationInfo,
            ) -> ::std::result::Result<(), Error<E>> {
                ::sdk_runtime::http::prepare(request);
                Ok(())
            }
        }
    });
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
    fn code_without_the_header_is_an_error() {
        let error = polished(quote! { struct A; }).expect_err("no header");
        assert!(error.to_string().contains("1 operations, but 0"), "{error}");
    }
}
