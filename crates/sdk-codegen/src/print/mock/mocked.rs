//! What is mocked: the operations, and the downloads of the files that operations can return.

use anyhow::{Context, bail};
use contract::Contract;
use heck::{ToPascalCase, ToSnakeCase};
use quote::format_ident;
use syn::Ident;

use crate::read::operation::Operation;

/// An operation, or the download of the file that an operation can return.
pub struct Mocked<'a> {
    /// Its operationId, or the name of the download.
    pub id: String,
    /// The operation.
    pub operation: &'a Operation,
    /// What it requests with `Accept`.
    pub accepts: Accepts,
}

/// What an operation requests with `Accept`, if its response is a record or a file.
pub enum Accepts {
    /// Its response has only one form.
    Any,
    /// The record, and not the file of this media type.
    Record(String),
    /// The file of this media type.
    File(String),
}

impl Mocked<'_> {
    /// The type of its conditions.
    pub fn when(&self) -> Ident {
        format_ident!("{}When", self.id.to_pascal_case())
    }

    /// The type of its responses.
    pub fn then(&self) -> Ident {
        format_ident!("{}Then", self.id.to_pascal_case())
    }

    /// The method of the mock server.
    pub fn method(&self) -> Ident {
        format_ident!("{}", self.id.to_snake_case())
    }
}

/// The operations, each followed by its download.
///
/// # Errors
///
/// If `downloads` names an operation whose response cannot be a file, or names something else than an operation.
pub fn all<'a>(
    contract: &Contract,
    operations: &'a [Operation],
) -> anyhow::Result<Vec<Mocked<'a>>> {
    let downloads = &contract.codegen.downloads;
    let is_known = |name: &&String| operations.iter().any(|operation| operation.id == **name);
    if let Some(name) = downloads.keys().find(|name| !is_known(name)) {
        bail!("`downloads` names `{name}`, which is not an operation; use an operationId");
    }
    let mut found = Vec::new();
    for operation in operations {
        let mocked = |id: &str, accepts| Mocked {
            id: id.to_owned(),
            operation,
            accepts,
        };
        let Some(download) = downloads.get(&operation.id) else {
            found.push(mocked(&operation.id, Accepts::Any));
            continue;
        };
        let media = operation.file_media().with_context(|| {
            format!(
                "`downloads` names `{}`, whose response cannot be a file; remove it from `downloads`",
                operation.id
            )
        })?;
        found.push(mocked(&operation.id, Accepts::Record(media.to_owned())));
        found.push(mocked(download, Accepts::File(media.to_owned())));
    }
    Ok(found)
}
