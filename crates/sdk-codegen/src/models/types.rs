//! Shortens the paths of well-known types to the names by which files import them.

use syn::{
    Path, PathArguments, Type,
    visit_mut::{self, VisitMut},
};

/// What the generators write with a path, and people by the last name.
const FULL: [&[&str]; 9] = [
    &["std", "option", "Option"],
    &["std", "string", "String"],
    &["std", "vec", "Vec"],
    &["rust_decimal", "Decimal"],
    &["chrono", "NaiveDate"],
    &["chrono", "NaiveDateTime"],
    &["chrono", "DateTime"],
    &["chrono", "Utc"],
    &["order_sdk_runtime", "Secret"],
];

/// Shortens the paths of well-known types.
pub fn shorten(kind: &mut Type) {
    Shorten.visit_type_mut(kind);
}

struct Shorten;

impl VisitMut for Shorten {
    fn visit_path_mut(&mut self, path: &mut Path) {
        visit_mut::visit_path_mut(self, path);
        let is_bare = |arguments: &PathArguments| matches!(arguments, PathArguments::None);
        let modules = path.segments.len().saturating_sub(1);
        let is_full = |full: &&[&str]| {
            full.len() == path.segments.len()
                && full
                    .iter()
                    .zip(&path.segments)
                    .all(|(name, segment)| segment.ident == name)
        };
        let bare = path
            .segments
            .iter()
            .take(modules)
            .all(|all| is_bare(&all.arguments));
        if bare && FULL.iter().any(is_full) {
            path.leading_colon = None;
            path.segments = path.segments.iter().skip(modules).cloned().collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::*;

    #[test]
    fn paths_are_shortened_inside_others_too() {
        let mut kind: Type = parse_quote! {
            ::std::option::Option<::std::vec::Vec<::rust_decimal::Decimal>>
        };
        shorten(&mut kind);
        assert_eq!(kind, parse_quote! { Option<Vec<Decimal>> });
        let mut other: Type = parse_quote! { ::bouwsoft::Decimal };
        shorten(&mut other);
        assert_eq!(other, parse_quote! { ::bouwsoft::Decimal });
    }
}
