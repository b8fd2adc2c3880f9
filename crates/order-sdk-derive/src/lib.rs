//! Derives of `serde::Deserialize` and `serde::Serialize` for the models of the SDKs.
//!
//! They read the attributes that models have, in serde's own form, and behave as serde's derives do for structs that are
//! objects on the wire. What they make is one short function for all fields of a model, where serde makes two functions
//! with a type for every field: the models are most of an SDK, and serde's code for them is most of the time to compile
//! it. `order_sdk_runtime::model` has the rest, once for all models.
//!
//! An attribute that serde knows and these derives do not is an error.

mod field;
mod read;
mod write;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Derives `serde::Deserialize` for a struct with named fields.
#[proc_macro_derive(Deserialize, attributes(serde))]
pub fn derive_deserialize(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand(&input, read::expand)
}

/// Derives `serde::Serialize` for a struct with named fields.
#[proc_macro_derive(Serialize, attributes(serde))]
pub fn derive_serialize(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand(&input, write::expand)
}

fn expand(
    input: &DeriveInput,
    with: fn(&DeriveInput, &[field::Field]) -> proc_macro2::TokenStream,
) -> TokenStream {
    let code = match field::all(input) {
        Ok(fields) => with(input, &fields),
        Err(error) => error.to_compile_error(),
    };
    code.into()
}
