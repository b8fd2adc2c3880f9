//! Models as a Rust programmer would have written them: natural types, fields in order, wire forms in serde's attributes.

use quote::format_ident;
use syn::{Attribute, Field, Fields, FieldsNamed, Item, ItemStruct, Type, parse_quote};

use super::{
    names,
    shapes::{Model, Purpose, Shapes},
    types::{self, inside, text},
};

/// Rewrites the structs.
pub fn rewrite(items: &mut [Item], shapes: &Shapes<'_>) {
    let structs = names_of(items, |item| matches!(item, Item::Struct(_)));
    for item in items {
        if let Item::Struct(model) = item
            && let Some(shape) = shapes.model(&model.ident.to_string())
            && let Fields::Named(fields) = &mut model.fields
        {
            order(fields, shape);
            for field in &mut fields.named {
                rewrite_field(field, shape, shapes, &structs);
            }
            if shape.purpose == Purpose::Read {
                fields.named.push(extra());
            }
            model.attrs = attributes(model, shape);
        }
    }
}

fn names_of(items: &[Item], wanted: impl Fn(&Item) -> bool) -> Vec<String> {
    let items = items.iter().filter(|item| wanted(item));
    items.filter_map(names::of).collect()
}

fn order(fields: &mut FieldsNamed, shape: &Model<'_>) {
    let rank = |field: &Field| {
        let name = names::wire(field);
        let place = shape
            .order
            .iter()
            .position(|known| Some(known) == name.as_ref());
        place.unwrap_or(usize::MAX)
    };
    let mut all: Vec<Field> = fields.named.iter().cloned().collect();
    all.sort_by_key(rank);
    fields.named = all.into_iter().collect();
}

/// What the contract does not know, kept where users ask for it.
fn extra() -> Field {
    parse_quote! {
        /// Fields that the contract does not know, as they came.
        #[cfg(feature = "extra-fields")]
        #[serde(flatten)]
        pub extra: ::std::collections::BTreeMap<String, ::serde_json::Value>
    }
}

