//! The crate of the mock server: the conditions and responses of each operation, and the trait that takes them.
//!
//! They are printed from the same values as the client, so that a condition expects what the client sends.

mod mocked;
mod server;
mod then;
mod when;

use contract::Contract;
use syn::{Item, parse_quote};

use super::{GeneratedFile, file, format, head};
use crate::{crates, read::operation::Operation};

/// The files of the crate.
pub fn files(contract: &Contract, operations: &[Operation]) -> Vec<GeneratedFile> {
    let mocked = mocked::all(contract, operations);
    let conditions: Vec<Item> = mocked.iter().flat_map(when::items).collect();
    let responses: Vec<Item> = mocked.iter().flat_map(then::items).collect();
    let server = server::items(&mocked);
    let sdk = contract.name.replace('-', "_");
    let [_, package] = crates(contract);
    let render = |name, title, text: String| file(contract, &package, name, title, &text);
    let root = vec![
        parse_quote! { mod server; },
        parse_quote! { pub mod then; },
        parse_quote! { pub mod when; },
        parse_quote! { pub use server::MockServerExt; },
    ];
    vec![
        render(
            "mod",
            "Everything generated for this API.",
            format::text(root),
        ),
        render(
            "when",
            "Conditions on requests, by operation.",
            head(&conditions, &[], &sdk) + &format::text(conditions),
        ),
        render(
            "then",
            "Responses, by operation.",
            head(&responses, &[], &sdk) + &format::text(responses),
        ),
        render(
            "server",
            "The operations as methods of a mock server.",
            head(&server, &["super::then", "super::when"], &sdk) + &format::text(server),
        ),
    ]
}
