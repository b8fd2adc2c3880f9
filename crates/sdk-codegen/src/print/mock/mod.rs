//! The crate of the mock server: the conditions and responses of each operation, and a trait with a method for each.
//!
//! They are printed from the same values as the client, so a condition expects what the client sends.

mod mocked;
mod server;
mod then;
mod when;

use contract::Contract;

use super::{
    GeneratedFile,
    docs::comment,
    file,
    imports::Imports,
    layout::{expression, function, indent},
};
use crate::{crates, read::operation::Operation};

use mocked::Mocked;

/// The crate with the functions that make conditions and responses.
const MOCK: &str = "order_sdk_mock";

/// The files of the crate.
pub fn files(contract: &Contract, operations: &[Operation]) -> Vec<GeneratedFile> {
    let mocked = mocked::all(contract, operations);
    let sdk = contract.name.replace('-', "_");
    let [_, package] = crates(contract);
    let render = |name, title, text: String| file(contract, &package, name, title, &text);
    let each = |print: fn(&Mocked<'_>, &mut Imports) -> String| {
        let mut imports = Imports::of_crate(&sdk);
        let text = mocked.iter().map(|mocked| print(mocked, &mut imports));
        let text: String = text.collect();
        imports.text() + &text
    };
    vec![
        render(
            "mod",
            "Everything generated for this API.",
            "mod server;\npub mod then;\npub mod when;\n\npub use server::MockServerExt;\n"
                .to_owned(),
        ),
        render(
            "when",
            "Conditions on requests, by operation.",
            each(when::text),
        ),
        render("then", "Responses, by operation.", each(then::text)),
        render(
            "server",
            "The operations as methods of a mock server.",
            server(&mocked),
        ),
    ]
}

fn server(mocked: &[Mocked<'_>]) -> String {
    let mut imports = Imports::default();
    imports.add("httpmock", ["MockServer"]);
    if !mocked.is_empty() {
        imports.add("httpmock", ["Mock"]);
        imports.add("super::then", ["*"]);
        imports.add("super::when", ["*"]);
    }
    imports.text() + &server::text(mocked)
}

/// A method that wraps the result of a function of the runtime. `taken` are its arguments without `self`; `called` and
/// `arguments` are the name and the arguments of the function.
fn method(docs: &str, name: &str, taken: &[String], called: &str, arguments: &[String]) -> String {
    let docs = comment(1, docs);
    let mut all = vec!["self".to_owned()];
    all.extend_from_slice(taken);
    let head = function(1, &format!("pub fn {name}"), &all, "Self");
    let value = expression(2, &format!("Self({called}"), arguments, ")");
    format!("{docs}{head}{value}{}}}\n", indent(1))
}
