//! Names of items and fields in a syntax tree.

use syn::{Attribute, Expr, ExprLit, Field, Ident, Item, Lit, LitStr, Meta, Type, ext::IdentExt};

/// The name an item has, or the name of the type that an `impl` is for.
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

/// What a field is called on the wire.
pub fn wire(field: &Field) -> Option<String> {
    let ident = field.ident.as_ref()?;
    Some(renamed(&field.attrs).unwrap_or_else(|| ident.unraw().to_string()))
}

/// The name that serde's `rename` gives.
pub fn renamed(attributes: &[Attribute]) -> Option<String> {
    let mut found = None;
    for attribute in attributes.iter().filter(|a| a.path().is_ident("serde")) {
        // A setting without a value, or with one of another form, is none of our business here.
        let _ = attribute.parse_nested_meta(|meta| {
            if let Ok(value) = meta.value() {
                let value: LitStr = value.parse()?;
                if meta.path.is_ident("rename") {
                    found = Some(value.value());
                }
            }
            Ok(())
        });
    }
    found
}