fn attributes(model: &ItemStruct, shape: &Model<'_>) -> Vec<Attribute> {
    let required = match &model.fields {
        Fields::Named(fields) => fields.named.iter().any(|field| {
            inside(&field.ty, "Option").is_none()
                && inside(&field.ty, "Patch").is_none()
                && !names::wire(field).is_some_and(|name| name == "extra")
        }),
        _ => false,
    };
    let mut attributes = docs(&model.attrs);
    attributes.push(match required {
        true => parse_quote! { #[derive(Clone, Debug, PartialEq, Deserialize, Serialize)] },
        false => {
            parse_quote! { #[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)] }
        }
    });
    attributes.push(parse_quote! {
        #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    });
    if shape.purpose == Purpose::Read || shape.purpose == Purpose::Write || !required {
        attributes.push(parse_quote! { #[non_exhaustive] });
    }
    attributes
}

fn docs(attributes: &[Attribute]) -> Vec<Attribute> {
    let docs = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("doc"));
    docs.cloned().collect()
}

fn rewrite_field(field: &mut Field, shape: &Model<'_>, shapes: &Shapes<'_>, structs: &[String]) {
    let Some(wire) = names::wire(field) else {
        return;
    };
    types::shorten(&mut field.ty);
    let (inner, form) = match inside(&field.ty, "Option") {
        Some(inner) if shape.can_be_cleared(&wire) => (inner.clone(), Form::Patch),
        Some(inner) => (inner.clone(), Form::Option),
        None => (field.ty.clone(), Form::Required),
    };
    let scalar = scalar(&inner, shape.is_yes_no(&wire), shapes, structs);
    let mut attributes = docs(&field.attrs);
    let described = attributes
        .iter()
        .any(|attribute| attribute.path().is_ident("doc"));
    attributes.extend(serde(field, &wire, &form, scalar.as_ref()));
    if let (
        Some(Scalar {
            schema: Some(schema),
            ..
        }),
        Form::Option | Form::Required | Form::Patch,
    ) = (&scalar, &form)
    {
        let schema = match form {
            Form::Required => schema.to_string(),
            _ => format!("Option<{schema}>"),
        };
        attributes
            .push(parse_quote! { #[cfg_attr(feature = "schemars", schemars(with = #schema))] });
    } else if form == Form::Patch {
        let schema = format!("Option<{}>", text(&inner));
        attributes
            .push(parse_quote! { #[cfg_attr(feature = "schemars", schemars(with = #schema))] });
    }
    if form == Form::Patch {
        field.ty = parse_quote! { Patch<#inner> };
    }
    if !described {
        let title = format!(" `{wire}`.");
        attributes.insert(0, parse_quote! { #[doc = #title] });
    }
    field.attrs = attributes;
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Form {
    Required,
    Option,
    Patch,
}

/// How serde reads and writes a type that is more liberal on the wire than in Rust.
struct Scalar {
    /// The module of the runtime.
    module: &'static str,
    /// Whether it is written otherwise than serde would.
    writes: bool,
    /// The type that has the schema of what is written, where serde's `with` hides it.
    schema: Option<&'static str>,
}

fn scalar(kind: &Type, yes_no: bool, shapes: &Shapes<'_>, structs: &[String]) -> Option<Scalar> {
    let read = |module| {
        Some(Scalar {
            module,
            writes: false,
            schema: None,
        })
    };
    let both = |module, schema| {
        Some(Scalar {
            module,
            writes: true,
            schema: Some(schema),
        })
    };
    match text(kind).as_str() {
        "Decimal" => both("decimal", "f64"),
        "NaiveDate" => both("date", "String"),
        "NaiveDateTime" => both("date_time", "String"),
        "bool" if yes_no => both("yes_no", "String"),
        "bool" => read("boolean"),
        "i64" => read("integer"),
        "f64" => read("double"),
        name if shapes.is_open(name) => read("word"),
        name if structs.iter().any(|known| known == name) => read("object"),
        _ if inside(kind, "Vec").is_some() => read("list"),
        _ => None,
    }
}

/// Modules that have no form but the optional one: what must be there is read as serde reads it.
const OPTIONAL_ONLY: [&str; 3] = ["list", "object", "word"];

fn serde(field: &Field, wire: &str, form: &Form, scalar: Option<&Scalar>) -> Option<Attribute> {
    let mut parts: Vec<proc_macro2::TokenStream> = Vec::new();
    let ident = field.ident.as_ref().map(syn::ext::IdentExt::unraw);
    if ident.is_some_and(|ident| ident != wire) {
        parts.push(quote::quote! { rename = #wire });
    }
    if *form != Form::Required {
        parts.push(quote::quote! { default });
    }
    let suffix = match form {
        Form::Required => "",
        Form::Option => "::option",
        Form::Patch => "::patch",
    };
    let usable =
        |scalar: &&Scalar| *form == Form::Option || !OPTIONAL_ONLY.contains(&scalar.module);
    if let Some(Scalar { module, writes, .. }) = scalar.filter(usable) {
        let module = format!("::sdk_runtime::{module}{suffix}");
        // Where serde writes the right form itself, other derives still see the type.
        parts.push(if *writes || *form == Form::Patch {
            quote::quote! { with = #module }
        } else {
            let read = format!("{module}::deserialize");
            quote::quote! { deserialize_with = #read }
        });
    }
    match form {
        Form::Required => {}
        Form::Option => parts.push(quote::quote! { skip_serializing_if = "Option::is_none" }),
        Form::Patch => parts.push(quote::quote! { skip_serializing_if = "Patch::is_keep" }),
    }
    let attribute = (!parts.is_empty()).then(|| parse_quote! { #[serde(#(#parts),*)] });
    attribute
}

/// The `use` items that the models need.
pub fn imports(items: &[Item]) -> Vec<Item> {
    let text: String = items
        .iter()
        .map(|item| quote::ToTokens::to_token_stream(item).to_string())
        .collect();
    let used = |name: &str| {
        text.split(|c: char| !c.is_alphanumeric() && c != '_')
            .any(|word| word == name)
    };
    let mut imports: Vec<Item> = Vec::new();
    let chrono: Vec<_> = ["NaiveDate", "NaiveDateTime"]
        .into_iter()
        .filter(|name| used(name))
        .map(|name| format_ident!("{name}"))
        .collect();
    if !chrono.is_empty() {
        imports.push(parse_quote! { use ::chrono::{#(#chrono),*}; });
    }
    if used("Decimal") {
        imports.push(parse_quote! { use ::rust_decimal::Decimal; });
    }
    if used("Patch") {
        imports.push(parse_quote! { use ::sdk_runtime::Patch; });
    }
    imports.push(parse_quote! { use ::serde::{Deserialize, Serialize}; });
    imports
}
