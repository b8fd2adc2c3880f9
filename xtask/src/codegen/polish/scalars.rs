//! Tells serde how numbers and dates look on the wire: the runtime reads them liberally and writes them exactly.

use quote::ToTokens;
use syn::{Field, Fields, GenericArgument, Item, PathArguments, Type, parse_quote};

/// Rust types whose wire form differs from their own, and the module of the runtime that knows it.
const SCALARS: [(&str, &str); 3] = [
    (":: rust_decimal :: Decimal", "::sdk_runtime::decimal"),
    (":: chrono :: NaiveDate", "::sdk_runtime::date"),
    (":: chrono :: NaiveDateTime", "::sdk_runtime::date_time"),
];

/// Annotates the fields of all models.
pub fn annotate(types: &mut [Item]) {
    for item in types {
        if let Item::Struct(model) = item
            && let Fields::Named(fields) = &mut model.fields
        {
            fields.named.iter_mut().for_each(annotate_field);
        }
    }
}

fn annotate_field(field: &mut Field) {
    let inner = optional(&field.ty);
    let Some(module) = scalar(inner.unwrap_or(&field.ty)) else {
        return;
    };
    let attribute = if inner.is_some() {
        let module = format!("{module}::option");
        parse_quote! { #[serde(default, with = #module)] }
    } else {
        parse_quote! { #[serde(with = #module)] }
    };
    field.attrs.push(attribute);
}

fn scalar(kind: &Type) -> Option<&'static str> {
    let text = kind.to_token_stream().to_string();
    let found = SCALARS.iter().find(|(name, _)| *name == text);
    found.map(|(_, module)| *module)
}

/// The type inside an `Option`.
fn optional(kind: &Type) -> Option<&Type> {
    let Type::Path(path) = kind else { return None };
    let last = path.path.segments.last()?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    match arguments.args.first() {
        Some(GenericArgument::Type(inner)) if last.ident == "Option" => Some(inner),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    #[test]
    fn money_and_dates_are_annotated_and_text_is_not() {
        let mut item: Item = syn::parse2(quote! {
            struct A {
                a: ::std::option::Option<::rust_decimal::Decimal>,
                b: ::chrono::NaiveDate,
                c: ::std::option::Option<::std::string::String>,
            }
        })
        .expect("parses");
        annotate(std::slice::from_mut(&mut item));
        let expected: Item = syn::parse2(quote! {
            struct A {
                #[serde(default, with = "::sdk_runtime::decimal::option")]
                a: ::std::option::Option<::rust_decimal::Decimal>,
                #[serde(with = "::sdk_runtime::date")]
                b: ::chrono::NaiveDate,
                c: ::std::option::Option<::std::string::String>,
            }
        })
        .expect("parses");
        assert_eq!(item, expected);
    }
}
