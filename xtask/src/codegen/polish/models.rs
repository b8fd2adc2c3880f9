//! Models as a Rust programmer would have written them: natural types, fields in order, wire forms in serde's attributes.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::{
    Attribute, Field, Fields, FieldsNamed, Item, ItemStruct, Type, ext::IdentExt, parse_quote,
};

use super::{
    facts,
    fields::{self, Form},
    names,
    shapes::{Model, Purpose, Shapes},
    types::{self, inside, text},
};

/// Rewrites the structs.
pub fn rewrite(items: &mut [Item], shapes: &Shapes<'_>) {
    let structs = names_of(items, |item| matches!(item, Item::Struct(_)));
    for item in items {
        match item {
            Item::Struct(model) => match shapes.model(&model.ident.to_string()) {
                Some(shape) if matches!(model.fields, Fields::Named(_)) => {
                    rewrite_model(model, shape, shapes, &structs);
                }
                _ => made_up(&mut model.attrs),
            },
            Item::Enum(model) => made_up(&mut model.attrs),
            _ => {}
        }
    }
}

/// A type that the generator made up for a schema inside another one stays as it is, but for what every type has.
fn made_up(attributes: &mut Vec<Attribute>) {
    attributes.push(schema_derive());
}

fn schema_derive() -> Attribute {
    parse_quote! { #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))] }
}

fn rewrite_model(
    model: &mut ItemStruct,
    shape: &Model<'_>,
    shapes: &Shapes<'_>,
    structs: &[String],
) {
    let Fields::Named(fields) = &mut model.fields else {
        return;
    };
    order(fields, shape);
    for field in &mut fields.named {
        rewrite_field(field, shape, shapes, structs);
    }
    model.attrs = attributes(model);
    if let (Fields::Named(fields), Purpose::Read) = (&mut model.fields, shape.purpose) {
        fields.named.push(extra());
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

fn attributes(model: &ItemStruct) -> Vec<Attribute> {
    let fields = fields::of(model);
    let required = fields.iter().any(|field| field.form == Form::Required);
    let mut attributes = docs(&model.attrs);
    attributes.push(match required {
        true => parse_quote! { #[derive(Clone, Debug, PartialEq, Deserialize, Serialize)] },
        false => {
            parse_quote! { #[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)] }
        }
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
    if attributes.is_empty() {
        let title = format!(" `{wire}`.");
        attributes.push(parse_quote! { #[doc = #title] });
    }
    if let Some(facts) = facts::of(shape, &wire) {
        facts::append(&mut attributes, &facts);
    }
    let aliases = shape.aliases(&wire);
    attributes.extend(serde(field, &wire, &aliases, form, scalar.as_ref()));
    attributes.extend(schema(&inner, form, scalar.as_ref()));
    field.attrs = attributes;
    if form == Form::Patch {
        field.ty = parse_quote! { Patch<#inner> };
    }
}

/// What `schemars` is to take for the type, where serde's attribute hides it.
fn schema(inner: &Type, form: Form, scalar: Option<&Scalar>) -> Option<Attribute> {
    let written = scalar.and_then(|scalar| scalar.schema).map(str::to_owned);
    let shown = match form {
        Form::Required => written?,
        Form::Option => format!("Option<{}>", written?),
        Form::Patch => format!("Option<{}>", written.unwrap_or_else(|| text(inner))),
    };
    Some(parse_quote! { #[cfg_attr(feature = "schemars", schemars(with = #shown))] })
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
        "DateTime<Utc>" => both("utc", "String"),
        "Secret" => both("password", "String"),
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
    match form {
        Form::Required => {}
        Form::Option => parts.push(quote! { skip_serializing_if = "Option::is_none" }),
        Form::Patch => parts.push(quote! { skip_serializing_if = "Patch::is_keep" }),
    }
    (!parts.is_empty()).then(|| parse_quote! { #[serde(#(#parts),*)] })
}

/// The functions of the runtime that read and write a field.
fn with(scalar: &Scalar, form: Form) -> Option<TokenStream> {
    let Scalar { module, writes, .. } = scalar;
    let form_module = match form {
        Form::Option => "::option",
        _ if OPTIONAL_ONLY.contains(module) => return None,
        Form::Required => "",
        Form::Patch => "::patch",
    };
    let module = format!("::sdk_runtime::{module}{form_module}");
    if *writes || form == Form::Patch {
        return Some(quote! { with = #module });
    }
    // Where serde writes the right form itself, other derives are to see the type as it is.
    let read = format!("{module}::deserialize");
    Some(quote! { deserialize_with = #read })
}

/// The `use` items that the models need.
pub fn imports(items: &[Item]) -> Vec<Item> {
    let text: String = items
        .iter()
        .map(|item| item.to_token_stream().to_string())
        .collect();
    let used = |name: &str| {
        text.split(|c: char| !c.is_alphanumeric() && c != '_')
            .any(|word| word == name)
    };
    let mut imports: Vec<Item> = Vec::new();
    let chrono: Vec<_> = ["DateTime", "NaiveDate", "NaiveDateTime", "Utc"]
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
    if used("Secret") {
        imports.push(parse_quote! { use ::sdk_runtime::Secret; });
    }
    imports.push(parse_quote! { use ::sdk_runtime::{Deserialize, Serialize}; });
    imports
}
