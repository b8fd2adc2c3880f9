//! Operations check what they send: bodies against their limits, arguments against the rules between them.

use heck::{ToPascalCase, ToSnakeCase};
use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::{
    Ident, ImplItem, ImplItemFn, Item, Stmt, Type, ext::IdentExt, parse_quote, visit_mut::VisitMut,
};

use super::{names, shapes::Shapes, validation::groups};
use crate::document::{Contract, parameters, pointer};

/// Rewrites the builders of operations.
pub fn rewrite(
    contract: &Contract,
    shapes: &Shapes<'_>,
    builder: &mut [Item],
) -> anyhow::Result<()> {
    let lists = lists(builder);
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
                let rules = rules(contract, &name, &lists)?;
                block.items.retain(|item| !is_named(item, "body_map"));
                let model = block.items.iter().find_map(body_model);
                for item in &mut block.items {
                    if let ImplItem::Fn(method) = item {
                        rewrite_method(method, model.as_ref(), &rules);
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

/// The arguments that are lists joined by commas, each with its builder.
fn lists(builder: &[Item]) -> Vec<(String, String)> {
    let structs = builder.iter().filter_map(|item| match item {
        Item::Struct(operation) => Some(operation),
        _ => None,
    });
    let fields = structs.flat_map(|operation| {
        let fields = operation.fields.iter();
        fields.map(|field| (operation.ident.to_string(), field))
    });
    let joined = fields.filter(|(_, field)| {
        let kind = field.ty.to_token_stream().to_string();
        kind.contains("CommaSeparated")
    });
    joined
        .filter_map(|(operation, field)| Some((operation, field.ident.as_ref()?.to_string())))
        .collect()
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

fn rewrite_method(method: &mut ImplItemFn, model: Option<&Ident>, rules: &[Stmt]) {
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
            method.block.stmts.splice(at..at, rules.iter().cloned());
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

/// Checks of the rules between the arguments of an operation.
fn rules(
    contract: &Contract,
    builder: &str,
    lists: &[(String, String)],
) -> anyhow::Result<Vec<Stmt>> {
    let operations = contract.document.operations();
    let operation = operations
        .iter()
        .find(|operation| operation.name().to_pascal_case() == builder);
    let Some(operation) = operation else {
        return Ok(Vec::new());
    };
    let mut checks = Vec::new();
    for (keyword, function) in [
        ("x-requires-one-of", quote! { one_of }),
        ("x-excludes", quote! { excludes }),
    ] {
        let wrong = |message: String| {
            let at = pointer::child(&operation.pointer, keyword);
            let help = "write a list of lists of names of parameters";
            contract.document.diagnostic(&at, "generate", message, help)
        };
        let groups = groups(operation.value.get(keyword));
        for group in groups.map_err(|error| wrong(error.to_string()))? {
            let known = parameters(&contract.document, operation);
            let is_known = |name: &&String| known.iter().any(|(known, _)| known == *name);
            if let Some(name) = group.iter().find(|name| !is_known(name)) {
                return Err(wrong(format!("the operation has no parameter `{name}`")).into());
            }
            let members = group.iter().map(|name| given(builder, name, lists));
            checks.push(quote! { at.#function(&[#(#members),*]); });
        }
    }
    if checks.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![parse_quote! {
        ::sdk_runtime::validate::arguments(|at| { #(#checks)* }).map_err(Error::InvalidRequest)?;
    }])
}

/// A parameter's name, and whether it is given.
fn given(builder: &str, name: &str, lists: &[(String, String)]) -> TokenStream {
    let ident: Ident = format_ident!("{}", name.to_snake_case());
    let is_list = lists.contains(&(builder.to_owned(), name.to_owned()));
    let given = match is_list {
        true => quote! { ::sdk_runtime::CommaSeparated::is_given(&#ident) },
        false => quote! { #ident.is_some() },
    };
    quote! { (#name, #given) }
}
