//! Shortens the paths of well-known types to the names by which files import them.

use syn::{
    Path, PathArguments, Type, parse_quote,
    visit_mut::{self, VisitMut},
};

use crate::{
    read::kind::Kind,
    scalars::{SCALARS, Scalar},
};

/// Types that the generators write with a full path, and programmers without one.
const FULL: [&[&str]; 5] = [
    &["std", "option", "Option"],
    &["std", "string", "String"],
    &["std", "vec", "Vec"],
    &["rust_decimal", "Decimal"],
    &["order_sdk_core", "Secret"],
];

/// Shortens the paths of well-known types.
pub fn shorten(kind: &mut Type) {
    Shorten.visit_type_mut(kind);
}

/// The type with the JSON Schema of `kind`. The type of its JSON value replaces each scalar.
pub fn schema(kind: &Type) -> Type {
    let mut kind = kind.clone();
    OnTheWire.visit_type_mut(&mut kind);
    shorten(&mut kind);
    kind
}

struct OnTheWire;

impl VisitMut for OnTheWire {
    fn visit_type_mut(&mut self, kind: &mut Type) {
        match Kind::of(kind) {
            Kind::Decimal => *kind = parse_quote! { f64 },
            Kind::Scalar(_) | Kind::Secret => {
                *kind = parse_quote! { String };
            }
            _ => visit_mut::visit_type_mut(self, kind),
        }
    }
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
        let is_scalar = || {
            let mut scalars = SCALARS.iter().flat_map(Scalar::imports);
            scalars.any(|(module, name)| is_full(&&[module, name][..]))
        };
        if bare && (FULL.iter().any(is_full) || is_scalar()) {
            path.leading_colon = None;
            path.segments = path.segments.iter().skip(modules).cloned().collect();
        }
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
        assert_eq!(kind, parse_quote! { Option<Vec<Decimal>> });
        let mut other: Type = parse_quote! { ::bouwsoft::Decimal };
        shorten(&mut other);
        assert_eq!(other, parse_quote! { ::bouwsoft::Decimal });
    }

    #[test]
    fn a_schema_has_what_is_on_the_wire() {
        let kind: Type = parse_quote! {
            ::std::collections::BTreeMap<::std::string::String, ::std::vec::Vec<::rust_decimal::Decimal>>
        };
        let expected: Type = parse_quote! { ::std::collections::BTreeMap<String, Vec<f64>> };
        assert_eq!(schema(&kind), expected);
    }
}
