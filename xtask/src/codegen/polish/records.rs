//! The models of the records that operations answer with, by which the runtime knows an answer from something else.

use quote::ToTokens;
use syn::{Fields, Ident, Item, ItemStruct, Meta, Token, Type, punctuated::Punctuated};

use super::{names, types};

/// The model of the records in an answer: the answer itself, what it is a list of, or what is in its member `envelope`.
/// None where that has no fields of its own.
pub fn model<'a>(answer: &Type, envelope: Option<&str>, models: &'a [Item]) -> Option<&'a Ident> {
    let model = named(innermost(answer), models)?;
    let Some(envelope) = envelope else {
        return Some(&model.ident);
    };
    let mut fields = model.fields.iter();
    let rows = fields.find(|field| names::wire(field).as_deref() == Some(envelope))?;
    named(innermost(&rows.ty), models).map(|record| &record.ident)
}

/// The type inside any number of options and lists.
fn innermost(kind: &Type) -> &Type {
    let inner = types::inside(kind, "Option").or_else(|| types::inside(kind, "Vec"));
    inner.map_or(kind, innermost)
}

/// The struct of that name, where it tells its fields, as those with our derive do.
fn named<'a>(kind: &Type, models: &'a [Item]) -> Option<&'a ItemStruct> {
    let name = names::last_segment(kind)?;
    models.iter().find_map(|item| match item {
        Item::Struct(model) if model.ident == *name && tells_fields(model) => Some(model),
        _ => None,
    })
}

fn tells_fields(model: &ItemStruct) -> bool {
    let derives = model
        .attrs
        .iter()
        .filter(|all| all.path().is_ident("derive"));
    let mut derived = derives.flat_map(|all| {
        let all = all.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
        all.into_iter().flatten()
    });
    matches!(model.fields, Fields::Named(_))
        && derived.any(|one| one.to_token_stream().to_string() == "Deserialize")
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::*;

    #[test]
    fn records_are_found_alone_in_lists_and_in_envelopes() {
        let models: [Item; 3] = [
            parse_quote! { #[derive(Clone, Deserialize)] pub struct Order { id: Option<i64> } },
            parse_quote! {
                #[derive(Clone, Deserialize)]
                pub struct Page { #[serde(rename = "Records")] records: Option<Vec<Order>>, range: Option<String> }
            },
            parse_quote! { #[derive(::serde::Deserialize)] pub struct Made(Vec<Order>); },
        ];
        let found =
            |answer: Type, envelope| model(&answer, envelope, &models).map(ToString::to_string);
        let order = Some("Order".to_owned());
        assert_eq!(found(parse_quote! { types::Order }, None), order);
        assert_eq!(found(parse_quote! { Vec<types::Order> }, None), order);
        assert_eq!(found(parse_quote! { types::Page }, Some("Records")), order);
        for (other, envelope) in [
            (parse_quote! { types::Page }, Some("range")),
            (parse_quote! { types::Page }, Some("rows")),
            (parse_quote! { types::Made }, None),
            (parse_quote! { ByteStream }, None),
            (parse_quote! { () }, None),
        ] {
            assert_eq!(found(other, envelope), None);
        }
    }
}
