//! Tidies doc comments: no samples that rustdoc would skip, no line that ends in blanks.

use syn::{Attribute, Expr, ExprLit, Item, Lit, Meta, parse_quote, visit_mut::VisitMut};

/// Tidies the docs of all items.
pub fn tidy(items: &mut [Item]) {
    for item in items {
        Docs.visit_item_mut(item);
    }
}

struct Docs;

impl VisitMut for Docs {
    fn visit_attributes_mut(&mut self, attributes: &mut Vec<Attribute>) {
        // One attribute a line is what prettyplease prints as `///`.
        *attributes = attributes.drain(..).flat_map(lines).collect();
    }
}

fn lines(attribute: Attribute) -> Vec<Attribute> {
    let Some(text) = text(&attribute) else {
        return vec![attribute];
    };
    let text = tidied(&text);
    // An attribute without text is a blank line, of which `lines` would make nothing.
    let lines = text.split('\n').map(|line| match line {
        "" => String::new(),
        line if line.starts_with(' ') => line.to_owned(),
        line => format!(" {line}"),
    });
    lines.map(|line| parse_quote! { #[doc = #line] }).collect()
}

fn text(attribute: &Attribute) -> Option<String> {
    match &attribute.meta {
        Meta::NameValue(meta) if meta.path.is_ident("doc") => match &meta.value {
            Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

/// The generator's samples are not whole programs, so they are shown and not compiled.
fn tidied(text: &str) -> String {
    let lines = text.lines().map(|line| match line.trim_end() {
        "```ignore" => "```text",
        line => line,
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use quote::{ToTokens, quote};

    use super::*;

    #[test]
    fn each_line_is_a_comment_and_samples_are_text() {
        let mut item: Item = syn::parse2(quote! {
            #[doc = "Sends it \n\n```ignore\nlet a = 1;\n```"]
            #[doc = ""]
            struct A;
        })
        .expect("parses");
        tidy(std::slice::from_mut(&mut item));
        let expected: Item = syn::parse2(quote! {
            #[doc = " Sends it"]
            #[doc = ""]
            #[doc = " ```text"]
            #[doc = " let a = 1;"]
            #[doc = " ```"]
            #[doc = ""]
            struct A;
        })
        .expect("parses");
        assert_eq!(
            item.to_token_stream().to_string(),
            expected.to_token_stream().to_string()
        );
    }
}
