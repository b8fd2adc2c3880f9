//! Rust types in a syntax tree: recognising them, and writing them the way people do.

use quote::ToTokens;
use syn::{
    GenericArgument, Item, Path, PathArguments, Type, parse_quote,
    visit_mut::{self, VisitMut},
};

/// What the generators write out in full, and people by its last name.
const FULL: [&str; 14] = [
    ":: std :: option :: Option",
    ":: std :: string :: String",
    ":: std :: vec :: Vec",
    ":: rust_decimal :: Decimal",
    ":: chrono :: NaiveDate",
    ":: chrono :: NaiveDateTime",
    ":: chrono :: DateTime",
    ":: chrono :: Utc",
    ":: sdk_runtime :: Secret",
    "progenitor_client :: QueryParam",
    ":: reqwest :: header :: ACCEPT",
    ":: reqwest :: header :: CONTENT_TYPE",
    ":: reqwest :: header :: HeaderMap",
    ":: reqwest :: header :: HeaderValue",
];

/// Shortens the paths of well-known types.
pub fn shorten(kind: &mut Type) {
    Shorten.visit_type_mut(kind);
}

/// The same everywhere in these items.
pub fn shorten_all(items: &mut [Item]) {
    items
        .iter_mut()
        .for_each(|item| Shorten.visit_item_mut(item));
}

struct Shorten;

impl VisitMut for Shorten {
    fn visit_path_mut(&mut self, path: &mut Path) {
        visit_mut::visit_path_mut(self, path);
        let mut bare = path.clone();
        for segment in &mut bare.segments {
            segment.arguments = PathArguments::None;
        }
        let text = bare.to_token_stream().to_string();
        let is_full = |full: &&&str| {
            let rest = text.strip_prefix(**full);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(" ::"))
        };
        if let Some(full) = FULL.iter().find(is_full) {
            let modules = full.trim_start_matches(":: ").matches("::").count();
            path.leading_colon = None;
            path.segments = path.segments.iter().skip(modules).cloned().collect();
        }
    }
}

/// A type as text, without blanks.
pub fn text(kind: &Type) -> String {
    kind.to_token_stream().to_string().replace(' ', "")
}

/// The type inside `outer<…>`.
pub fn inside<'a>(kind: &'a Type, outer: &str) -> Option<&'a Type> {
    let Type::Path(path) = kind else { return None };
    let last = path.path.segments.last()?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    match arguments.args.first() {
        Some(GenericArgument::Type(inner)) if last.ident == outer => Some(inner),
        _ => None,
    }
}

/// What a function that sets a field of this type takes, and how the argument becomes the value.
pub fn argument(kind: &Type) -> (Type, syn::Expr) {
    let converted = matches!(text(kind).as_str(), "String" | "Decimal" | "Secret")
        || inside(kind, "Vec").is_some();
    match converted {
        true => (
            parse_quote! { impl Into<#kind> },
            parse_quote! { value.into() },
        ),
        false => (kind.clone(), parse_quote! { value }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shortened_inside_others_too() {
        let mut kind: Type = parse_quote! {
            ::std::option::Option<::std::vec::Vec<::rust_decimal::Decimal>>
        };
        shorten(&mut kind);
        assert_eq!(text(&kind), "Option<Vec<Decimal>>");
        let inner = inside(&kind, "Option").expect("an option");
        assert_eq!(text(inner), "Vec<Decimal>");
        assert!(inside(&kind, "Vec").is_none());
        let (argument, _) = argument(inner);
        assert_eq!(text(&argument), "implInto<Vec<Decimal>>");
    }
}
