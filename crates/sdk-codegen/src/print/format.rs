//! Prints syntax trees as source text, with blank lines between items and methods, and with wrapped documentation.

use syn::{
    Attribute, Field, ImplItem, Item, ItemImpl, ItemTrait, TraitItem, Variant, parse_quote,
    visit_mut::{self, VisitMut},
};

use super::{docs, layout::WIDTH};
use crate::models::names;

/// The placeholder for a blank line, because syntax trees have no blank lines.
const BLANK: &str = "const BLANK_LINE: () = ();";

/// The text of items.
pub fn text(items: Vec<Item>) -> String {
    let mut spaced: Vec<Item> = Vec::new();
    let blank: Item = parse_quote! { const BLANK_LINE: () = (); };
    for mut item in items {
        Docs { depth: 0 }.visit_item_mut(&mut item);
        Blanks.visit_item_mut(&mut item);
        let joined = matches!(
            (spaced.last(), &item),
            (None, _) | (Some(Item::Mod(_)), Item::Mod(_)) | (Some(Item::Use(_)), Item::Use(_))
        );
        if !joined {
            spaced.push(blank.clone());
        }
        spaced.push(item);
    }
    let text = prettyplease::unparse(&syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: spaced,
    });
    let lines = text.lines().map(|line| match line.trim() {
        BLANK => "\n".to_owned(),
        _ => format!("{line}\n"),
    });
    lines.collect()
}

/// Puts blank lines between the methods of a block.
struct Blanks;

impl VisitMut for Blanks {
    fn visit_item_impl_mut(&mut self, block: &mut ItemImpl) {
        apart(
            &mut block.items,
            &parse_quote! { const BLANK_LINE: () = (); },
        );
    }

    fn visit_item_trait_mut(&mut self, block: &mut ItemTrait) {
        apart(
            &mut block.items,
            &parse_quote! { const BLANK_LINE: () = (); },
        );
    }
}

fn apart<T: Clone>(items: &mut Vec<T>, blank: &T) {
    for item in std::mem::take(items) {
        if !items.is_empty() {
            items.push(blank.clone());
        }
        items.push(item);
    }
}

/// Wraps documentation to the width that its depth leaves.
struct Docs {
    depth: usize,
}

impl Docs {
    fn deeper(&mut self, visit: impl FnOnce(&mut Self)) {
        self.depth += 1;
        visit(self);
        self.depth -= 1;
    }
}

impl VisitMut for Docs {
    fn visit_attributes_mut(&mut self, attributes: &mut Vec<Attribute>) {
        let is_doc = |attribute: &&Attribute| attribute.path().is_ident("doc");
        let texts: Vec<_> = attributes
            .iter()
            .filter(is_doc)
            .filter_map(names::doc)
            .collect();
        if texts.is_empty() {
            return;
        }
        let width = WIDTH - 4 * self.depth - "/// ".len();
        let wrapped = docs::wrapped(&docs::text(&texts), width)
            .into_iter()
            .map(|line| match line.as_str() {
                "" => names::doc_attribute(""),
                line => names::doc_attribute(&format!(" {line}")),
            });
        let others = std::mem::take(attributes).into_iter();
        let others = others.filter(|attribute| !is_doc(&attribute));
        *attributes = wrapped.chain(others).collect();
    }

    /// Skips the bodies of functions, which have no documentation.
    fn visit_block_mut(&mut self, _: &mut syn::Block) {}

    fn visit_impl_item_mut(&mut self, item: &mut ImplItem) {
        self.deeper(|docs| visit_mut::visit_impl_item_mut(docs, item));
    }

    fn visit_trait_item_mut(&mut self, item: &mut TraitItem) {
        self.deeper(|docs| visit_mut::visit_trait_item_mut(docs, item));
    }

    fn visit_field_mut(&mut self, field: &mut Field) {
        self.deeper(|docs| visit_mut::visit_field_mut(docs, field));
    }

    fn visit_variant_mut(&mut self, variant: &mut Variant) {
        self.deeper(|docs| visit_mut::visit_variant_mut(docs, variant));
    }

    fn visit_item_mod_mut(&mut self, module: &mut syn::ItemMod) {
        self.deeper(|docs| visit_mut::visit_item_mod_mut(docs, module));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_and_methods_are_apart_and_documentation_is_wrapped() {
        let long = "word ".repeat(25);
        let file: syn::File = parse_quote! {
            mod a;
            mod b;
            #[doc = #long]
            struct A { #[doc = " An ID."] id: i64 }
            impl A { fn a() {} fn b() {} }
        };
        let text = text(file.items);
        let expected = format!(
            "mod a;\nmod b;\n\n/// {}\n/// {}\nstruct A {{\n    /// An ID.\n    id: i64,\n}}\n\nimpl A {{\n    fn a() {{}}\n\n    fn b() {{}}\n}}\n",
            "word ".repeat(19).trim_end(),
            "word ".repeat(6).trim_end(),
        );
        assert_eq!(text, expected);
    }
}
