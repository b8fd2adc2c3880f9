//! Writes the checks of the models that callers write, from the limits and rules of the document.

use std::collections::BTreeMap;

use anyhow::{Context, bail, ensure};
use openapi_document::SchemaView;
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;
use syn::{Item, parse_quote};

use super::{
    limits::{Constants, decimal, groups},
    model::{Model, ModelField, Models},
    shapes::{self, Purpose, Shapes},
};
use crate::read::kind::Kind;

/// A `Validate` for each model that callers write, and the patterns that they share.
pub fn checks(models: &Models, shapes: &Shapes<'_>) -> anyhow::Result<Vec<Item>> {
    let mut context = Checks {
        shapes,
        models: &models.models,
        constants: Constants::default(),
    };
    let mut blocks = Vec::new();
    let written = models
        .models
        .values()
        .filter(|model| model.purpose != Purpose::Read);
    for model in written {
        if let Some(shape) = shapes.model(&model.ident.to_string()) {
            blocks.push(context.validate(model, shape)?);
        }
    }
    let mut items = context.constants.items();
    items.extend(blocks);
    Ok(items)
}

struct Checks<'a> {
    shapes: &'a Shapes<'a>,
    models: &'a BTreeMap<String, Model>,
    constants: Constants,
}

impl Checks<'_> {
    fn validate(&mut self, model: &Model, shape: &shapes::Model<'_>) -> anyhow::Result<Item> {
        let Model {
            ident: name,
            fields,
            ..
        } = model;
        let mut checks = Vec::new();
        for field in fields {
            checks.extend(self.field(field, shape.property(&field.wire)));
        }
        for (keyword, function) in [
            ("x-requires-one-of", quote! { one_of }),
            ("x-excludes", quote! { excludes }),
        ] {
            let wrong = |error: anyhow::Error| shape.diagnostic(&[keyword], error.to_string());
            for group in groups(shape.get(keyword)).map_err(wrong)? {
                let members = members(&group, fields).map_err(wrong)?;
                checks.push(quote! { at.#function(&[#(#members),*]); });
            }
        }
        let wrong = |error: anyhow::Error| shape.diagnostic(&["x-conflicts"], error.to_string());
        let conflicts = match shape.get("x-conflicts") {
            None => &[][..],
            Some(conflicts) => conflicts
                .as_array()
                .context("it is not a list of objects")
                .map_err(wrong)?,
        };
        for combination in conflicts {
            checks.push(conflict(combination, fields).map_err(wrong)?);
        }
        let at = if checks.is_empty() {
            quote! { _ }
        } else {
            quote! { at }
        };
        Ok(parse_quote! {
            impl Validate for types::#name {
                fn check(&self, #at: &mut Checker<'_>) {
                    #(#checks)*
                }
            }
        })
    }

    fn is_checked(&self, kind: &Kind) -> bool {
        matches!(kind, Kind::Model(name) if self.models.contains_key(&name.to_string()))
    }

    fn field(
        &mut self,
        field: &ModelField,
        property: Option<SchemaView<'_>>,
    ) -> Option<TokenStream> {
        let count = property.as_ref().and_then(|list| count(field, list));
        let value = self.value(field, property);
        (count.is_some() || value.is_some()).then(|| quote! { #count #value })
    }

    fn value(
        &mut self,
        field: &ModelField,
        property: Option<SchemaView<'_>>,
    ) -> Option<TokenStream> {
        let wire = &field.wire;
        match &field.kind {
            Kind::String => {
                let limits = property.and_then(|property| self.constants.text(wire, property));
                limits.map(|limits| {
                    let value = field.slice();
                    quote! { at.text(#wire, #value, #limits); }
                })
            }
            Kind::Decimal => {
                let limits = property.and_then(|property| self.constants.number(property));
                let limits =
                    limits.map_or_else(|| quote! { Number::ANY }, |limits| quote! { #limits });
                let value = field.copy();
                Some(quote! { at.number(#wire, #value, #limits); })
            }
            kind if kind.is("i64") => {
                let limits = property.and_then(|property| self.constants.number(property));
                limits.map(|limits| {
                    let value = field.copy();
                    quote! { at.number(#wire, #value.map(Decimal::from), #limits); }
                })
            }
            Kind::Model(name) if self.shapes.is_open(&name.to_string()) => {
                let value = field.reference();
                Some(quote! { at.known(#wire, #value.and_then(|word| word.unknown())); })
            }
            kind if self.is_checked(kind) => {
                let value = field.reference();
                Some(quote! { at.object(#wire, #value); })
            }
            Kind::List(inner) if self.is_checked(inner) || self.shapes.is_replaced(inner) => {
                let value = field.slice();
                Some(quote! { at.list(#wire, #value); })
            }
            _ => None,
        }
    }
}

/// The check that a list has enough elements.
fn count(field: &ModelField, list: &SchemaView<'_>) -> Option<TokenStream> {
    let least = list.get("minItems").and_then(Value::as_u64)?;
    if !matches!(field.kind, Kind::List(_)) {
        return None;
    }
    let (wire, values) = (&field.wire, field.slice());
    let least = Literal::u64_unsuffixed(least);
    Some(quote! { at.at_least(#wire, #values.map(|values| values.len()), #least); })
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
    found.with_context(|| format!("a rule names `{name}`, which is not a property"))
}

/// The check that refuses a combination of values.
fn conflict(combination: &Value, fields: &[ModelField]) -> anyhow::Result<TokenStream> {
    let members = combination
        .as_object()
        .context("an entry of x-conflicts is not an object")?;
    ensure!(
        members.len() > 1,
        "a conflict needs at least two properties"
    );
    let mut conditions = Vec::new();
    let mut words = Vec::new();
    for (name, condition) in members {
        let field = find(name, fields)?;
        let (value, equal) = match condition.get("not") {
            Some(value) => (value, false),
            None => (condition, true),
        };
        conditions.push(comparison(field, value, equal)?);
        words.push(described(name, value, equal));
    }
    let message = format!("{} cannot be sent together", words.join(" and "));
    Ok(quote! { at.conflict(#(#conditions)&&*, #message); })
}

fn described(name: &str, value: &Value, equal: bool) -> String {
    let shown = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    match (equal, shown.as_str()) {
        (true, shown) => format!("{name} {shown}"),
        (false, "") => format!("a {name}"),
        (false, shown) => format!("a {name} other than {shown}"),
    }
}

fn comparison(field: &ModelField, value: &Value, equal: bool) -> anyhow::Result<TokenStream> {
    let operator = if equal {
        quote! { == }
    } else {
        quote! { != }
    };
    Ok(match (&field.kind, value) {
        (kind, Value::String(word)) if kind.is("bool") => {
            let (copy, wanted) = (field.copy(), (word == "yes") == equal);
            quote! { #copy == Some(#wanted) }
        }
        (Kind::Decimal, Value::Number(_)) => {
            let (copy, number) = (field.copy(), decimal(value)?);
            quote! { #copy.is_some_and(|number| number #operator #number) }
        }
        (Kind::String, Value::String(text)) => {
            let slice = field.slice();
            match (text.as_str(), equal) {
                ("", true) => quote! { #slice.is_some_and(str::is_empty) },
                ("", false) => quote! { #slice.is_some_and(|text| !text.is_empty()) },
                _ => quote! { #slice.is_some_and(|text| text #operator #text) },
            }
        }
        (_, Value::String(word)) => {
            let reference = field.reference();
            quote! { #reference.is_some_and(|word| word.as_str() #operator #word) }
        }
        (kind, _) => bail!(
            "a conflict cannot compare `{}` ({}) with {value}",
            field.wire,
            kind.in_models()
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conflict_is_described_in_words() {
        assert_eq!(
            described("tax_calculation", &"total".into(), true),
            "tax_calculation total"
        );
        assert_eq!(
            described("tax_rate", &0.into(), false),
            "a tax_rate other than 0"
        );
        assert_eq!(described("status", &"".into(), false), "a status");
    }
}
