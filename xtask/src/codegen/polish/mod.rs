//! Makes generated code read like code that is shipped: works on the syntax tree, never on text.

mod argument_checks;
mod arguments;
mod calls;
mod client;
mod collisions;
mod debug;
mod described;
pub mod docs;
mod facts;
mod fields;
pub mod files;
pub mod limits;
mod models;
pub mod names;
mod order;
pub mod patterns;
mod prune;
mod records;
mod requests;
mod secrets;
mod sending;
mod setters;
mod shapes;
mod typed_bodies;
pub mod types;
mod validation;
mod vocabularies;
mod xml;

use serde_json::Value;

use super::{GeneratedFile, emit::Emitted};
use crate::document::Contract;

/// The files of the crate, from what the generators emitted.
pub fn polish(
    contract: &Contract,
    view: &Value,
    emitted: Emitted,
) -> anyhow::Result<Vec<GeneratedFile>> {
    let shapes = shapes::Shapes::new(contract, view);
    collisions::find(contract, &shapes)?;
    let mut parts = files::split(emitted)?;
    prune::builders(&mut parts.types);
    models::rewrite(&mut parts.types, &shapes);
    vocabularies::rewrite(&mut parts.types, &shapes);
    prune::errors(&mut parts.types);
    parts.test_util = setters::test_util(&parts.types, &shapes);
    setters::add(&mut parts.types, &shapes);
    parts.validation = validation::checks(&parts.types, &shapes)?;
    requests::rewrite(contract, &shapes, &mut parts.builder)?;
    arguments::shorten(&mut parts.builder);
    described::setters(contract, view, &mut parts.builder);
    typed_bodies::rewrite(contract, &mut parts.builder)?;
    client::without_version_header(&mut parts.builder)?;
    sending::rewrite(contract, &parts.types, &mut parts.builder)?;
    types::shorten_all(&mut parts.builder);
    secrets::headers(&mut parts.builder);
    debug::hide_arguments(&mut parts.builder);
    order::operations(contract, &mut parts.client, &mut parts.builder);
    client::over_transport(&mut parts.client)?;
    for items in [&mut parts.types, &mut parts.client, &mut parts.builder] {
        docs::tidy(items);
    }
    let xml = xml::items(&contract.document, &parts.types)?;
    Ok(files::render(contract, parts, xml))
}
