//! Turns the limits of a schema into expressions that the runtime checks.

use std::collections::BTreeMap;

use anyhow::{Context, anyhow};
use heck::ToShoutySnakeCase;
use openapi_document::SchemaView;
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use serde_json::Value;
use syn::{Ident, Item, parse_quote};

use super::patterns;
use crate::read::operation::Limits;

/// Keywords that limit a value, but that generated code does not check before it sends the value. The lint reports
/// them.
pub const UNCHECKED: [&str; 8] = [
    "minLength",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
];

/// The keyword with the words that describe a pattern in error messages.
pub const PATTERN_TEXT: &str = "x-pattern-text";

/// The limits of an argument that generated code can check: those of a string, a number, or numbers in a list.
pub fn of_argument(schema: SchemaView<'_>) -> Limits {
    let is_string = schema.get("type").and_then(Value::as_str) == Some("string");
    if let Some(items) = schema.items() {
        return Limits {
            max_length: None,
            ..of_argument(items)
        };
    }
    let number = |keyword: &str| {
        let limit = schema.get(keyword).filter(|_| !is_string)?;
        let (digits, scale) = decimal_parts(limit).ok()?;
        Some(format!("decimal({digits}, {scale})"))
    };
    let whole = |keyword: &str| schema.get(keyword).and_then(Value::as_u64);
    Limits {
        max_length: whole("maxLength").filter(|_| is_string),
        min: number("minimum"),
        max: number("maximum"),
        decimals: whole("x-decimals").filter(|_| !is_string),
    }
}

/// The regular expression of a schema, and the words for a string that matches it. `None` if generated code
/// cannot check it; the lint reports that.
fn pattern(schema: SchemaView<'_>) -> Option<[String; 2]> {
    let pattern = schema.get("pattern")?.as_str()?;
    let words = schema.get(PATTERN_TEXT).and_then(Value::as_str);
    let words = words.map_or_else(|| format!("a string that matches {pattern}"), str::to_owned);
    patterns::machine(pattern).ok()?;
    Some([pattern.to_owned(), words])
}

/// The groups of names in a list of lists.
pub fn groups(value: Option<&Value>) -> anyhow::Result<Vec<Vec<String>>> {
    let Some(value) = value else {
        return Ok(Vec::new());
    };
    serde_json::from_value(value.clone()).map_err(|_| anyhow!("it is not a list of lists of names"))
}

