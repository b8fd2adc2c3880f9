//! Rust types of generated code, as values. They are recognised once, by the identifiers of their paths.

use syn::{
    GenericArgument, Ident, PathArguments, Type, TypePath, parse_quote,
    visit::{self, Visit},
    visit_mut::{self, VisitMut},
};

use crate::scalars::Scalar;

/// The type of an argument, a field or a result.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// `String`.
    String,
    /// A string that is not shown in logs.
    Secret,
    /// `bool`, `i64`, `f64` and the other primitive types.
    Primitive(Ident),
    /// `Decimal`.
    Decimal,
    /// A Rust type for strings of a format.
    Scalar(&'static Scalar),
    /// `Vec`.
    List(Box<Self>),
    /// A list that is sent as one string, separated by commas.
    Separated(Box<Self>),
    /// A generated type, by its name.
    Model(Ident),
    /// The result of an operation whose response has no body.
    Unit,
    /// A file.
    File,
    /// A response that is a string.
    Text,
    /// Any other type, as the generators wrote it.
    Other(Box<Type>),
}

const PRIMITIVES: [&str; 13] = [
    "bool", "f32", "f64", "i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64", "usize", "isize",
];

impl Kind {
    /// The kind of a type in the generators' code, which writes types of other crates with their paths.
    pub fn of(kind: &Type) -> Self {
        match kind {
            Type::Tuple(tuple) if tuple.elems.is_empty() => Self::Unit,
            Type::Reference(reference) => Self::of(&reference.elem),
            Type::Path(path) => Self::of_path(path),
            other => Self::Other(Box::new(other.clone())),
        }
    }

    fn of_path(kind: &TypePath) -> Self {
        let other = || Self::Other(Box::new(Type::Path(kind.clone())));
        let segments: Vec<_> = kind.path.segments.iter().collect();
        let inner = || inner(kind).map(|inner| Box::new(Self::of(inner)));
        match segments.as_slice() {
            [one] if one.ident == "str" => Self::String,
            [one] if PRIMITIVES.iter().any(|known| one.ident == known) => {
                Self::Primitive(one.ident.clone())
            }
            // A type without a path is generated, because types of other crates have one.
            [one] if one.arguments.is_none() => Self::Model(one.ident.clone()),
            [module, one] if module.ident == "types" => Self::Model(one.ident.clone()),
            [.., one] => match one.ident.to_string().as_str() {
                "String" => Self::String,
                "Secret" => Self::Secret,
                "Decimal" => Self::Decimal,
                "Vec" => inner().map_or_else(other, Self::List),
                "CommaSeparated" => inner().map_or_else(other, Self::Separated),
                name => Scalar::named(name).map_or_else(other, Self::Scalar),
            },
            [] => other(),
        }
    }

    /// Whether it is the primitive type of this name.
    pub fn is(&self, primitive: &str) -> bool {
        matches!(self, Self::Primitive(known) if known == primitive)
    }

    /// Whether it is or contains a scalar that serde reads and writes only with the runtime's help.
    pub fn is_nested(&self) -> bool {
        match self {
            Self::Decimal | Self::Scalar(_) | Self::Secret => true,
            Self::List(item) => item.is_nested(),
            Self::Other(kind) => {
                let mut search = Nested(false);
                visit::visit_type(&mut search, kind);
                search.0
            }
            _ => false,
        }
    }

    /// The type inside any number of lists.
    pub fn innermost(&self) -> &Self {
        match self {
            Self::List(inner) => inner.innermost(),
            other => other,
        }
    }

    /// The type in the module of the models, with models by their bare names.
    pub fn in_models(&self) -> String {
        self.text("")
    }

    /// The type in code that imports the module `types`.
    pub fn in_calls(&self) -> String {
        self.text("types::")
    }

    fn text(&self, models: &str) -> String {
        match self {
            Self::String | Self::Text => "String".to_owned(),
            Self::Secret => "Secret".to_owned(),
            Self::Primitive(ident) => ident.to_string(),
            Self::Decimal => "Decimal".to_owned(),
            Self::Scalar(scalar) => scalar.short(),
            Self::List(inner) => format!("Vec<{}>", inner.text(models)),
            Self::Separated(inner) => format!("CommaSeparated<{}>", inner.text(models)),
            Self::Model(ident) => format!("{models}{ident}"),
            Self::Unit => "()".to_owned(),
            Self::File => "Download".to_owned(),
            Self::Other(kind) => {
                let mut kind = (**kind).clone();
                visit_mut::visit_type_mut(&mut Models(models), &mut kind);
                shown(&kind)
            }
        }
    }
}

