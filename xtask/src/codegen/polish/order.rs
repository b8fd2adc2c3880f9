//! Puts fields and operations back into the document's order; the generators sort them by name.

use std::collections::HashMap;

use heck::{ToPascalCase, ToSnakeCase};
use syn::{
    ExprStruct, Fields, FieldsNamed, ImplItem, Item, ItemImpl, Pat, PatStruct,
    ext::IdentExt,
    visit_mut::{self, VisitMut},
};

use super::names;
use crate::document::{Contract, pointer};

/// Ranks of identifiers.
type Ranks = HashMap<String, usize>;

/// Orders the fields of models, and of their builders, as the document has them.
pub fn models(contract: &Contract, types: &mut [Item]) {
    let mut ranks: HashMap<String, Ranks> = HashMap::new();
    for item in types.iter_mut() {
        let Item::Struct(model) = item else { continue };
        let Fields::Named(fields) = &mut model.fields else {
            continue;
        };
        let order = wire_order(contract, &model.ident.to_string());
        let known = fields
            .named
            .iter()
            .filter_map(|field| {
                let rank = order.get(&names::wire(field)?)?;
                Some((field.ident.as_ref()?.unraw().to_string(), *rank))
            })
            .collect::<Ranks>();
        sort_fields(fields, &known);
        ranks.insert(model.ident.to_string(), known);
    }
    for item in types.iter_mut() {
        reorder(item, &ranks);
    }
}

/// The rank of each property of the schema that became the model `name`.
fn wire_order(contract: &Contract, name: &str) -> Ranks {
    let document = &contract.document;
    let component = document
        .keys("/components/schemas")
        .iter()
        .find(|schema| schema.to_pascal_case() == name);
    let keys = match component {
        Some(schema) => {
            let at = pointer::of(["components", "schemas", schema, "properties"]);
            document.keys(&at)
        }
        None => contract.schema(name).map_or(&[][..], |(document, at)| {
            document.keys(&format!("{at}/properties"))
        }),
    };
    keys.iter()
        .enumerate()
        .map(|(rank, key)| (key.clone(), rank))
        .collect()
}

fn reorder(item: &mut Item, ranks: &HashMap<String, Ranks>) {
    if let Item::Mod(module) = item {
        for item in module.content.iter_mut().flat_map(|(_, items)| items) {
            if let Item::Struct(model) = item
                && let Fields::Named(fields) = &mut model.fields
                && let Some(known) = ranks.get(&model.ident.to_string())
            {
                sort_fields(fields, known);
            }
            reorder(item, ranks);
        }
        return;
    }
    let known = names::of(item).and_then(|name| ranks.get(&name));
    if let (Item::Impl(block), Some(known)) = (item, known) {
        Literals { known }.visit_item_impl_mut(block);
        sort_methods(block, known);
    }
}

/// Sorts the fields of struct literals and patterns.
struct Literals<'a> {
    known: &'a Ranks,
}

impl VisitMut for Literals<'_> {
    fn visit_expr_struct_mut(&mut self, literal: &mut ExprStruct) {
        sort_by_rank(&mut literal.fields, self.known, |field| {
            match &field.member {
                syn::Member::Named(ident) => ident.unraw().to_string(),
                syn::Member::Unnamed(_) => String::new(),
            }
        });
        visit_mut::visit_expr_struct_mut(self, literal);
    }

    fn visit_pat_struct_mut(&mut self, pattern: &mut PatStruct) {
        sort_by_rank(&mut pattern.fields, self.known, |field| match &*field.pat {
            Pat::Ident(pattern) => pattern.ident.unraw().to_string(),
            _ => String::new(),
        });
    }
}

fn sort_fields(fields: &mut FieldsNamed, known: &Ranks) {
    sort_by_rank(&mut fields.named, known, |field| {
        let ident = field.ident.as_ref();
        ident
            .map(|ident| ident.unraw().to_string())
            .unwrap_or_default()
    });
}

fn sort_methods(block: &mut ItemImpl, known: &Ranks) {
    block.items.sort_by_key(|item| match item {
        ImplItem::Fn(method) => {
            let name = method.sig.ident.unraw().to_string();
            known.get(&name).map_or(0, |rank| rank + 1)
        }
        _ => 0,
    });
}

fn sort_by_rank<T: Clone, P: Default>(
    list: &mut syn::punctuated::Punctuated<T, P>,
    known: &Ranks,
    name: impl Fn(&T) -> String,
) {
    let mut all: Vec<T> = list.iter().cloned().collect();
    all.sort_by_key(|item| known.get(&name(item)).copied().unwrap_or(usize::MAX));
    *list = all.into_iter().collect();
}

/// Orders the methods of the client and the builders of operations as the document has the operations.
pub fn operations(contract: &Contract, client: &mut [Item], builder: &mut [Item]) {
    let mut methods = Ranks::new();
    let mut builders = Ranks::new();
    for (rank, operation) in contract.document.operations().iter().enumerate() {
        let id = operation.name();
        methods.insert(id.to_snake_case(), rank);
        builders.insert(id.to_pascal_case(), rank + 1);
    }
    for item in client {
        if let Item::Impl(block) = item
            && block.trait_.is_none()
        {
            sort_methods(block, &methods);
        }
    }
    builder.sort_by_key(|item| {
        let name = names::of(item).unwrap_or_default();
        builders.get(&name).copied().unwrap_or(0)
    });
}

#[cfg(test)]
mod tests {
    use quote::{ToTokens, quote};

    use super::*;

    #[test]
    fn builders_follow_the_order_of_their_model() {
        let ranks: HashMap<_, _> = [(
            "A".to_owned(),
            Ranks::from([("z".into(), 0), ("r#type".into(), 9), ("b".into(), 1)]),
        )]
        .into();
        let mut item: Item = syn::parse2(quote! {
            mod builder {
                struct A { b: u8, z: u8 }
                impl A { fn b(self) {} fn z(self) {} }
                impl TryFrom<A> for super::A {
                    fn try_from(value: A) -> X { Ok(Self { b: value.b?, z: value.z? }) }
                }
            }
        })
        .expect("parses");
        reorder(&mut item, &ranks);
        let expected: Item = syn::parse2(quote! {
            mod builder {
                struct A { z: u8, b: u8 }
                impl A { fn z(self) {} fn b(self) {} }
                impl TryFrom<A> for super::A {
                    fn try_from(value: A) -> X { Ok(Self { z: value.z?, b: value.b? }) }
                }
            }
        })
        .expect("parses");
        assert_eq!(
            item.to_token_stream().to_string(),
            expected.to_token_stream().to_string()
        );
    }
}
