//! Puts operations into the document's order; the generator sorts them by path.

use std::collections::HashMap;

use heck::{ToPascalCase, ToSnakeCase};
use syn::{ImplItem, Item};

use super::names;
use crate::document::Contract;

/// Orders the methods of the client and the builders of operations as the document has the operations.
pub fn operations(contract: &Contract, client: &mut [Item], builder: &mut [Item]) {
    let operations = contract.document.operations();
    let names = operations.iter().map(|operation| operation.name());
    let ranks: HashMap<String, usize> = names.zip(1..).collect();
    let rank = |name: &str, of: fn(&str) -> String| {
        let found = ranks.iter().find(|(known, _)| of(known) == name);
        found.map_or(0, |(_, rank)| *rank)
    };
    for item in client {
        if let Item::Impl(block) = item
            && block.trait_.is_none()
        {
            block.items.sort_by_key(|item| match item {
                ImplItem::Fn(method) => {
                    rank(&method.sig.ident.to_string(), |name| name.to_snake_case())
                }
                _ => 0,
            });
        }
    }
    builder.sort_by_key(|item| {
        rank(&names::of(item).unwrap_or_default(), |name| {
            name.to_pascal_case()
        })
    });
}
