//! Rewrites models to what a Rust programmer would write: natural types, fields in order, wire forms in serde's
//! attributes.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{
    Attribute, Field, Fields, FieldsNamed, Item, ItemStruct, Type, ext::IdentExt, parse_quote,
};

use super::{
    facts,
    model::{Form, Model, ModelField, Models},
    names,
    shapes::{self, Purpose, Shapes},
    types,
};
use crate::read::kind::{Kind, inside, shown};

/// Rewrites the structs, and returns the models as values.
pub fn rewrite(mut items: Vec<Item>, shapes: &Shapes<'_>) -> Models {
    let structs = names_of(
        &items,
        |item| matches!(item, Item::Struct(model) if matches!(model.fields, Fields::Named(_))),
    );
    let mut models = BTreeMap::new();
    for item in &mut items {
        match item {
            Item::Struct(model) => match shapes.model(&model.ident.to_string()) {
                Some(shape) if is_model(&model.fields) => {
                    let read = rewrite_model(model, shape, shapes, &structs);
                    models.insert(read.ident.to_string(), read);
                }
                _ => made_up(&mut model.attrs, model.fields.iter_mut()),
            },
            Item::Enum(model) => {
                let variants = model.variants.iter_mut();
                made_up(
                    &mut model.attrs,
                    variants.flat_map(|variant| &mut variant.fields),
                );
            }
            _ => {}
        }
    }
    Models {
        items,
        models,
        structs,
    }
}

/// Whether a struct only has fields for properties. A struct with a flattened field also contains other members
/// or alternatives.
fn is_model(fields: &Fields) -> bool {
    let is_flat = |field: &Field| names::has(&field.attrs, "flatten");
    matches!(fields, Fields::Named(_)) && !fields.iter().any(is_flat)
}

