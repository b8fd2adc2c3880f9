//! Creating a record once, identified by a field that the caller keeps unique.

mod customer;
mod order;

use order_sdk_http::{self as http, CreateOnce, Error, ErrorKind, Http};

pub use self::customer::CustomerKey;
use crate::types::{Customer, Order, WriteResult};

/// Messages of the service about a record that does not exist, as [`gist`] returns them, without the noun.
const GONE: [&str; 6] = [
    "unknown",
    "not found",
    "does not exist",
    "deleted",
    "niet gevonden",
    "bestaat niet",
];
/// Words that [`gist`] removes from a message.
const FILLING: [&str; 7] = ["the", "this", "id", "is", "was", "has", "been"];

/// A record that existed already, or that was created.
#[derive(Clone, Debug, PartialEq)]
pub enum FoundOrCreated<T> {
    /// The record existed. If several records have the value, this is the one with the lowest ID.
    Found(Box<T>),
    /// The record was created.
    Created(WriteResult),
}

impl FoundOrCreated<Order> {
    /// The ID of the order.
    pub fn order_id(&self) -> Option<i64> {
        match self {
            Self::Found(order) => order.order_id,
            Self::Created(result) => result.order_id,
        }
    }
}

impl FoundOrCreated<Customer> {
    /// The ID of the customer.
    pub fn client_id(&self) -> Option<i64> {
        match self {
            Self::Found(customer) => customer.client_id,
            Self::Created(result) => result.client_id,
        }
    }
}

/// Creates a record once.
async fn once<T, O>(http: &Http, create: &O) -> Result<FoundOrCreated<T>, Error>
where
    O: CreateOnce<Record = T, Created = WriteResult>,
{
    let outcome = http::find_or_create(http, create).await?;
    Ok(match outcome {
        http::FoundOrCreated::Found(record) => FoundOrCreated::Found(Box::new(record)),
        http::FoundOrCreated::Created(result) => FoundOrCreated::Created(result),
    })
}

/// Whether an error says that a record does not exist. `noun` is what messages call it, for example `order`.
fn is_gone(error: &Error, noun: &str) -> bool {
    // With another status than 404 or 410, the message must name the record, because it may be about an unknown field.
    let message = error.message().map(gist);
    let is_about_record = |message: &str| {
        let rest = message.strip_prefix(noun);
        let rest = rest.and_then(|rest| rest.strip_prefix(' '));
        rest.is_some_and(says_gone)
    };
    match (error.status(), error.kind()) {
        (Some(404 | 410), _) => {
            let is_gone = |message: &str| says_gone(message) || is_about_record(message);
            // An HTML page comes from a proxy, so it does not show that the record does not exist.
            !http::is_page(error.body()) && message.as_deref().is_none_or(is_gone)
        }
        // The body contains the code of `NotFound`, with another status.
        (Some(_), ErrorKind::NotFound) => true,
        (Some(_), ErrorKind::Rejected) => message.as_deref().is_some_and(is_about_record),
        _ => false,
    }
}

fn says_gone(words: &str) -> bool {
    GONE.contains(&words)
}

/// A message without numbers and filling words: `The order_id 5 is unknown.` becomes `order unknown`.
fn gist(message: &str) -> String {
    let message = message.to_lowercase();
    let words = message.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty() && word.parse::<i64>().is_err());
    let words: Vec<_> = words.filter(|word| !FILLING.contains(word)).collect();
    words.join(" ")
}