/// A number of the document as a constant expression.
pub fn decimal(number: &Value) -> anyhow::Result<TokenStream> {
    let (digits, scale) = decimal_parts(number)?;
    let digits = Literal::i64_unsuffixed(digits);
    let scale = Literal::usize_unsuffixed(scale);
    Ok(quote! { decimal(#digits, #scale) })
}

/// The digits of a number without its decimal point, and the number of its decimals.
fn decimal_parts(number: &Value) -> anyhow::Result<(i64, usize)> {
    let text = number.to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let fraction = fraction.trim_end_matches('0');
    let digits: i64 = format!("{whole}{fraction}")
        .parse()
        .with_context(|| format!("{text} does not fit a decimal"))?;
    Ok((digits, fraction.len()))
}

/// The limits that generated code checks. Each is one constant, which all fields with that limit use.
#[derive(Default)]
pub struct Constants {
    patterns: Vec<(Ident, [String; 2])>,
    /// The definition of each constant, by its name.
    limits: BTreeMap<String, Item>,
}

impl Constants {
    /// The limits of a number; `None` if the schema has none.
    pub fn number(&mut self, schema: SchemaView<'_>) -> Option<Ident> {
        let mut name = String::from("NUMBER");
        let mut limits = TokenStream::new();
        for (keyword, method) in [("minimum", "min"), ("maximum", "max")] {
            // A limit that is out of the range of decimals needs no check.
            let limit = schema.get(keyword);
            if let Some((limit, value)) =
                limit.and_then(|limit| Some((limit, decimal(limit).ok()?)))
            {
                let method = format_ident!("{method}");
                name.push_str(&format!("_{method}_{limit}"));
                limits.extend(quote! { .#method(#value) });
            }
        }
        if let Some(decimals) = schema.get("x-decimals").and_then(Value::as_u64) {
            name.push_str(&format!("_decimals_{decimals}"));
            let decimals = Literal::u64_unsuffixed(decimals);
            limits.extend(quote! { .decimals(#decimals) });
        }
        (!limits.is_empty()).then(|| self.constant(&name, &quote! { Number }, &limits))
    }

    /// The limits of a string; `None` if the schema has none.
    pub fn text(&mut self, field: &str, schema: SchemaView<'_>) -> Option<Ident> {
        let mut name = String::from("TEXT");
        let mut limits = TokenStream::new();
        if let Some(max) = schema.get("maxLength").and_then(Value::as_u64) {
            name.push_str(&format!("_max_{max}"));
            let max = Literal::u64_unsuffixed(max);
            limits.extend(quote! { .max(#max) });
        }
        let pattern = pattern(schema);
        if let Some(pattern) = pattern {
            let ident = self.pattern(field, pattern);
            name.push_str(&format!("_{ident}"));
            limits.extend(quote! { .pattern(&#ident) });
        }
        (!limits.is_empty()).then(|| self.constant(&name, &quote! { Text<'_> }, &limits))
    }

    /// The constants, patterns first.
    pub fn items(&self) -> Vec<Item> {
        let patterns = self
            .patterns
            .iter()
            .filter_map(|(ident, [pattern, words])| {
                let fields = patterns::machine(pattern).ok()?.fields();
                let docs = format!(" `{pattern}`");
                Some(parse_quote! {
                    #[doc = #docs]
                    static #ident: Pattern = Pattern { expected: #words, #fields };
                })
            });
        patterns.chain(self.limits.values().cloned()).collect()
    }

    fn constant(&mut self, name: &str, kind: &TokenStream, limits: &TokenStream) -> Ident {
        let name = name
            .replace('-', "minus ")
            .replace('.', " ")
            .to_shouty_snake_case();
        let ident = format_ident!("{name}");
        let limits_of = if name.starts_with("TEXT") {
            format_ident!("Text")
        } else {
            format_ident!("Number")
        };
        let constant = parse_quote! { const #ident: #kind = #limits_of::ANY #limits; };
        self.limits.insert(name, constant);
        ident
    }

    /// The name of the static with this pattern. It is named after the first property that has the pattern.
    fn pattern(&mut self, field: &str, pattern: [String; 2]) -> Ident {
        if let Some((ident, _)) = self.patterns.iter().find(|(_, known)| *known == pattern) {
            return ident.clone();
        }
        let name = field.to_shouty_snake_case();
        let ident = if self.patterns.iter().any(|(ident, _)| *ident == name) {
            format_ident!("{name}_{}", self.patterns.len())
        } else {
            format_ident!("{name}")
        };
        self.patterns.push((ident.clone(), pattern));
        ident
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

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
        assert_eq!(code("9999999.9999"), "decimal(99999999999,4)");
        assert_eq!(code("100"), "decimal(100,0)");
        assert_eq!(code("-0.50"), "decimal(-5,1)");
    }

    #[test]
    fn a_limit_that_cannot_be_checked_is_omitted() {
        let text = |schema: Value| {
            let mut constants = Constants::default();
            constants.text("unit", SchemaView::new(&Value::Null, &schema));
            let items = constants.items();
            quote! { #(#items)* }.to_string()
        };
        let code = text(json!({ "pattern": "^[a-z]$" }));
        let words = "a string that matches ^[a-z]$";
        let expected = quote! {
            #[doc = " `^[a-z]$`"]
            static UNIT: Pattern = Pattern {
                expected: #words,
                classes: &[Class::new(&[('a', 'z')])],
                start: States::of(&[0]),
                anywhere: States::of(&[]),
                states: &[(0, States::of(&[END]))]
            };
        };
        assert!(code.contains(&expected.to_string()), "{code}");
        assert_eq!(text(json!({ "pattern": "^\\d$", "minLength": 1 })), "");
        let huge = json!({ "minimum": 0, "maximum": 1e30 });
        let limits = of_argument(SchemaView::new(&Value::Null, &huge));
        assert_eq!(
            (limits.min.as_deref(), limits.max),
            (Some("decimal(0, 0)"), None)
        );
    }
}
