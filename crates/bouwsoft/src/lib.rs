//! Client and models for the order endpoints of Visma Bouwsoft, a construction ERP.
//!
//! Unofficial. The crate is based on the OpenAPI contract in `spec/bouwsoft`.
//!
//! # Quick start
//!
//! Each operation is a method of [`Client`]: required parameters are arguments, optional ones are methods of the returned
//! call, and awaiting the call sends it. The models are in [`types`].
//!
//! ```no_run
//! use bouwsoft::{Client, types::OrderCreate};
//!
//! # async fn make() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::from_env()?;
//! let order = OrderCreate::new("FAKTUUR").company_id(2).address_id(3759).title("Web order 2026-17");
//! match client.create_order(order).await {
//!     Ok(order) => println!("{:?}", order.nr),
//!     Err(error) if error.may_have_been_applied() => println!("list the orders with this title: {error}"),
//!     Err(error) => return Err(error.into()),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! [`Client::from_env`] reads the credentials from environment variables; [`Client::builder`] takes them as arguments.
//! With a refresh token, the client fetches and renews access tokens itself. An [`Activation`] obtains the refresh
//! token after a user of the tenant has approved the application.
//!
//! [`request`](Client::request) sends a request that the contract does not describe.
//!
//! # Errors and retries
//!
//! A call returns the documented response or an [`Error`]. [`Error::kind`] says what kind of failure it is, and
//! [`Error::is_retryable`] whether the same call may succeed later.
//!
//! The client retries calls that only read, with increasing waiting times. It repeats a write in two
//! cases only: no byte of the request was sent, or the server refused the access token (401) and the client fetches
//! access tokens itself. [`Settings`] has the timeouts, the deadline of a call, the retry policy and hooks that see each
//! request. Invalid requests are not sent: arguments are checked against the limits of the contract first.
//!
//! # Unknown outcomes
//!
//! If a call that writes fails with [`ErrorKind::UnknownOutcome`], or with any other error for which
//! [`may_have_been_applied`](Error::may_have_been_applied) returns true, the write may have been applied. Check before you
//! send it again:
//!
//! - If you created an order, list the orders with its `title`, which should be unique.
//!   [`Client::find_or_create_order`] does this for you.
//! - If you created an address, list the addresses with its `name` or `clientnr`, which should be unique.
//!   [`Client::find_or_create_address`] does this for you.
//! - If you created a line, a cost, a variable or a commission, list those of the order; if you created a contact, list
//!   the contacts of the address.
//! - If you changed or deleted a record, get it and compare.
//!
//! # Lists
//!
//! A call of a list, for example of [`Client::list_orders`], sends one request. Set `limit`: without it, the response
//! contains all records that match. The call also has a method [`stream`](calls::ListOrders::stream) for lists of any
//! length. The calls for orders, order lines, addresses and contacts also have
//! [`changed_since`](calls::ListOrders::changed_since), for what changed since a timestamp. Each list has a module with
//! the fields for typed filters, for example [`order_fields`].
//!
//! # Testing
//!
//! The crate `bouwsoft-httpmock` is a mock server that uses the types of this crate.
//!
//! # Features
//!
//! Without the feature `client`, the crate contains only the models: no HTTP, no TLS, no async runtime. [`from_json`]
//! reads models from a body that you received in another way; its errors name the field.
//!
//! The crates whose types are in public signatures are re-exported: always `chrono` and `rust_decimal`; with the feature
//! `client` also `bytes`, `reqwest` and `serde_json`; with `extra-fields` also `serde_json`; with `schemars` also
//! `schemars`.

// Generated code names the crate by its own name, so that other crates can hold the same types.
extern crate self as bouwsoft;

#[cfg(feature = "client")]
mod activation;
#[cfg(feature = "client")]
mod authorization;
mod columns;
#[cfg(feature = "client")]
mod connect;
#[cfg(feature = "client")]
mod create_once;
#[cfg(feature = "client")]
mod environment;
// Generated code is documented by its contract and formatted by its generator.
#[rustfmt::skip]
mod generated;
#[cfg(feature = "client")]
mod hosts;
#[cfg(feature = "client")]
mod image;
pub mod lists;
#[cfg(feature = "client")]
mod raw;
#[cfg(feature = "client")]
mod tokens;

#[cfg(feature = "client")]
pub use activation::{Activation, ActivationBuilder};
#[cfg(feature = "client")]
pub use authorization::Authorization;
#[cfg(feature = "client")]
pub use bytes;
pub use chrono;
pub use columns::{
    AddressColumns, AddressContactColumns, AddressUpdateColumns, Columns, ColumnsError,
    OrderColumns, OrderCommissionColumns, OrderCommissionUpdateColumns, OrderCostColumns,
    OrderLineColumns, OrderLineUpdateColumns, OrderUpdateColumns, OrderVariableColumns,
    OrderVariableUpdateColumns,
};
#[cfg(feature = "client")]
pub use connect::ClientBuilder;
#[cfg(feature = "client")]
pub use create_once::{AddressKey, FoundOrCreated, OrderKey};
pub use generated::*;
#[cfg(feature = "client")]
pub use image::{Image, ImageError};
pub use lists::{Field, Fields, Filter, Sort};
pub use order_sdk_core::json::ReadError;
pub use order_sdk_core::validate::{Invalid, Violation};
pub use order_sdk_core::{CommaSeparated, Secret};
#[cfg(feature = "client")]
pub use order_sdk_http::{
    Access, Attempt, BoxFuture, Changes, ConfigError, Download, Error, ErrorKind, Grant, Paging,
    Preview, RateLimit, RawCall, Report, Response, RetryPolicy, Rows, Sending, Settings,
    TokenSource, Tokens, UnreadableRow,
};
#[cfg(feature = "client")]
pub use reqwest;
pub use rust_decimal;
#[cfg(feature = "schemars")]
pub use schemars;
#[cfg(any(feature = "client", feature = "extra-fields"))]
pub use serde_json;
