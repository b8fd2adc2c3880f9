//! What the mock server mocks: the operations, and the downloads of the files that operations can return.

use contract::Contract;
use heck::{ToPascalCase, ToSnakeCase};

use crate::read::operation::Operation;

/// An operation, or the download of the file that an operation can return.
pub struct Mocked<'a> {
    /// Its `operationId`, or the name of the download.
    pub id: String,
    name: String,
    call: String,
    /// The operation.
    pub operation: &'a Operation,
    /// What it requests with `Accept`.
    pub accepts: Accepts,
}

/// The response that an operation requests with `Accept`, if the response can be a record or a file.
pub enum Accepts {
    /// Its response has only one form.
    Any,
    /// The record, not the file of this media type.
    Record(String),
    /// The file of this media type.
    File(String),
}

impl Mocked<'_> {
    /// The type of its conditions.
    pub fn when(&self) -> String {
        format!("{}When", self.call)
    }

    /// The type of its responses.
    pub fn then(&self) -> String {
        format!("{}Then", self.call)
    }

    /// The method of the mock server.
    pub fn method(&self) -> &str {
        &self.name
    }
}

/// The operations, each followed by its download.
pub fn all<'a>(contract: &Contract, operations: &'a [Operation]) -> Vec<Mocked<'a>> {
    let downloads = &contract.codegen.downloads;
    let mut found = Vec::new();
    for operation in operations {
        let itself = |accepts| Mocked {
            id: operation.id.clone(),
            name: operation.name.clone(),
            call: operation.call.clone(),
            operation,
            accepts,
        };
        let Some(download) = downloads.get(&operation.id) else {
            found.push(itself(Accepts::Any));
            continue;
        };
        let media = operation.file_media().unwrap_or_default();
        found.push(itself(Accepts::Record(media.to_owned())));
        found.push(Mocked {
            id: download.clone(),
            name: download.to_snake_case(),
            call: download.to_pascal_case(),
            operation,
            accepts: Accepts::File(media.to_owned()),
        });
    }
    found
}
