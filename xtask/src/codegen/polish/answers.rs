//! The end of each operation, from the built request on: one function of the runtime sends it and reads the answer.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{
    Expr, ImplItem, Item, LitStr, Pat, Stmt, parse_quote, visit::Visit, visit_mut::VisitMut,
};

use super::requests::is_local;

/// Rewrites the ends of the operations. Where one stays, it reads bodies so that an error names the field.
pub fn read(builder: &mut [Item]) {
    for item in builder {
        let Item::Impl(block) = item else { continue };
        for item in &mut block.items {
            if let ImplItem::Fn(method) = item
                && method.sig.ident == "send"
            {
                shorten(&mut method.block.stmts);
                Bodies.visit_block_mut(&mut method.block);
            }
        }
    }
}

/// Replaces the end that an operation of one success has, whose errors are all of one shape.
fn shorten(statements: &mut Vec<Stmt>) {
    let Some(start) = statements.iter().position(|all| is_local(all, "info")) else {
        return;
    };
    let (Some(operation), Some(success)) = (name(&statements[start]), success(statements)) else {
        return;
    };
    let found = &statements[start..];
    if quote! { #(#found)* }.to_string() != end(&operation, &success).to_string() {
        return;
    }
    statements.truncate(start);
    if let Some(Stmt::Local(request)) = statements.last_mut() {
        request.attrs.clear();
        request.pat = parse_quote! { request };
    }
    let call =
        parse_quote! { ::sdk_runtime::http::call(client, request, #operation, #success).await };
    statements.push(Stmt::Expr(call, None));
}

/// The end as the generator writes it.
fn end(operation: &LitStr, success: &Pat) -> TokenStream {
    let failure =
        quote! { Err(Error::ErrorResponse(ResponseValue::from_response(response).await?)) };
    quote! {
        let info = OperationInfo { operation_id: #operation, };
        client.pre(&mut request, &info).await?;
        let result = client.exec(request, &info).await;
        client.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            #success => { ResponseValue::from_response(response).await }
            400u16..=499u16 => { #failure }
            500u16..=599u16 => { #failure }
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
}

/// The name of the operation, which is the one text in the statement.
fn name(statement: &Stmt) -> Option<LitStr> {
    struct Search(Option<LitStr>);
    impl Visit<'_> for Search {
        fn visit_lit_str(&mut self, text: &LitStr) {
            self.0 = Some(text.clone());
        }
    }
    let mut search = Search(None);
    search.visit_stmt(statement);
    search.0
}

/// The status that the first arm of the last statement stands for.
fn success(statements: &[Stmt]) -> Option<Pat> {
    match statements.last()? {
        Stmt::Expr(Expr::Match(answers), None) => Some(answers.arms.first()?.pat.clone()),
        _ => None,
    }
}

/// Has bodies read by the runtime.
struct Bodies;

impl VisitMut for Bodies {
    fn visit_expr_path_mut(&mut self, path: &mut syn::ExprPath) {
        if path.to_token_stream().to_string() == "ResponseValue :: from_response" {
            *path = parse_quote! { ::sdk_runtime::http::read };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn polished(end: &TokenStream) -> String {
        let mut item: Item = parse_quote! {
            impl A {
                async fn send(self) {
                    #[allow(unused_mut)]
                    let mut request = client.client.get(url).build()?;
                    #end
                }
            }
        };
        read(std::slice::from_mut(&mut item));
        item.to_token_stream().to_string()
    }

    #[test]
    fn the_usual_end_becomes_a_call() {
        let expected = quote! {
            impl A {
                async fn send(self) {
                    let request = client.client.get(url).build()?;
                    ::sdk_runtime::http::call(client, request, "get_a", 200u16).await
                }
            }
        };
        let usual = end(&parse_quote! { "get_a" }, &parse_quote! { 200u16 });
        assert_eq!(polished(&usual), expected.to_string());
    }

    #[test]
    fn another_end_stays_and_reads_by_the_runtime() {
        let other = quote! {
            let info = OperationInfo { operation_id: "get_a", };
            let response = client.exec(request, &info).await?;
            match response.status().as_u16() {
                200u16 => Ok(ResponseValue::stream(response)),
                _ => Err(Error::ErrorResponse(ResponseValue::from_response(response).await?)),
            }
        };
        let text = polished(&other);
        assert!(text.contains("let mut request"), "{text}");
        assert!(text.contains("ResponseValue :: stream"), "{text}");
        assert!(
            text.contains(":: sdk_runtime :: http :: read (response)"),
            "{text}"
        );
    }
}
