//! Names of items and fields in a syntax tree.

use proc_macro2::{Span, TokenStream};
use syn::{
    AttrStyle, Attribute, Expr, ExprLit, Field, Ident, Item, Lit, LitStr, MacroDelimiter, Meta,
    MetaList, MetaNameValue, Path, Type, ext::IdentExt,
};

/// The name of an item, or the name of the type that an `impl` is for.
pub fn of(item: &Item) -> Option<String> {
    match item {
        Item::Struct(item) => Some(item.ident.to_string()),
        Item::Enum(item) => Some(item.ident.to_string()),
        Item::Mod(item) => Some(item.ident.to_string()),
        Item::Impl(item) => last_segment(&item.self_ty).map(ToString::to_string),
        _ => None,
    }
}

/// The last segment of a path type.
pub fn last_segment(kind: &Type) -> Option<&Ident> {
    match kind {
        Type::Path(path) => path.path.segments.last().map(|segment| &segment.ident),
        _ => None,
    }
}

/// The text of a doc comment.
pub fn doc(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(meta) = &attribute.meta else {
        return None;
    };
    match &meta.value {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) if meta.path.is_ident("doc") => Some(text.value()),
        _ => None,
    }
}

/// A line of a doc comment. It is made without parsing, because a crate has thousands of them.
pub fn doc_attribute(text: &str) -> Attribute {
    Attribute {
        pound_token: Default::default(),
        style: AttrStyle::Outer,
        bracket_token: Default::default(),
        meta: Meta::NameValue(MetaNameValue {
            path: Path::from(Ident::new("doc", Span::call_site())),
            eq_token: Default::default(),
            value: Expr::Lit(ExprLit {
                attrs: Vec::new(),
                lit: Lit::Str(LitStr::new(text, Span::call_site())),
            }),
        }),
    }
}

/// An attribute with arguments, made without parsing for the same reason.
pub fn attribute(name: &str, arguments: TokenStream) -> Attribute {
    Attribute {
        meta: Meta::List(MetaList {
            path: Path::from(Ident::new(name, Span::call_site())),
            delimiter: MacroDelimiter::Paren(Default::default()),
            tokens: arguments,
        }),
        ..doc_attribute("")
    }
}

/// The name of a field on the wire.
pub fn wire(field: &Field) -> Option<String> {
    let ident = field.ident.as_ref()?;
    Some(renamed(&field.attrs).unwrap_or_else(|| ident.unraw().to_string()))
}

/// The name in serde's `rename`.
pub fn renamed(attributes: &[Attribute]) -> Option<String> {
    setting(attributes, "rename")
}

/// Whether serde's attributes have a setting, with or without a value.
pub fn has(attributes: &[Attribute], name: &str) -> bool {
    settings(attributes)
        .iter()
        .any(|(known, _)| known.is_ident(name))
}

/// The value of a setting in serde's attributes.
pub fn setting(attributes: &[Attribute], name: &str) -> Option<String> {
    let mut all = settings(attributes).into_iter();
    all.find_map(|(known, value)| value.filter(|_| known.is_ident(name)))
}

fn settings(attributes: &[Attribute]) -> Vec<(Path, Option<String>)> {
    let mut found = Vec::new();
    for attribute in attributes.iter().filter(|a| a.path().is_ident("serde")) {
        // A value that is not a string is ignored and ends the parsing.
        let _ = attribute.parse_nested_meta(|meta| {
            let value = meta.value().and_then(|value| value.parse::<LitStr>()).ok();
            found.push((meta.path, value.map(|value| value.value())));
            Ok(())
        });
    }
    found
}
