//! Names of operations and parameters for which generated code has another use, found before the generators run: they drop
//! or confuse some, and the compiler would report others in generated code.

use std::collections::BTreeMap;

use contract::Contract;
use heck::{ToPascalCase, ToSnakeCase};
use openapi_document::{Diagnostic, Document, Operation, parameters};

use super::signatures::ident;

/// Methods that every call has.
const METHODS: [&str; 8] = [
    "clone",
    "header",
    "into_future",
    "preview",
    "query",
    "retry",
    "send",
    "timeout",
];
/// Variables in the methods of the client.
const VARIABLES: [&str; 1] = ["call"];
/// Methods of the conditions of a mock server.
const CONDITIONS: [&str; 3] = ["into_inner", "new", "without"];
/// Types that the file of the calls uses.
const TYPES: [&str; 18] = [
    "Borrow",
    "Body",
    "DateTime",
    "Decimal",
    "Display",
    "Download",
    "Into",
    "IntoIterator",
    "NaiveDate",
    "NaiveDateTime",
    "Operation",
    "Option",
    "Parameter",
    "Prepared",
    "Secret",
    "String",
    "Utc",
    "Vec",
];

const HELP: &str = "rename it with a fixup (xtask/src/codegen/lower); a header or query parameter that the client sends \
                    itself belongs into `client_parameters`";

/// The first name that cannot be generated.
pub fn check(contract: &Contract) -> Result<(), Diagnostic> {
    let document = &contract.document;
    // Methods, and the structs of calls.
    let mut seen = BTreeMap::new();
    for operation in document.operations() {
        let id = operation.name();
        let (method, call) = (id.to_snake_case(), id.to_pascal_case());
        let refused = |message: String| {
            document.diagnostic(&operation.pointer, &crate::lint::GENERATE, message, HELP)
        };
        if syn::parse_str::<syn::Ident>(&method).is_err() {
            return Err(refused(format!(
                "`{method}` cannot be the name of a method in Rust"
            )));
        }
        if method == "new" {
            return Err(refused(format!("the client has another method `{method}`")));
        }
        if TYPES.contains(&call.as_str()) {
            return Err(refused(format!(
                "the call of {id} has the name of another type, `{call}`"
            )));
        }
        for name in [method, call] {
            if let Some(other) = seen.insert(name, id.clone()).filter(|other| *other != id) {
                return Err(refused(format!(
                    "{other} and {id} become one method or type in Rust"
                )));
            }
        }
        arguments(contract, &operation)?;
    }
    Ok(())
}

fn arguments(contract: &Contract, operation: &Operation<'_>) -> Result<(), Diagnostic> {
    let document = &contract.document;
    let id = operation.name();
    let has_body = operation.value.get("requestBody").is_some();
    // The name and the place of each argument that was seen.
    let mut seen: BTreeMap<String, (String, String)> = BTreeMap::new();
    for (name, at) in parameters(document, operation) {
        if contract.codegen.client_parameters.contains(&name) {
            continue;
        }
        let ident = ident(&name);
        let refused = |message: String| {
            document.diagnostic(
                &at,
                &crate::lint::GENERATE,
                format!("{id}: {message}"),
                HELP,
            )
        };
        if syn::parse_str::<syn::Ident>(&ident).is_err() {
            return Err(refused(format!(
                "the parameter {name} cannot be an argument in Rust, `{ident}`"
            )));
        }
        let required = text(document, &at, "required") == "true";
        let other = match required {
            true if VARIABLES.contains(&ident.as_str()) => Some("a variable"),
            false if METHODS.contains(&ident.as_str()) => Some("a method of every call"),
            _ if has_body && ident == "body" => Some("the body"),
            _ if CONDITIONS.contains(&ident.as_str()) => Some("a method of mock servers"),
            _ => None,
        };
        if let Some(other) = other {
            return Err(refused(format!(
                "the parameter {name} has the name of {other} in Rust, `{ident}`"
            )));
        }
        let place = text(document, &at, "in");
        let Some((first, first_at)) = seen.insert(ident, (name.clone(), at.clone())) else {
            continue;
        };
        let first_place = text(document, &first_at, "in");
        // An operation overrides a parameter of its path.
        if (&first, &first_place) != (&name, &place) {
            let line = document.position(&first_at).line;
            return Err(refused(format!(
                "the {first_place} parameter {first} on line {line} and the {place} parameter {name} become one argument in Rust"
            )));
        }
    }
    Ok(())
}

fn text(document: &Document, at: &str, key: &str) -> String {
    let value = document.at(at).map(|parameter| &parameter[key]);
    value.map_or_else(String::new, |value| {
        value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned)
    })
}
