//! Finds names of schemas and properties that become the same name in Rust, before the compiler would.

use std::collections::{BTreeMap, BTreeSet};

use contract::Contract;
use heck::ToSnakeCase;
use openapi_document::{Diagnostic, Document, pointer};
use syn::Item;

use super::{
    names as items,
    shapes::{Model, Shapes},
};
use crate::names;

/// Fails on the first name that clashes with another one.
pub fn find(contract: &Contract, shapes: &Shapes<'_>) -> Result<(), Diagnostic> {
    let document = &contract.document;
    let schemas = document.keys("/components/schemas");
    if let Some((name, other)) = twice(schemas.iter().map(String::as_str), names::model) {
        let at = pointer::of(["components", "schemas", &name]);
        let message = format!("the schemas {other} and {name} become one type in Rust");
        return Err(document.diagnostic(&at, &crate::rules::GENERATE, message, RENAME));
    }
    for (name, model) in shapes.models() {
        properties(name, model)?;
    }
    Ok(())
}

/// Fails on the first schema with the same type name as a type that the generator makes for a nested schema.
pub fn made_up(document: &Document, emitted: &[Item]) -> Result<(), Diagnostic> {
    let mut seen = BTreeSet::new();
    let types = emitted
        .iter()
        .filter(|item| matches!(item, Item::Struct(_) | Item::Enum(_)));
    let twice = types
        .filter_map(items::of)
        .find(|name| !seen.insert(name.clone()));
    let Some(name) = twice else {
        return Ok(());
    };
    let schemas = document.keys("/components/schemas").iter();
    let schema = schemas
        .map(String::as_str)
        .find(|schema| names::model(schema) == name);
    let at = schema.map_or_else(String::new, |schema| {
        pointer::of(["components", "schemas", schema])
    });
    let message =
        format!("the generator names two types {name}: one of them is a schema inside another one");
    let help =
        "rename the schema, or the property whose schema it is; a `title` also names a schema";
    Err(document.diagnostic(&at, &crate::rules::GENERATE, message, help))
}

const RENAME: &str = "rename it; the name of a schema is not on the wire";

fn properties(name: &str, model: &Model<'_>) -> Result<(), Diagnostic> {
    let names = || model.order.iter().map(String::as_str);
    if let Some((property, other)) = twice(names(), |name| name.to_snake_case()) {
        let message = format!("`{other}` and `{property}` become one field of {name} in Rust");
        return Err(model.diagnostic(&["properties", &property], message));
    }
    Ok(())
}

/// Two names with the same form, the later one first.
fn twice<'a>(
    names: impl Iterator<Item = &'a str>,
    form: impl Fn(&str) -> String,
) -> Option<(String, String)> {
    let mut seen = BTreeMap::new();
    for name in names {
        if let Some(other) = seen.insert(form(name), name) {
            return Some((name.to_owned(), other.to_owned()));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use syn::parse_quote;

    use super::*;

    #[test]
    fn names_that_become_one_are_found() {
        let snake = |name: &str| name.to_snake_case();
        let found = twice(["a", "fooBar", "foo_bar"].into_iter(), snake);
        assert_eq!(found, Some(("foo_bar".into(), "fooBar".into())));
        assert_eq!(twice(["a", "b"].into_iter(), snake), None);
    }

    #[test]
    fn a_schema_with_the_name_of_a_type_that_the_generator_made_up_is_found() {
        let text = "components:\n  schemas:\n    Order: {}\n    OrderLine: {}\n";
        let document = Document::parse(Path::new("a.yaml"), text).expect("a document");
        let file: syn::File = parse_quote! {
            struct Order;
            struct OrderLine;
            struct OrderLine;
        };
        let error = made_up(&document, &file.items).expect_err("two of a name");
        assert_eq!(error.position.line, 4);
        assert!(
            error.message.contains("two types OrderLine"),
            "{}",
            error.message
        );
        made_up(&document, &file.items[..2]).expect("one of a name");
    }
}
