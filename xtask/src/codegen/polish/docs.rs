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
    let text = lines.collect::<Vec<_>>().join("\n");
    match text.split_once("```text\n") {
        Some((before, sample)) => format!("{before}```text\n{}", on_one_line(sample)),
        None => linked_in_place(&text),
    }
}

/// Columns that a sample may have.
const WIDTH: usize = 100;

/// Joins a chain of calls, where it is short enough.
fn on_one_line(sample: &str) -> String {
    let (chain, rest) = sample.split_once("\n```").unwrap_or((sample, ""));
    let joined: String = chain.lines().map(str::trim).collect();
    match joined.len() <= WIDTH
        && chain
            .lines()
            .skip(1)
            .all(|line| line.trim().starts_with('.'))
    {
        true => format!("{joined}\n```{rest}"),
        false => sample.to_owned(),
    }
}

/// Moves the target of a link from the end of a text into the link.
fn linked_in_place(text: &str) -> String {
    let linked = text.rsplit_once("\n\n").and_then(|(text, end)| {
        let (link, target) = end.split_once(": ")?;
        let alone = link.starts_with('[') && link.ends_with(']') && text.ends_with(link);
        alone.then(|| format!("{text}({target})"))
    });
    linked.unwrap_or_else(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use quote::{ToTokens, quote};

    use super::*;

    #[test]
    fn a_short_sample_is_one_line_and_a_long_one_stays() {
        let sample = "Sends\n```ignore\nlet response = client.get()\n   .id(id)\n   .send();\n```";
        let short = "Sends\n```text\nlet response = client.get().id(id).send();\n```";
        assert_eq!(tidied(sample), short);
        let long = format!("```text\nlet a = b\n   .{};\n```", "c".repeat(WIDTH));
        assert_eq!(tidied(&long), long);
    }

    #[test]
    fn the_target_of_a_link_stands_in_it() {
        let text = "Builder for [`A::b`]\n\n[`A::b`]: super::A::b";
        assert_eq!(tidied(text), "Builder for [`A::b`](super::A::b)");
        let other = "See [`c`].\n\nNote: none";
        assert_eq!(tidied(other), other);
    }

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
