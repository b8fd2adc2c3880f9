//! Bodies that are files, as a Rust type of the crate that knows its content type.

use anyhow::{Context, ensure};
use heck::ToPascalCase;
use quote::ToTokens;
use syn::{
    Expr, Item, Stmt, Type, parse_quote,
    visit_mut::{self, VisitMut},
};

use super::{names, requests::is_local};
use crate::document::Contract;

/// Has operations take the types that the setting `[bodies]` names, in place of bytes of no type.
pub fn rewrite(contract: &Contract, builder: &mut [Item]) -> anyhow::Result<()> {
    for (operation, kind) in &contract.codegen.bodies {
        let file = contract.folder.join("codegen.toml");
        let at = || format!("{}: [bodies] {operation}", file.display());
        let kind = syn::parse_str(kind)
            .with_context(|| format!("`{kind}` is no Rust type"))
            .with_context(at)?;
        give(operation, kind, builder).with_context(at)?;
    }
    Ok(())
}

fn give(operation: &str, kind: Type, builder: &mut [Item]) -> anyhow::Result<()> {
    let name = operation.to_pascal_case();
    let mut edit = Edit { kind, made: [0; 3] };
    for item in builder.iter_mut() {
        if names::of(item).as_deref() == Some(name.as_str()) {
            edit.visit_item_mut(item);
        }
    }
    let [types, statements, headers] = edit.made;
    ensure!(
        types + statements + headers > 0,
        "no operation of that name has a file as its body"
    );
    ensure!(
        (types, statements, headers) == (2, 1, 1),
        "{types} types, {statements} bodies, {headers} content types: the generator's code has changed"
    );
    Ok(())
}

/// The edits of one builder, and how often each was made: types, taking the body apart, the content type.
struct Edit {
    kind: Type,
    made: [usize; 3],
}

impl VisitMut for Edit {
    fn visit_type_mut(&mut self, kind: &mut Type) {
        visit_mut::visit_type_mut(self, kind);
        if kind.to_token_stream().to_string() == "reqwest :: Body" {
            *kind = self.kind.clone();
            self.made[0] += 1;
        }
    }

    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        visit_mut::visit_block_mut(self, block);
        let taken = |statement: &Stmt| is_local(statement, "body");
        if let Some(at) = block.stmts.iter().position(taken) {
            let parts = parse_quote! { let (content_type, body) = body.into_parts(); };
            block.stmts.insert(at + 1, parts);
            self.made[1] += 1;
        }
    }

    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_mut::visit_expr_mut(self, expression);
        let code = expression.to_token_stream().to_string();
        let header = "HeaderValue :: from_static (\"application/octet-stream\")";
        if matches!(expression, Expr::Call(_)) && code.ends_with(header) {
            *expression = parse_quote! { content_type };
            self.made[2] += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    fn items(code: proc_macro2::TokenStream) -> Vec<Item> {
        syn::parse2::<syn::File>(code).expect("parses").items
    }

    fn builder() -> Vec<Item> {
        items(quote! {
            struct SendFile { body: Result<reqwest::Body, String> }
            impl SendFile {
                fn body(mut self, value: impl TryInto<reqwest::Body, Error: Display>) -> Self {
                    self
                }
                async fn send(self) {
                    let body = body.map_err(Error::InvalidRequest)?;
                    let request = client
                        .header(CONTENT_TYPE, ::reqwest::header::HeaderValue::from_static("application/octet-stream"))
                        .body(body);
                }
            }
        })
    }

    #[test]
    fn a_body_brings_its_content_type() {
        let mut items_of_builder = builder();
        give(
            "send_file",
            parse_quote! { ::a::File },
            &mut items_of_builder,
        )
        .expect("rewritten");
        let expected = items(quote! {
            struct SendFile { body: Result<::a::File, String> }
            impl SendFile {
                fn body(mut self, value: impl TryInto<::a::File, Error: Display>) -> Self {
                    self
                }
                async fn send(self) {
                    let body = body.map_err(Error::InvalidRequest)?;
                    let (content_type, body) = body.into_parts();
                    let request = client.header(CONTENT_TYPE, content_type).body(body);
                }
            }
        });
        assert_eq!(items_of_builder, expected);
    }

    #[test]
    fn an_operation_without_a_file_is_refused() {
        let error = give("send", parse_quote! { ::a::File }, &mut builder()).expect_err("no such");
        assert!(
            error.to_string().contains("no operation of that name"),
            "{error}"
        );
        let mut other = items(quote! { struct Send { body: Result<reqwest::Body, String> } });
        let error =
            give("send", parse_quote! { ::a::File }, &mut other).expect_err("half a builder");
        assert!(error.to_string().contains("has changed"), "{error}");
    }
}