/// Searches the arguments of a type.
struct Nested(bool);

impl Visit<'_> for Nested {
    fn visit_type(&mut self, kind: &Type) {
        self.0 |= Kind::of(kind).is_nested();
    }
}

/// Writes the models among the arguments of a type.
struct Models<'a>(&'a str);

impl VisitMut for Models<'_> {
    fn visit_type_mut(&mut self, kind: &mut Type) {
        match (Kind::of(kind), self.0) {
            (Kind::Model(name), "") => *kind = parse_quote! { #name },
            (Kind::Model(name), _) => *kind = parse_quote! { types::#name },
            _ => visit_mut::visit_type_mut(self, kind),
        }
    }
}

/// The type inside a wrapper, for example `Option<…>`, if the wrapper has this name.
pub fn inside<'a>(kind: &'a Type, wrapper: &str) -> Option<&'a Type> {
    let Type::Path(path) = kind else { return None };
    let is_wrapper = path.path.segments.last()?.ident == wrapper;
    inner(path).filter(|_| is_wrapper)
}

/// The first type argument of a path.
fn inner(path: &TypePath) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments else {
        return None;
    };
    match arguments.args.first() {
        Some(GenericArgument::Type(inner)) => Some(inner),
        _ => None,
    }
}

/// The source text of a type, in one line.
pub fn shown(kind: &Type) -> String {
    let item: syn::Item = parse_quote! { type Shown = #kind; };
    let file = syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: vec![item],
    };
    let text = prettyplease::unparse(&file);
    let text = text.trim_start_matches("type Shown = ").trim_end();
    let lines: Vec<_> = text.trim_end_matches(';').lines().map(str::trim).collect();
    lines.join(" ").replace("< ", "<").replace(", >", ">")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_recognised_and_written_in_short() {
        for (emitted, expected) in [
            ("::std::string::String", "String"),
            ("&'a str", "String"),
            ("&'a ::rust_decimal::Decimal", "Decimal"),
            ("::chrono::DateTime<::chrono::Utc>", "DateTime<Utc>"),
            (
                "::std::vec::Vec<::std::vec::Vec<types::Order>>",
                "Vec<Vec<types::Order>>",
            ),
            (
                "::order_sdk_core::CommaSeparated<i64>",
                "CommaSeparated<i64>",
            ),
            ("::bouwsoft::OrderColumns", "::bouwsoft::OrderColumns"),
            ("Order", "types::Order"),
            (
                "::std::option::Option<::std::boxed::Box<Order>>",
                "::std::option::Option<::std::boxed::Box<types::Order>>",
            ),
            ("u32", "u32"),
            ("()", "()"),
        ] {
            let kind = Kind::of(&syn::parse_str(emitted).expect("a type"));
            assert_eq!(kind.in_calls(), expected, "{emitted}");
        }
    }

    #[test]
    fn scalars_with_a_wire_form_of_their_own_are_found_in_containers() {
        for (emitted, expected) in [
            ("::rust_decimal::Decimal", true),
            (
                "::std::vec::Vec<::std::vec::Vec<::chrono::NaiveDate>>",
                true,
            ),
            (
                "::std::collections::BTreeMap<::std::string::String, ::std::option::Option<::rust_decimal::Decimal>>",
                true,
            ),
            (
                "::std::collections::BTreeMap<::std::string::String, Decimal>",
                false,
            ),
            ("::std::vec::Vec<f64>", false),
            ("Order", false),
        ] {
            let kind = Kind::of(&syn::parse_str(emitted).expect("a type"));
            assert_eq!(kind.is_nested(), expected, "{emitted}");
        }
    }

    #[test]
    fn a_model_of_a_well_known_name_is_a_model() {
        let kind = Kind::of(&parse_quote! { types::Decimal });
        assert_eq!(kind, Kind::Model(parse_quote! { Decimal }));
    }
}
