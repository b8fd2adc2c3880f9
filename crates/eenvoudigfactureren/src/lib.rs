//! Client and models of the order endpoints of EenvoudigFactureren, an invoicing service also sold as SimplyBooks.
//!
//! Unofficial; made from the contract in `spec/eenvoudigfactureren`. Each operation of [`Client`] gives a builder that is
//! filled and sent. Every model is in [`types`].
//!
//! [`Client::from_env`] and [`Client::builder`] make a client. Beside the operations it has
//! [`download_order`](Client::download_order) and
//! [`find_or_create_by_external_id`](Client::find_or_create_by_external_id); `list_orders` takes a [`Filter`], a [`Sort`]
//! and [`Fields`], and gives a [`stream`](builder::ListOrders::stream) of orders.
//!
//! ```no_run
//! use eenvoudigfactureren::{Client, types::{OrderCreate, OrderItemCreate}};
//!
//! # async fn make() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::from_env()?;
//! let survey = OrderItemCreate::new().description("Survey of the site").amount(rust_decimal::Decimal::from(100));
//! let order = OrderCreate::new(1001).external_order_id("Q-2026-17").items([survey]);
//! let order = client.find_or_create_by_external_id(order).await?;
//! println!("{:?}", order.order_id());
//! # Ok(())
//! # }
//! ```
//!
//! Every call ends in its documented answer or in an [`Error`], whose [`kind`](Error::kind) says what to do about it;
//! [`Settings`] has times, retries and hooks. `eenvoudigfactureren-httpmock` is a mock server with the same types.
//!
//! # Unknown outcomes
//!
//! If a call that writes ends in [`ErrorKind::Ambiguous`], or in any other error for which
//! [`may_have_happened`](Error::may_have_happened) returns true, the write may have been applied. Find out before you send
//! the write again:
//!
//! - A new order: give it an `external_order_id` or a `number` of your own, and list the orders that have it. The service
//!   does not refuse duplicates. [`find_or_create_by_external_id`](Client::find_or_create_by_external_id) does all of this.
//! - A new item or remark: list those of the order.
//! - A change or a deletion: get the order, item or remark.
//!
//! ```no_run
//! use eenvoudigfactureren::{Client, Error, order_fields::EXTERNAL_ORDER_ID, types::OrderCreate};
//!
//! async fn create(client: &Client, order: OrderCreate) -> Result<(), Error> {
//!     match client.create_order().body(order.external_order_id("Q-2026-17")).send().await {
//!         Err(error) if error.may_have_happened() => {
//!             let created = client.list_orders().filter(EXTERNAL_ORDER_ID.is("Q-2026-17")).send().await?;
//!             println!("{} orders have this ID", created.into_inner().len());
//!             Ok(())
//!         }
//!         other => other.map(drop),
//!     }
//! }
//! ```
//!
//! # Features
//!
//! Without the feature `client` the crate is models alone: no HTTP, no TLS, no async runtime. [`from_json`] reads them from
//! bodies that came another way, with errors that name the field. With the feature `xml`, which works with and without a
//! client, the models of bodies and answers have `from_xml` and `to_xml`, and those of lists also `list_from_xml` and
//! `list_to_xml`.
//!
//! The crates whose types are in public signatures are re-exported: `chrono` and `rust_decimal`, `bytes` and `reqwest` with
//! the feature `client`, `serde_json` with `extra-fields`, and `schemars` with `schemars`.

#[cfg(feature = "client")]
mod connect;
#[cfg(feature = "client")]
mod download;
#[cfg(feature = "client")]
mod environment;
#[cfg(feature = "client")]
mod external_id;
// Generated code is documented by its contract and formatted by its generator.
#[rustfmt::skip]
#[allow(clippy::all)]
mod generated;
pub mod lists;
pub mod order_fields;

#[cfg(feature = "client")]
pub use bytes;
pub use chrono;
#[cfg(feature = "client")]
pub use connect::{ClientBuilder, Credentials, Server};
#[cfg(feature = "client")]
pub use external_id::FoundOrCreated;
pub use generated::*;
pub use lists::{Fields, Filter, Sort};
#[cfg(feature = "client")]
pub use progenitor_client::{ByteStream, ResponseValue};
#[cfg(feature = "client")]
pub use reqwest;
pub use rust_decimal;
#[cfg(feature = "schemars")]
pub use schemars;
#[cfg(feature = "client")]
pub use sdk_runtime::Secret;
#[cfg(feature = "client")]
pub use sdk_runtime::http::{
    Access, Attempt, BoxFuture, ConfigError, Download, Error, ErrorKind, Grant, Paging, Report,
    RetryPolicy, Rows, Settings, TokenSource, Tokens, UnreadableRow,
};
pub use sdk_runtime::json::ReadError;
pub use sdk_runtime::validate::{Invalid, Violation};
#[cfg(feature = "xml")]
pub use sdk_runtime::xml::{Place as XmlPlace, Problem as XmlProblem, XmlError};
pub use sdk_runtime::{Patch, UnknownWord};
#[cfg(feature = "extra-fields")]
pub use serde_json;
