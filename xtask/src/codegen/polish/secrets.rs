//! Secrets that travel in a header: they have no `Display`, and the header is marked so that nothing shows it.

use std::collections::BTreeSet;

use quote::ToTokens;
use syn::{
    Expr, ExprIf, ExprMethodCall, Item, ItemStruct, parse_quote,
    visit_mut::{self, VisitMut},
};

use super::names;

/// Rewrites how operations put secrets into headers.
pub fn headers(builder: &mut [Item]) {
    let secrets: BTreeSet<(String, String)> = builder.iter().flat_map(secrets).collect();
    for item in builder {
        let Some(operation) = names::of(item) else {
            continue;
        };
        let own = secrets.iter().filter(|(owner, _)| *owner == operation);
        let arguments: Vec<String> = own.map(|(_, argument)| argument.clone()).collect();
        if !arguments.is_empty() {
            Headers { arguments }.visit_item_mut(item);
        }
    }
}

/// The arguments of an operation that are secrets, each with the operation.
fn secrets(item: &Item) -> Vec<(String, String)> {
    let Item::Struct(ItemStruct { ident, fields, .. }) = item else {
        return Vec::new();
    };
    let secret = fields.iter().filter(|field| {
        let kind = field.ty.to_token_stream().to_string();
        kind.split(' ').any(|word| word == "Secret")
    });
    let named = secret.filter_map(|field| field.ident.as_ref());
    named
        .map(|argument| (ident.to_string(), argument.to_string()))
        .collect()
}

struct Headers {
    /// The variables that hold secrets.
    arguments: Vec<String>,
}

impl Headers {
    fn holds(&self, expression: &Expr) -> bool {
        let text = expression.to_token_stream().to_string();
        self.arguments.contains(&text)
    }
}

impl VisitMut for Headers {
    fn visit_expr_if_mut(&mut self, branch: &mut ExprIf) {
        // An optional header has the name `value` inside its branch.
        let given = matches!(&*branch.cond, Expr::Let(given) if self.holds(&given.expr));
        match given {
            true => Self {
                arguments: vec!["value".into()],
            }
            .visit_block_mut(&mut branch.then_branch),
            false => visit_mut::visit_expr_if_mut(self, branch),
        }
    }

    fn visit_expr_method_call_mut(&mut self, call: &mut ExprMethodCall) {
        visit_mut::visit_expr_method_call_mut(self, call);
        if call.method != "append" || call.args.len() != 2 {
            return;
        }
        let name = call.args[0].clone();
        if let Some(secret) = converted(&call.args[1]).filter(|secret| self.holds(secret)) {
            call.args[1] = parse_quote! {
                ::sdk_runtime::http::secret_header(#name, &#secret).map_err(Error::invalid_request)?
            };
        }
    }
}

/// The `x` of `x.to_string().try_into()?`.
fn converted(expression: &Expr) -> Option<Expr> {
    let Expr::Try(tried) = expression else {
        return None;
    };
    let Expr::MethodCall(into) = &*tried.expr else {
        return None;
    };
    let Expr::MethodCall(text) = &*into.receiver else {
        return None;
    };
    (into.method == "try_into" && text.method == "to_string").then(|| (*text.receiver).clone())
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    fn items(code: proc_macro2::TokenStream) -> Vec<Item> {
        syn::parse2::<syn::File>(code).expect("parses").items
    }

    #[test]
    fn secrets_alone_become_marked_headers() {
        let operation = quote! {
            pub struct Ask<'a> {
                client: &'a super::Client,
                key: Result<Secret, String>,
                token: Result<Option<Secret>, String>,
                id: Result<Option<String>, String>,
            }
        };
        let generated = quote! {
            #operation
            impl<'a> Ask<'a> {
                fn send(self) {
                    header_map.append("X-Key", key.to_string().try_into()?);
                    if let Some(value) = token {
                        header_map.append("X-Token", value.to_string().try_into()?);
                    }
                    if let Some(value) = id {
                        header_map.append("X-Id", value.to_string().try_into()?);
                    }
                }
            }
            impl<'a> Other<'a> {
                fn send(self) {
                    header_map.append("X-Key", key.to_string().try_into()?);
                }
            }
        };
        let expected = quote! {
            #operation
            impl<'a> Ask<'a> {
                fn send(self) {
                    header_map.append(
                        "X-Key",
                        ::sdk_runtime::http::secret_header("X-Key", &key).map_err(Error::invalid_request)?
                    );
                    if let Some(value) = token {
                        header_map.append(
                            "X-Token",
                            ::sdk_runtime::http::secret_header("X-Token", &value).map_err(Error::invalid_request)?
                        );
                    }
                    if let Some(value) = id {
                        header_map.append("X-Id", value.to_string().try_into()?);
                    }
                }
            }
            impl<'a> Other<'a> {
                fn send(self) {
                    header_map.append("X-Key", key.to_string().try_into()?);
                }
            }
        };
        let mut polished = items(generated);
        headers(&mut polished);
        assert_eq!(polished, items(expected));
    }
}
