//! Names of schemas and properties for which generated code has another use: found here, not by the compiler.

use std::collections::BTreeMap;

use contract::Contract;
use heck::{ToPascalCase, ToSnakeCase};
use openapi_document::{Diagnostic, pointer};

use super::shapes::{Model, Purpose, Shapes};

/// Names of types that generated code uses.
const TYPES: [&str; 22] = [
    "CommaSeparated",
    "DateTime",
    "Decimal",
    "Default",
    "Deserialize",
    "Err",
    "Into",
    "IntoIterator",
    "NaiveDate",
    "NaiveDateTime",
    "None",
    "Ok",
    "Option",
    "Patch",
    "Result",
    "Secret",
    "Self",
    "Serialize",
    "Some",
    "String",
    "Utc",
    "Vec",
];

/// The first name that cannot be generated.
pub fn find(contract: &Contract, shapes: &Shapes<'_>) -> Result<(), Diagnostic> {
    let document = &contract.document;
    let schemas = document.keys("/components/schemas");
    let pascal = |name: &str| name.to_pascal_case();
    if let Some((name, other)) = twice(schemas.iter().map(String::as_str), pascal) {
        let at = pointer::of(["components", "schemas", &name]);
        let message = format!("the schemas {other} and {name} become one type in Rust");
        return Err(document.diagnostic(&at, &crate::lint::GENERATE, message, RENAME));
    }
    for name in schemas {
        if TYPES.contains(&name.to_pascal_case().as_str()) {
            let at = pointer::of(["components", "schemas", name]);
            let message = format!("a type called {name} hides one that generated code uses");
            return Err(document.diagnostic(&at, &crate::lint::GENERATE, message, RENAME));
        }
    }
    for (name, model) in shapes.models() {
        properties(name, model)?;
    }
    Ok(())
}

const RENAME: &str = "rename it; the name of a schema is not on the wire";
const OTHER_NAME: &str = "a fixup that renames it would be needed (xtask/src/codegen/lower)";

fn properties(name: &str, model: &Model<'_>) -> Result<(), Diagnostic> {
    let names = || model.order.iter().map(String::as_str);
    if let Some((property, other)) = twice(names(), |name| name.to_snake_case()) {
        let message = format!("`{other}` and `{property}` become one field of {name} in Rust");
        return Err(model.diagnostic(&["properties", &property], message));
    }
    for property in names() {
        let field = property.to_snake_case();
        let taken = match model.purpose {
            Purpose::Read => field == "extra",
            Purpose::Write | Purpose::Patch => matches!(field.as_str(), "new" | "validate"),
        };
        let cleared = field.strip_prefix("clear_").is_some_and(|other| {
            let others = names().filter(|name| model.can_be_cleared(name));
            others
                .map(|name| name.to_snake_case())
                .any(|name| name == other)
        });
        if taken || cleared {
            let message =
                format!("{name} has something else called `{field}` in Rust; {OTHER_NAME}");
            return Err(model.diagnostic(&["properties", property], message));
        }
    }
    Ok(())
}

/// Two names that become one, the later first.
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
    use super::*;

    #[test]
    fn names_that_become_one_are_found() {
        let snake = |name: &str| name.to_snake_case();
        let found = twice(["a", "fooBar", "foo_bar"].into_iter(), snake);
        assert_eq!(found, Some(("foo_bar".into(), "fooBar".into())));
        assert_eq!(twice(["a", "b"].into_iter(), snake), None);
    }
}
