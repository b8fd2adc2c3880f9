//! Setters of operations' arguments tell why a value was refused; the generator only says that it was.

use quote::ToTokens;
use syn::{
    Expr, ExprClosure, ImplItem, ImplItemFn, Item, Pat, Path, TypeParamBound, WherePredicate,
    ext::IdentExt,
    parse_quote,
    visit_mut::{self, VisitMut},
};

/// Rewrites the setters of arguments, which are converted when they are given and refused when the call is sent.
pub fn tell_reasons(builder: &mut [Item]) {
    for item in builder {
        if let Item::Impl(block) = item {
            for item in &mut block.items {
                if let ImplItem::Fn(method) = item {
                    tell_reason(method);
                }
            }
        }
    }
}

fn tell_reason(method: &mut ImplItemFn) {
    let mut edit = Reason {
        message: format!("{}: {{error}}", method.sig.ident.unraw()),
        edited: false,
    };
    edit.visit_block_mut(&mut method.block);
    if !edit.edited {
        return;
    }
    let Some(bounds) = &mut method.sig.generics.where_clause else {
        return;
    };
    let errors: Vec<WherePredicate> = bounds.predicates.iter().filter_map(error_bound).collect();
    bounds.predicates.extend(errors);
}

/// `V::Error: Display` for a `V: TryInto<…>`.
fn error_bound(predicate: &WherePredicate) -> Option<WherePredicate> {
    let WherePredicate::Type(predicate) = predicate else {
        return None;
    };
    let value = &predicate.bounded_ty;
    let target = predicate.bounds.iter().find_map(conversion)?;
    Some(parse_quote! { <#value as #target>::Error: std::fmt::Display })
}

fn conversion(bound: &TypeParamBound) -> Option<&Path> {
    let TypeParamBound::Trait(bound) = bound else {
        return None;
    };
    let last = bound.path.segments.last()?;
    (last.ident == "TryInto").then_some(&bound.path)
}

/// Turns `|_| "conversion to … failed".to_string()` into a closure that repeats the error.
struct Reason {
    message: String,
    edited: bool,
}

impl VisitMut for Reason {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_mut::visit_expr_mut(self, expression);
        let Expr::Closure(closure) = expression else {
            return;
        };
        if drops_error(closure) {
            let message = &self.message;
            *expression = parse_quote! { |error| format!(#message) };
            self.edited = true;
        }
    }
}

fn drops_error(closure: &ExprClosure) -> bool {
    let ignored = matches!(closure.inputs.first(), Some(Pat::Wild(_)));
    let message = closure.body.to_token_stream().to_string();
    ignored && message.contains("\"conversion to ")
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
        tell_reasons(&mut items);
        items
    }

    #[test]
    fn a_setter_repeats_the_error() {
        let generated = quote! {
            impl A {
                pub fn r#type<V>(mut self, value: V) -> Self
                where
                    V: std::convert::TryInto<i64>,
                {
                    self.r#type = value.try_into().map(Some).map_err(|_| "conversion to `i64` for type failed".to_string());
                    self
                }
            }
        };
        let expected = quote! {
            impl A {
                pub fn r#type<V>(mut self, value: V) -> Self
                where
                    V: std::convert::TryInto<i64>,
                    <V as std::convert::TryInto<i64>>::Error: std::fmt::Display
                {
                    self.r#type = value.try_into().map(Some).map_err(|error| format!("type: {error}"));
                    self
                }
            }
        };
        assert_eq!(polished(generated), items(expected));
    }

    #[test]
    fn a_setter_that_repeats_it_already_stays() {
        let code = quote! {
            impl A {
                pub fn body<V>(mut self, value: V) -> Self
                where
                    V: std::convert::TryInto<B>,
                    <V as std::convert::TryInto<B>>::Error: std::fmt::Display,
                {
                    self.body = value.try_into().map_err(|error| format!("conversion to `B` for body failed: {error}"));
                    self
                }
            }
        };
        assert_eq!(polished(code.clone()), items(code));
    }
}
