//! Says what each argument of an operation means, in the words of the contract, and has the runtime tell that one which
//! is needed was not given.

use std::collections::HashMap;

use heck::{ToPascalCase, ToSnakeCase};
use serde_json::Value;
use syn::{
    Expr, ExprCall, ImplItem, ImplItemFn, Item, Lit, Visibility,
    ext::IdentExt,
    parse_quote,
    visit_mut::{self, VisitMut},
};

use super::names;
use crate::document::{Contract, Operation, pointer, resolve};

/// Describes the setters of all operations.
pub fn setters(contract: &Contract, view: &Value, builder: &mut [Item]) {
    let operations = contract.document.operations();
    for item in builder {
        let name = names::of(item).unwrap_or_default();
        let operation = operations
            .iter()
            .find(|operation| operation.name().to_pascal_case() == name);
        let (Some(operation), Item::Impl(block)) = (operation, item) else {
            continue;
        };
        let words = words(view, operation);
        for item in &mut block.items {
            if let ImplItem::Fn(method) = item {
                describe(method, &words);
            }
        }
    }
}

/// What the contract says of each argument, by the name of its setter: after lowering, when credentials of an operation's
/// own are arguments as well.
fn words(view: &Value, operation: &Operation<'_>) -> HashMap<String, String> {
    let said = |described: &Value| described["description"].as_str().map(ToOwned::to_owned);
    let item = pointer::of(["paths", operation.path]);
    let owners = [item, operation.pointer.clone()];
    let lists = owners.map(|owner| view.pointer(&pointer::child(&owner, "parameters")));
    let parameters = lists.into_iter().flatten().filter_map(Value::as_array);
    let parameters = parameters.flatten().filter_map(|parameter| {
        let parameter = resolve(view, parameter);
        let name = parameter["name"].as_str()?.to_snake_case();
        Some((name, said(parameter)?))
    });
    let body = view.pointer(&pointer::child(&operation.pointer, "requestBody"));
    let body = body.and_then(|body| said(resolve(view, body)));
    let body = body.map(|text| ("body".to_owned(), text));
    // A parameter that is called body keeps its own words.
    body.into_iter().chain(parameters).collect()
}

fn describe(method: &mut ImplItemFn, words: &HashMap<String, String>) {
    let name = method.sig.ident.unraw().to_string();
    if name == "new" {
        // The method of the client is the one way to it.
        method.vis = parse_quote! { pub(crate) };
        NotGiven.visit_block_mut(&mut method.block);
    }
    let is_public = matches!(method.vis, Visibility::Public(_));
    let is_described = method.attrs.iter().any(|all| all.path().is_ident("doc"));
    if let Some(text) = words.get(&name).filter(|_| is_public && !is_described) {
        method.attrs.insert(0, parse_quote! { #[doc = #text] });
    }
}

/// Has the runtime say which argument is missing, and how to give it.
struct NotGiven;

impl VisitMut for NotGiven {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_mut::visit_expr_mut(self, expression);
        if let Expr::Call(call) = expression
            && let Some(name) = missing(call)
        {
            *expression = parse_quote! { missing(#name) };
        }
    }
}

/// The argument that `Err("… was not initialized".to_string())` is about.
fn missing(call: &ExprCall) -> Option<String> {
    let [Expr::MethodCall(text)] = call.args.iter().collect::<Vec<_>>()[..] else {
        return None;
    };
    let Expr::Lit(literal) = &*text.receiver else {
        return None;
    };
    let Lit::Str(text) = &literal.lit else {
        return None;
    };
    let text = text.value();
    text.strip_suffix(" was not initialized")
        .map(ToOwned::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    #[test]
    fn arguments_have_the_words_of_the_contract() {
        let text = "
paths:
  /a/{RecordId}:
    parameters:
      - { name: RecordId, in: path, description: The record. }
    put:
      operationId: put_a
      parameters:
        - $ref: '#/components/parameters/type'
      requestBody: { $ref: '#/components/requestBodies/a' }
components:
  parameters:
    type: { name: type, in: query, description: Its type. }
  requestBodies:
    a: { description: What to put. }
";
        let document = Document::parse(std::path::Path::new("a.yaml"), text).expect("a document");
        let words = words(&document.value, &document.operations()[0]);
        for (name, expected) in [
            ("record_id", "The record."),
            ("type", "Its type."),
            ("body", "What to put."),
        ] {
            assert_eq!(words.get(name).map(String::as_str), Some(expected));
        }
        let mut setter = parse_quote! { pub fn r#type(self) -> Self { self } };
        describe(&mut setter, &words);
        let expected = parse_quote! { #[doc = "Its type."] pub fn r#type(self) -> Self { self } };
        assert_eq!(setter, expected);
        describe(&mut setter, &words);
        assert_eq!(setter, expected);
    }

    #[test]
    fn a_missing_argument_is_told_by_the_runtime() {
        let mut new = parse_quote! {
            pub fn new(client: &Client) -> Self {
                Self { client, id: Err("id was not initialized".to_string()), skip: Ok(None) }
            }
        };
        describe(&mut new, &HashMap::new());
        let expected = parse_quote! {
            pub(crate) fn new(client: &Client) -> Self {
                Self { client, id: missing("id"), skip: Ok(None) }
            }
        };
        assert_eq!(new, expected);
    }
}
