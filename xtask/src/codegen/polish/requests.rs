//! Operations check what they send: bodies and arguments against their limits, and arguments against the rules between
//! them.

use quote::ToTokens;
use syn::{
    Ident, ImplItem, ImplItemFn, Item, Stmt, Type, ext::IdentExt, parse_quote, visit_mut::VisitMut,
};

use super::{argument_checks, names, shapes::Shapes};
use crate::document::Contract;

/// Rewrites the builders of operations.
pub fn rewrite(
    contract: &Contract,
    shapes: &Shapes<'_>,
    builder: &mut [Item],
) -> anyhow::Result<()> {
    let lists = argument_checks::lists(builder);
    for item in builder.iter_mut() {
        let name = names::of(item).unwrap_or_default();
        match item {
            Item::Struct(operation) => {
                for field in &mut operation.fields {
                    if let Some(model) = built(&field.ty) {
                        field.ty = parse_quote! { Result<types::#model, String> };
                    }
                }
            }
            Item::Impl(block) => {
                let checks = argument_checks::of(contract, &name, &lists)?;
                block.items.retain(|item| !is_named(item, "body_map"));
                let model = block.items.iter().find_map(body_model);
                for item in &mut block.items {
                    if let ImplItem::Fn(method) = item {
                        rewrite_method(method, model.as_ref(), &checks);
                        if method.sig.ident == "send" && is_checked(model.as_ref(), shapes) {
                            check_body(method);
                        }
                    }
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// The model whose builder stands in `Result<types::builder::Model, String>`.
fn built(kind: &Type) -> Option<Ident> {
    ident_after(kind, "types::builder::").map(|(model, _)| model)
}

/// The identifier behind `marker` in a piece of code, and what follows it.
fn ident_after(code: &impl ToTokens, marker: &str) -> Option<(Ident, String)> {
    let text = code.to_token_stream().to_string().replace(' ', "");
    let (_, rest) = text.split_once(marker)?;
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
    let (name, rest) = rest.split_at(end.unwrap_or(rest.len()));
    Some((syn::parse_str(name).ok()?, rest.to_owned()))
}

fn is_named(item: &ImplItem, name: &str) -> bool {
    matches!(item, ImplItem::Fn(method) if method.sig.ident == name)
}

/// The model that `fn body` takes.
fn body_model(item: &ImplItem) -> Option<Ident> {
    let ImplItem::Fn(method) = item else {
        return None;
    };
    let bound = &method.sig.generics.where_clause;
    let (model, rest) = ident_after(bound, "TryInto<types::")?;
    (method.sig.ident == "body" && rest.starts_with('>')).then_some(model)
}

fn rewrite_method(method: &mut ImplItemFn, model: Option<&Ident>, checks: &[Stmt]) {
    let name = method.sig.ident.unraw().to_string();
    match (name.as_str(), model) {
        ("new", Some(_)) => EmptyBody.visit_block_mut(&mut method.block),
        ("send", model) => {
            if model.is_some() {
                take_body(method);
            }
            let url = method
                .block
                .stmts
                .iter()
                .position(|statement| is_local(statement, "url"));
            let at = url.unwrap_or(0);
            method.block.stmts.splice(at..at, checks.iter().cloned());
        }
        _ => {}
    }
}

/// Whether a statement defines a variable of this name.
pub fn is_local(statement: &Stmt, name: &str) -> bool {
    let Stmt::Local(local) = statement else {
        return false;
    };
    local.pat.to_token_stream().to_string() == name
}

/// Whether a model has limits to be checked: those that the document names have.
fn is_checked(model: Option<&Ident>, shapes: &Shapes<'_>) -> bool {
    model.is_some_and(|model| shapes.model(&model.to_string()).is_some())
}

fn take_body(method: &mut ImplItemFn) {
    replace_body(
        method,
        &parse_quote! { let body = body.map_err(Error::InvalidRequest)?; },
    );
}

fn check_body(method: &mut ImplItemFn) {
    let checked = parse_quote! {
        let body = body
            .and_then(::sdk_runtime::validate::checked)
            .map_err(Error::InvalidRequest)?;
    };
    replace_body(method, &checked);
}

fn replace_body(method: &mut ImplItemFn, taken: &Stmt) {
    for statement in &mut method.block.stmts {
        if is_local(statement, "body") {
            *statement = taken.clone();
        }
    }
}

/// Makes a body that was not given an error, as any other argument is.
struct EmptyBody;

impl VisitMut for EmptyBody {
    fn visit_field_value_mut(&mut self, field: &mut syn::FieldValue) {
        if matches!(&field.member, syn::Member::Named(name) if name == "body") {
            field.expr = parse_quote! { missing("body") };
        }
    }
}
