//! Checks of the models that callers write, from the limits and rules of the document.

use anyhow::{Context, anyhow, bail, ensure};
use heck::ToShoutySnakeCase;
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use serde_json::Value;
use syn::{Ident, Item, ItemStruct, parse_quote};

use super::{
    fields::{self, ModelField},
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
        patterns: Vec::new(),
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
    let patterns = context.patterns.iter().map(|(ident, pattern)| -> Item {
        parse_quote! { static #ident: Pattern = Pattern::new(#pattern); }
    });
    Ok(patterns.chain(blocks).collect())
}

struct Checks<'a> {
    shapes: &'a Shapes<'a>,
    structs: Vec<String>,
    patterns: Vec<(Ident, String)>,
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
        let keyword = |name| property.and_then(|property| property.get(name));
        Ok(match text(&field.kind).as_str() {
            "String" => {
                let pattern = keyword("pattern").and_then(Value::as_str);
                self.text(field, keyword("maxLength").and_then(Value::as_u64), pattern)?
            }
            "Decimal" => {
                let (value, limits) = (field.copy(), number_limits(&keyword)?);
                Some(quote! { at.number(#wire, #value, #limits); })
            }
            "i64"
                if ["minimum", "maximum"]
                    .iter()
                    .any(|limit| keyword(limit).is_some()) =>
            {
                let (value, limits) = (field.copy(), number_limits(&keyword)?);
                Some(quote! { at.number(#wire, #value.map(Decimal::from), #limits); })
            }
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

    fn text(
        &mut self,
        field: &ModelField,
        max: Option<u64>,
        pattern: Option<&str>,
    ) -> anyhow::Result<Option<TokenStream>> {
        let (wire, value) = (&field.wire, field.slice());
        let mut limits = quote! { Text::ANY };
        if let Some(max) = max {
            let max = Literal::u64_unsuffixed(max);
            limits.extend(quote! { .max(#max) });
        }
        if let Some(pattern) = pattern {
            regex::Regex::new(pattern).with_context(|| format!("the pattern of {wire}"))?;
            let ident = self.pattern(wire, pattern);
            limits.extend(quote! { .pattern(&#ident) });
        }
        let limited = max.is_some() || pattern.is_some();
        Ok(limited.then(|| quote! { at.text(#wire, #value, #limits); }))
    }

    /// The static that holds a pattern: named after the first property that has it.
    fn pattern(&mut self, wire: &str, pattern: &str) -> Ident {
        if let Some((ident, _)) = self.patterns.iter().find(|(_, known)| known == pattern) {
            return ident.clone();
        }
        let name = wire.to_shouty_snake_case();
        let taken = |name: &str| self.patterns.iter().any(|(ident, _)| ident == name);
        let ident = match taken(&name) {
            true => format_ident!("{name}_{}", self.patterns.len()),
            false => format_ident!("{name}"),
        };
        self.patterns.push((ident.clone(), pattern.to_owned()));
        ident
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

fn number_limits<'a>(
    keyword: &impl Fn(&'static str) -> Option<&'a Value>,
) -> anyhow::Result<TokenStream> {
    let mut limits = quote! { Number::ANY };
    if let Some(min) = keyword("minimum") {
        let min = decimal(min)?;
        limits.extend(quote! { .min(#min) });
    }
    if let Some(max) = keyword("maximum") {
        let max = decimal(max)?;
        limits.extend(quote! { .max(#max) });
    }
    if let Some(decimals) = keyword("x-decimals").and_then(Value::as_u64) {
        let decimals = Literal::u64_unsuffixed(decimals);
        limits.extend(quote! { .decimals(#decimals) });
    }
    Ok(limits)
}

/// A number of the document as an expression.
fn decimal(number: &Value) -> anyhow::Result<TokenStream> {
    let text = number.to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let fraction = fraction.trim_end_matches('0');
    let digits: i64 = format!("{whole}{fraction}")
        .parse()
        .with_context(|| format!("{text} is no number that a decimal can be made of"))?;
    let digits = Literal::i64_unsuffixed(digits);
    let scale = Literal::usize_unsuffixed(fraction.len());
    Ok(quote! { Decimal::new(#digits, #scale) })
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
    fn numbers_of_the_document_are_exact() {
        let code = |text: &str| {
            let number: Value = serde_json::from_str(text).expect("a number");
            decimal(&number)
                .expect("a decimal")
                .to_string()
                .replace(' ', "")
        };
        assert_eq!(code("9999999.9999"), "Decimal::new(99999999999,4)");
        assert_eq!(code("100"), "Decimal::new(100,0)");
        assert_eq!(code("-0.50"), "Decimal::new(-5,1)");
    }

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
