//! Setters of operations' arguments, in short: one function of the runtime converts what is given, and keeps why it
//! cannot where it cannot. The generator writes the conversion out for each, and drops the reason.

use quote::ToTokens;
use syn::{
    Expr, ExprMethodCall, GenericParam, ImplItem, ImplItemFn, Item, Path, TypeParamBound,
    WherePredicate,
    ext::IdentExt,
    parse_quote,
    visit::{self, Visit},
};

use super::types;

/// Rewrites the setters of arguments, which are converted when they are given and refused when the call is sent.
pub fn shorten(builder: &mut [Item]) {
    for item in builder {
        if let Item::Impl(block) = item {
            for item in &mut block.items {
                if let ImplItem::Fn(method) = item
                    && let Some(short) = short(method)
                {
                    *method = short;
                }
            }
        }
    }
}

/// The setter in short; none where the method is no setter.
fn short(method: &ImplItemFn) -> Option<ImplItemFn> {
    let [GenericParam::Type(_)] = method.sig.generics.params.iter().collect::<Vec<_>>()[..] else {
        return None;
    };
    let bounds = method.sig.generics.where_clause.as_ref()?;
    let conversion = bounds.predicates.iter().find_map(conversion)?;
    let conversion = parse_quote! { #conversion };
    let target = types::inside(&conversion, "TryInto")?;
    let mut chain = Chain::default();
    chain.visit_block(&method.block);
    if !chain.converts {
        return None;
    }
    let docs = method.attrs.iter().filter(|all| all.path().is_ident("doc"));
    let ident = &method.sig.ident;
    let name = ident.unraw().to_string();
    let some = chain.some.then_some(quote::quote! { .map(Some) });
    Some(parse_quote! {
        #(#docs)*
        pub fn #ident(mut self, value: impl TryInto<#target, Error: Display>) -> Self {
            self.#ident = argument(#name, value) #some;
            self
        }
    })
}

/// The `TryInto<…>` of a `V: TryInto<…>`.
fn conversion(predicate: &WherePredicate) -> Option<Path> {
    let WherePredicate::Type(predicate) = predicate else {
        return None;
    };
    predicate.bounds.iter().find_map(|bound| match bound {
        TypeParamBound::Trait(bound) => {
            let last = bound.path.segments.last()?;
            (last.ident == "TryInto").then(|| bound.path.clone())
        }
        _ => None,
    })
}

/// What a setter does with the value it is given.
#[derive(Default)]
struct Chain {
    /// Whether it converts the value.
    converts: bool,
    /// Whether it may also be left out.
    some: bool,
}

impl Visit<'_> for Chain {
    fn visit_expr_method_call(&mut self, call: &ExprMethodCall) {
        visit::visit_expr_method_call(self, call);
        let value = |expression: &Expr| expression.to_token_stream().to_string() == "value";
        self.converts |= call.method == "try_into" && value(&call.receiver);
        let argument = call
            .args
            .first()
            .map(|all| all.to_token_stream().to_string());
        self.some |= call.method == "map" && argument.as_deref() == Some("Some");
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    fn items(code: proc_macro2::TokenStream) -> Vec<Item> {
        syn::parse2::<syn::File>(code).expect("parses").items
    }

    fn polished(code: proc_macro2::TokenStream) -> Vec<Item> {
        let mut items = items(code);
        shorten(&mut items);
        items
    }

    #[test]
    fn a_setter_becomes_a_call_that_keeps_the_reason() {
        let generated = quote! {
            impl A {
                pub fn r#type<V>(mut self, value: V) -> Self
                where
                    V: std::convert::TryInto<::std::string::String>,
                {
                    self.r#type = value.try_into().map(Some).map_err(|_| "conversion to `String` for type failed".to_string());
                    self
                }

                pub fn body<B>(mut self, value: B) -> Self
                where
                    B: std::convert::TryInto<reqwest::Body>,
                {
                    self.body = value.try_into().map_err(|_| "conversion to `reqwest::Body` for body failed".to_string());
                    self
                }
            }
        };
        let expected = quote! {
            impl A {
                pub fn r#type(mut self, value: impl TryInto<::std::string::String, Error: Display>) -> Self {
                    self.r#type = argument("type", value).map(Some);
                    self
                }

                pub fn body(mut self, value: impl TryInto<reqwest::Body, Error: Display>) -> Self {
                    self.body = argument("body", value);
                    self
                }
            }
        };
        assert_eq!(polished(generated), items(expected));
    }

    #[test]
    fn other_methods_stay() {
        let code = quote! {
            impl A {
                pub fn new(client: &Client) -> Self {
                    Self { client }
                }

                pub fn each<V>(self, value: V) -> Self
                where
                    V: Iterator,
                {
                    self
                }
            }
        };
        assert_eq!(polished(code.clone()), items(code));
    }
}
