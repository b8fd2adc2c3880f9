//! Checks of the models that callers write, from the limits and rules of the document.

use anyhow::{Context, anyhow, bail, ensure};
use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;
use syn::{Item, ItemStruct, parse_quote};

use super::{
    fields::{self, ModelField},
    limits::{self, Patterns, decimal},
    shapes::{Model, Purpose, Shapes},
    types::{inside, text},
};
use crate::document::SchemaView;

/// A `Validate` for each model that callers write, and the patterns that they share.
pub fn checks(items: &[Item], shapes: &Shapes<'_>) -> anyhow::Result<Vec<Item>> {
    let structs: Vec<&ItemStruct> = items
        .iter()
        .filter_map(|item| match item {
            Item::Struct(model) => Some(model),
            _ => None,
        })
        .collect();
    let names = structs
        .iter()
        .map(|model| model.ident.to_string())
        .collect();
    let mut context = Checks {
        shapes,
        structs: names,
        patterns: Patterns::default(),
    };
    let mut blocks = Vec::new();
    for model in structs {
        let name = model.ident.to_string();
        if let Some(shape) = shapes
            .model(&name)
            .filter(|shape| shape.purpose != Purpose::Read)
        {
            blocks.push(context.validate(model, shape)?);
        }
    }
    let mut items = context.patterns.items();
    items.extend(blocks);
    Ok(items)
}

struct Checks<'a> {
    shapes: &'a Shapes<'a>,
    structs: Vec<String>,
    patterns: Patterns,
}

