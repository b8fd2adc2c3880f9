//! Makes generated code read like code that is shipped: works on the syntax tree, never on text.

mod builders;
mod client;
mod docs;
mod files;
mod names;
mod order;
mod scalars;
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
    let mut parts = files::split(emitted)?;
    let written = builders::written_schemas(contract, view);
    builders::prune(&mut parts.types, &written);
    order::models(contract, &mut parts.types);
    order::operations(contract, &mut parts.client, &mut parts.builder);
    scalars::annotate(&mut parts.types);
    client::hooks(&mut parts.client);
    client::without_version_header(&mut parts.builder)?;
    for items in [&mut parts.types, &mut parts.client, &mut parts.builder] {
        docs::tidy(items);
    }
    let xml = xml::items(contract, &parts.types)?;
    Ok(files::render(contract, parts, xml))
}
