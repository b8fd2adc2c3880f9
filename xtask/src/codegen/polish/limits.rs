//! Limits of a schema, as expressions that the runtime checks.

use anyhow::{Context, bail};
use heck::ToShoutySnakeCase;
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use serde_json::Value;
use syn::{Ident, Item, parse_quote};

use super::patterns;
use crate::document::SchemaView;

/// Keywords that limit a value, but that generated code does not check before it sends the value.
const UNCHECKED: [&str; 9] = [
    "minLength",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
];

/// The keyword with the words that describe a pattern in error messages.
pub const PATTERN_TEXT: &str = "x-pattern-text";

/// Refuses a schema with a limit that generated code does not check before it sends a value.
///
/// # Errors
///
/// If the schema has such a keyword.
pub fn all_checked(schema: SchemaView<'_>) -> anyhow::Result<()> {
    let mut unchecked = UNCHECKED.iter();
    match unchecked.find(|keyword| schema.get(keyword).is_some()) {
        Some(keyword) => bail!("`{keyword}` is not checked before a value is sent"),
        None => Ok(()),
    }
}

/// The limits of a number; `None` if the schema has none.
pub fn number(schema: SchemaView<'_>) -> anyhow::Result<Option<TokenStream>> {
    let mut limits = TokenStream::new();
    if let Some(min) = schema.get("minimum") {
        let min = decimal(min)?;
        limits.extend(quote! { .min(#min) });
    }
    if let Some(max) = schema.get("maximum") {
        let max = decimal(max)?;
        limits.extend(quote! { .max(#max) });
    }
    if let Some(decimals) = schema.get("x-decimals").and_then(Value::as_u64) {
        let decimals = Literal::u64_unsuffixed(decimals);
        limits.extend(quote! { .decimals(#decimals) });
    }
    Ok((!limits.is_empty()).then(|| quote! { Number::ANY #limits }))
}

/// A number of the document as an expression.
pub fn decimal(number: &Value) -> anyhow::Result<TokenStream> {
    let text = number.to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let fraction = fraction.trim_end_matches('0');
    let digits: i64 = format!("{whole}{fraction}")
        .parse()
        .with_context(|| format!("{text} does not fit a decimal"))?;
    let digits = Literal::i64_unsuffixed(digits);
    let scale = Literal::usize_unsuffixed(fraction.len());
    Ok(quote! { Decimal::new(#digits, #scale) })
}

/// The patterns that generated code checks, each in a static.
#[derive(Default)]
pub struct Patterns(Vec<(Ident, [String; 2])>);

impl Patterns {
    /// The limits of a string; `None` if the schema has none.
    pub fn text(
        &mut self,
        name: &str,
        schema: SchemaView<'_>,
    ) -> anyhow::Result<Option<TokenStream>> {
        let mut limits = TokenStream::new();
        if let Some(max) = schema.get("maxLength").and_then(Value::as_u64) {
            let max = Literal::u64_unsuffixed(max);
            limits.extend(quote! { .max(#max) });
        }
        if let Some(pattern) = schema.get("pattern").and_then(Value::as_str) {
            let regex = patterns::in_rust(pattern).context("its pattern")?;
            let words = schema.get(PATTERN_TEXT).and_then(Value::as_str);
            let words = words.with_context(|| format!("its pattern has no `{PATTERN_TEXT}`"))?;
            let ident = self.ident(name, [regex, words.to_owned()]);
            limits.extend(quote! { .pattern(&#ident) });
        }
        Ok((!limits.is_empty()).then(|| quote! { Text::ANY #limits }))
    }

    /// The statics of all patterns.
    pub fn items(&self) -> Vec<Item> {
        let patterns = self.0.iter().map(|(ident, [regex, words])| {
            parse_quote! { static #ident: Pattern = Pattern::new(#regex, #words); }
        });
        patterns.collect()
    }

    /// The name of the static with this pattern. It is named after the first property that has the pattern.
    fn ident(&mut self, name: &str, pattern: [String; 2]) -> Ident {
        if let Some((ident, _)) = self.0.iter().find(|(_, known)| *known == pattern) {
            return ident.clone();
        }
        let name = name.to_shouty_snake_case();
        let ident = if self.0.iter().any(|(ident, _)| *ident == name) {
            format_ident!("{name}_{}", self.0.len())
        } else {
            format_ident!("{name}")
        };
        self.0.push((ident.clone(), pattern));
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
        assert_eq!(code("9999999.9999"), "Decimal::new(99999999999,4)");
        assert_eq!(code("100"), "Decimal::new(100,0)");
        assert_eq!(code("-0.50"), "Decimal::new(-5,1)");
    }

    #[test]
    fn a_pattern_without_words_and_a_limit_without_a_check_are_refused() {
        let refused = |schema: Value| {
            let schema = SchemaView::new(&Value::Null, &schema);
            let text = || Patterns::default().text("unit", schema);
            let error = all_checked(schema)
                .and_then(|()| text())
                .expect_err("refused");
            error.to_string()
        };
        let error = refused(json!({ "pattern": "^[a-z]$" }));
        assert_eq!(error, "its pattern has no `x-pattern-text`");
        let error = refused(json!({ "minLength": 1 }));
        assert_eq!(error, "`minLength` is not checked before a value is sent");
    }
}
