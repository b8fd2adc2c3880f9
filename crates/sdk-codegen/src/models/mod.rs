//! Turns the structs and enums that the generators emit into models as a Rust programmer would write them.

mod collisions;
mod facts;
pub mod limits;
mod machine;
pub mod model;
pub mod names;
pub mod patterns;
mod prune;
mod rewrite;
pub mod shapes;
mod types;
mod validation;
mod vocabularies;
mod xml;

use self::{model::Models, shapes::Shapes};
use contract::Contract;
use serde_json::Value;
use syn::Item;

/// The code about models, by file.
pub struct Written {
    /// The models, and what the operations need to know about them.
    pub models: Models,
    /// Checks of the models that callers write.
    pub validation: Vec<Item>,
    /// The XML code of the models. It is empty if the document has no XML.
    pub xml: Vec<Item>,
}

/// Writes the models of a contract, whose lowered document is `view`, from the items that the generators emitted.
pub fn write(contract: &Contract, view: &Value, emitted: Vec<Item>) -> anyhow::Result<Written> {
    let shapes = Shapes::new(contract, view);
    collisions::find(contract, &shapes)?;
    collisions::made_up(&contract.document, &emitted)?;
    // All other code is written from the values that this returns.
    let mut models = rewrite::rewrite(emitted, &shapes);
    vocabularies::rewrite(&mut models.items, &shapes);
    // The enums that needed the error type have been rewritten.
    prune::errors(&mut models.items);
    let validation = validation::checks(&models, &shapes)?;
    let xml = xml::items(&contract.document, &models.structs)?;
    Ok(Written {
        models,
        validation,
        xml,
    })
}
