//! Creating a record once, identified by a field that the caller keeps unique.

mod address;
mod order;

use order_sdk_http::{self as http, CreateOnce, Error, ErrorKind, Http};

pub use self::{address::AddressKey, order::OrderKey};

/// A record that existed already, or that was created.
#[derive(Clone, Debug, PartialEq)]
pub enum FoundOrCreated<T> {
    /// The record existed. If several records have the value of the field, this is the one with the lowest ID.
    Found(Box<T>),
    /// The record was created.
    Created(Box<T>),
}

impl<T> FoundOrCreated<T> {
    /// The record.
    pub fn into_inner(self) -> T {
        match self {
            Self::Found(record) | Self::Created(record) => *record,
        }
    }
}

/// Creates a record once, for operations that return the whole record.
async fn once<T, O>(http: &Http, create: &O) -> Result<FoundOrCreated<T>, Error>
where
    O: CreateOnce<Record = T, Created = T>,
{
    let outcome = http::find_or_create(http, create).await?;
    Ok(match outcome {
        http::FoundOrCreated::Found(record) => FoundOrCreated::Found(Box::new(record)),
        http::FoundOrCreated::Created(record) => FoundOrCreated::Created(Box::new(record)),
    })
}

/// Whether an error says that a record does not exist.
fn is_gone(error: &Error) -> bool {
    // An HTML page comes from a proxy, so it does not show that the record does not exist.
    error.kind() == ErrorKind::NotFound && !http::is_page(error.body())
}