impl Checks<'_> {
    fn validate(&mut self, model: &ItemStruct, shape: &Model<'_>) -> anyhow::Result<Item> {
        let name = &model.ident;
        let fields = fields::of(model);
        let mut checks = Vec::new();
        for field in &fields {
            let check = self.field(field, shape.property(&field.wire));
            checks.extend(check.map_err(|error| {
                let message = format!("its limits cannot be checked: {error:#}");
                shape.diagnostic(&["properties", &field.wire], first_line(&message))
            })?);
        }
        for (keyword, function) in [
            ("x-requires-one-of", quote! { one_of }),
            ("x-excludes", quote! { excludes }),
        ] {
            let wrong = |error: anyhow::Error| shape.diagnostic(&[keyword], error.to_string());
            for group in groups(shape.get(keyword)).map_err(wrong)? {
                let members = members(&group, &fields).map_err(wrong)?;
                checks.push(quote! { at.#function(&[#(#members),*]); });
            }
        }
        let wrong = |error: anyhow::Error| shape.diagnostic(&["x-conflicts"], error.to_string());
        let conflicts = match shape.get("x-conflicts") {
            None => &[][..],
            Some(conflicts) => conflicts
                .as_array()
                .context("it is no list of objects")
                .map_err(wrong)?,
        };
        for combination in conflicts {
            checks.push(conflict(combination, &fields).map_err(wrong)?);
        }
        let at = match checks.is_empty() {
            true => quote! { _ },
            false => quote! { at },
        };
        Ok(parse_quote! {
            impl Validate for #name {
                fn check(&self, #at: &mut Checker<'_>) {
                    #(#checks)*
                }
            }
        })
    }

    fn field(
        &mut self,
        field: &ModelField,
        property: Option<SchemaView<'_>>,
    ) -> anyhow::Result<Option<TokenStream>> {
        let wire = &field.wire;
        if let Some(property) = property {
            limits::all_checked(property)?;
        }
        Ok(match text(&field.kind).as_str() {
            "String" => {
                let limits = property.map(|property| self.patterns.text(wire, property));
                limits.transpose()?.flatten().map(|limits| {
                    let value = field.slice();
                    quote! { at.text(#wire, #value, #limits); }
                })
            }
            "Decimal" => {
                let limits = property.map_or(Ok(None), limits::number)?;
                let limits = limits.unwrap_or_else(|| quote! { Number::ANY });
                let value = field.copy();
                Some(quote! { at.number(#wire, #value, #limits); })
            }
            "i64" => property.map_or(Ok(None), limits::number)?.map(|limits| {
                let value = field.copy();
                quote! { at.number(#wire, #value.map(Decimal::from), #limits); }
            }),
            name if self.shapes.is_open(name) => {
                let value = field.reference();
                Some(quote! { at.known(#wire, #value.and_then(|word| word.unknown())); })
            }
            name if self.structs.iter().any(|known| known == name) => {
                let value = field.reference();
                Some(quote! { at.object(#wire, #value); })
            }
            _ => inside(&field.kind, "Vec")
                .filter(|inner| self.structs.contains(&text(inner)))
                .map(|_| {
                    let value = field.slice();
                    quote! { at.list(#wire, #value); }
                }),
        })
    }
}

/// The groups of names in a list of lists.
pub fn groups(value: Option<&Value>) -> anyhow::Result<Vec<Vec<String>>> {
    let Some(value) = value else {
        return Ok(Vec::new());
    };
    serde_json::from_value(value.clone()).map_err(|_| anyhow!("it is no list of lists of names"))
}

/// Messages of regular expressions draw pictures below their first line.
fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or_default().to_owned()
}

fn members(group: &[String], fields: &[ModelField]) -> anyhow::Result<Vec<TokenStream>> {
    let members = group.iter().map(|name| {
        let given = find(name, fields)?.given();
        Ok(quote! { (#name, #given) })
    });
    members.collect()
}

fn find<'a>(name: &str, fields: &'a [ModelField]) -> anyhow::Result<&'a ModelField> {
    let found = fields.iter().find(|field| field.wire == name);
    found.with_context(|| format!("a rule names `{name}`, which is no property"))
}

/// A combination of values that is refused.
fn conflict(combination: &Value, fields: &[ModelField]) -> anyhow::Result<TokenStream> {
    let members = combination
        .as_object()
        .context("x-conflicts holds no object")?;
    ensure!(
        members.len() > 1,
        "a conflict is between two properties or more"
    );
    let mut conditions = Vec::new();
    let mut words = Vec::new();
    for (name, condition) in members {
        let field = find(name, fields)?;
        let (value, equal) = match condition.get("not") {
            Some(value) => (value, false),
            None => (condition, true),
        };
        conditions.push(holds(field, value, equal)?);
        words.push(told(name, value, equal));
    }
    let message = format!("{} cannot be sent together", words.join(" and "));
    Ok(quote! { at.conflict(#(#conditions)&&*, #message); })
}

fn told(name: &str, value: &Value, equal: bool) -> String {
    let shown = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    match (equal, shown.as_str()) {
        (true, shown) => format!("{name} {shown}"),
        (false, "") => format!("a {name}"),
        (false, shown) => format!("a {name} other than {shown}"),
    }
}

fn holds(field: &ModelField, value: &Value, equal: bool) -> anyhow::Result<TokenStream> {
    let comparison = match equal {
        true => quote! { == },
        false => quote! { != },
    };
    Ok(match (text(&field.kind).as_str(), value) {
        ("bool", Value::String(word)) => {
            let (copy, wanted) = (field.copy(), (word == "yes") == equal);
            quote! { #copy == Some(#wanted) }
        }
        ("Decimal", Value::Number(_)) => {
            let (copy, number) = (field.copy(), decimal(value)?);
            quote! { #copy.is_some_and(|number| number #comparison #number) }
        }
        ("String", Value::String(text)) => {
            let slice = field.slice();
            quote! { #slice.is_some_and(|text| text #comparison #text) }
        }
        (_, Value::String(word)) => {
            let reference = field.reference();
            quote! { #reference.is_some_and(|word| word.as_str() #comparison #word) }
        }
        (kind, _) => bail!("a conflict compares `{}` ({kind}) with {value}", field.wire),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conflict_is_told_in_words() {
        assert_eq!(
            told("tax_calculation", &"total".into(), true),
            "tax_calculation total"
        );
        assert_eq!(
            told("tax_rate", &0.into(), false),
            "a tax_rate other than 0"
        );
        assert_eq!(told("status", &"".into(), false), "a status");
    }
}