/// Adds the attributes that every type needs. For types that the generator made up for nested schemas.
fn made_up<'a>(attributes: &mut Vec<Attribute>, fields: impl Iterator<Item = &'a mut Field>) {
    attributes.push(schema_derive());
    for field in fields.filter(|field| Kind::of(&field.ty).is_nested()) {
        let schema = shown(&types::schema(&field.ty));
        // For serde, an optional field with `with` is required unless it has `default`.
        let is_optional = field.ident.is_some() && inside(&field.ty, "Option").is_some();
        if is_optional && !names::has(&field.attrs, "flatten") {
            field.attrs.push(parse_quote! { #[serde(default)] });
        }
        field.attrs.extend::<[Attribute; 2]>([
            parse_quote! { #[serde(with = "::order_sdk_core::nested")] },
            parse_quote! { #[cfg_attr(feature = "schemars", schemars(with = #schema))] },
        ]);
    }
}

fn schema_derive() -> Attribute {
    let arguments = quote! { feature = "schemars", derive(::schemars::JsonSchema) };
    names::attribute("cfg_attr", arguments)
}

fn rewrite_model(
    model: &mut ItemStruct,
    shape: &shapes::Model<'_>,
    shapes: &Shapes<'_>,
    structs: &BTreeSet<String>,
) -> Model {
    let mut read = Vec::new();
    if let Fields::Named(fields) = &mut model.fields {
        order(fields, shape);
        let fields = fields.named.iter_mut();
        read.extend(fields.filter_map(|field| rewrite_field(field, shape, shapes, structs)));
    }
    model.attrs = attributes(model, &read);
    if let (Fields::Named(fields), Purpose::Read) = (&mut model.fields, shape.purpose) {
        fields.named.push(extra(&read));
    }
    Model {
        ident: model.ident.clone(),
        purpose: shape.purpose,
        fields: read,
    }
}

fn names_of(items: &[Item], wanted: impl Fn(&Item) -> bool) -> BTreeSet<String> {
    let items = items.iter().filter(|item| wanted(item));
    items.filter_map(names::of).collect()
}

fn order(fields: &mut FieldsNamed, shape: &shapes::Model<'_>) {
    let rank = |field: &Field| {
        let name = names::wire(field);
        let place = shape
            .order
            .iter()
            .position(|known| Some(known) == name.as_ref());
        place.unwrap_or(usize::MAX)
    };
    let mut all: Vec<Field> = fields.named.iter().cloned().collect();
    all.sort_by_cached_key(rank);
    fields.named = all.into_iter().collect();
}

/// The field for members that are not in the contract. Users enable it with a feature.
fn extra(fields: &[ModelField]) -> Field {
    let is_taken = fields.iter().any(|field| field.ident == "extra");
    let name = format_ident!("{}", if is_taken { "extra_fields" } else { "extra" });
    parse_quote! {
        /// Fields that are not in the contract, as received.
        #[cfg(feature = "extra-fields")]
        #[serde(flatten)]
        pub #name: ::std::collections::BTreeMap<String, ::serde_json::Value>
    }
}

fn attributes(model: &ItemStruct, fields: &[ModelField]) -> Vec<Attribute> {
    let required = fields.iter().any(|field| field.form == Form::Required);
    let mut attributes = docs(&model.attrs);
    attributes.push(if required {
        parse_quote! { #[derive(Clone, Debug, PartialEq, Deserialize, Serialize)] }
    } else {
        parse_quote! { #[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)] }
    });
    attributes.push(schema_derive());
    attributes.push(parse_quote! { #[non_exhaustive] });
    attributes
}

fn docs(attributes: &[Attribute]) -> Vec<Attribute> {
    let docs = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("doc"));
    docs.cloned().collect()
}

fn rewrite_field(
    field: &mut Field,
    shape: &shapes::Model<'_>,
    shapes: &Shapes<'_>,
    structs: &BTreeSet<String>,
) -> Option<ModelField> {
    let wire = names::wire(field)?;
    let optional = inside(&field.ty, "Option").cloned();
    let form = match &optional {
        Some(_) if shape.can_be_cleared(&wire) => Form::Patch,
        Some(_) => Form::Option,
        // An optional list or map.
        None if names::has(&field.attrs, "default") => Form::Empty,
        None => Form::Required,
    };
    let mut inner = optional.unwrap_or_else(|| field.ty.clone());
    let kind = Kind::of(&inner);
    let schema_type = types::schema(&inner);
    types::shorten(&mut field.ty);
    types::shorten(&mut inner);
    let scalar = match kind {
        Kind::String if shape.is_text_or_integer(&wire) => Some(Scalar::read("text")),
        Kind::List(_) | Kind::Other(_) if kind.is_nested() => Some(Scalar {
            module: NESTED,
            writes: true,
            schema: Some(shown(&schema_type)),
        }),
        _ => scalar(&kind, shape.is_yes_no(&wire), shapes, structs),
    };
    let mut attributes = docs(&field.attrs);
    if attributes.is_empty() {
        let title = format!(" `{wire}`.");
        attributes.push(names::doc_attribute(&title));
    }
    if let Some(facts) = facts::of(shape, &wire) {
        facts::append(&mut attributes, &facts);
    }
    let docs = attributes.iter().filter_map(names::doc).collect();
    let aliases = shape.aliases(&wire);
    attributes.extend(serde(field, &wire, &aliases, form, scalar.as_ref()));
    attributes.extend(schema(&inner, form, scalar.as_ref()));
    field.attrs = attributes;
    if form == Form::Patch {
        field.ty = parse_quote! { Patch<#inner> };
    }
    Some(ModelField {
        ident: field.ident.clone()?,
        aliases: aliases.into_iter().map(str::to_owned).collect(),
        wire,
        kind,
        form,
        docs,
    })
}

/// The attribute with the type whose JSON Schema `schemars` uses. It is needed if serde's attribute hides that type.
fn schema(inner: &Type, form: Form, scalar: Option<&Scalar>) -> Option<Attribute> {
    let written = scalar.and_then(|scalar| scalar.schema.clone());
    let schema = match form {
        Form::Required | Form::Empty => written?,
        Form::Option => format!("Option<{}>", written?),
        Form::Patch => format!("Option<{}>", written.unwrap_or_else(|| shown(inner))),
    };
    let arguments = quote! { feature = "schemars", schemars(with = #schema) };
    Some(names::attribute("cfg_attr", arguments))
}

/// How serde reads and writes a type that has more forms on the wire than in Rust.
struct Scalar {
    /// The module of the runtime.
    module: &'static str,
    /// Whether the module also writes the value, because serde would write another form.
    writes: bool,
    /// The type with the JSON Schema of the written form, if serde's `with` hides it.
    schema: Option<String>,
}

impl Scalar {
    /// A scalar that is read in several forms, and that serde writes without help.
    const fn read(module: &'static str) -> Self {
        Self {
            module,
            writes: false,
            schema: None,
        }
    }
}

fn scalar(
    kind: &Kind,
    yes_no: bool,
    shapes: &Shapes<'_>,
    structs: &BTreeSet<String>,
) -> Option<Scalar> {
    let read = |module| Some(Scalar::read(module));
    let both = |module, schema: &str| {
        Some(Scalar {
            module,
            writes: true,
            schema: Some(schema.to_owned()),
        })
    };
    match kind {
        Kind::Decimal => both("decimal", "f64"),
        Kind::Scalar(scalar) => both(scalar.module, "String"),
        Kind::Secret => both("password", "String"),
        Kind::Primitive(name) if name == "bool" && yes_no => both("yes_no", "String"),
        Kind::Primitive(name) if name == "bool" => read("boolean"),
        Kind::Primitive(name) if name == "i64" => read("integer"),
        Kind::Primitive(name) if name == "f64" => read("double"),
        Kind::Model(name) if shapes.is_open(&name.to_string()) => read("word"),
        Kind::Model(name) if structs.contains(&name.to_string()) => read("object"),
        Kind::List(_) => read("list"),
        _ => None,
    }
}

/// Modules that only have functions for optional fields. Serde reads required fields without them.
const OPTIONAL_ONLY: [&str; 3] = ["list", "object", "word"];
/// The module whose functions are the same for required and optional fields.
const NESTED: &str = "nested";

fn serde(
    field: &Field,
    wire: &str,
    aliases: &[&str],
    form: Form,
    scalar: Option<&Scalar>,
) -> Option<Attribute> {
    let mut parts: Vec<TokenStream> = Vec::new();
    if field
        .ident
        .as_ref()
        .is_some_and(|ident| ident.unraw() != wire)
    {
        parts.push(quote! { rename = #wire });
    }
    parts.extend(aliases.iter().map(|alias| quote! { alias = #alias }));
    if form != Form::Required {
        parts.push(quote! { default });
    }
    parts.extend(scalar.and_then(|scalar| with(scalar, form)));
    let skipped = match form {
        Form::Required => None,
        Form::Option => Some("Option::is_none".to_owned()),
        Form::Patch => Some("Patch::is_keep".to_owned()),
        // The generator writes some paths with spaces.
        Form::Empty => names::setting(&field.attrs, "skip_serializing_if")
            .map(|function| function.replace(' ', "")),
    };
    parts.extend(skipped.map(|function| quote! { skip_serializing_if = #function }));
    (!parts.is_empty()).then(|| names::attribute("serde", quote! { #(#parts),* }))
}

/// The functions of the runtime that read and write a field.
fn with(scalar: &Scalar, form: Form) -> Option<TokenStream> {
    let Scalar { module, writes, .. } = scalar;
    let form_module = match form {
        _ if *module == NESTED => "",
        Form::Option => "::option",
        _ if OPTIONAL_ONLY.contains(module) => return None,
        Form::Required | Form::Empty => "",
        Form::Patch => "::patch",
    };
    let module = format!("::order_sdk_core::{module}{form_module}");
    if *writes || form == Form::Patch {
        return Some(quote! { with = #module });
    }
    // Serde writes the right form without help. `with` would also hide the actual type from other derives.
    let read = format!("{module}::deserialize");
    Some(quote! { deserialize_with = #read })
}
