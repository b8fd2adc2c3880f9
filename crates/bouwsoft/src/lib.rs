//! Client and models for the order endpoints of Visma Bouwsoft, a construction ERP.
//!
//! Unofficial. The crate is based on the OpenAPI contract in `spec/bouwsoft` of its repository.
//!
//! # Quick start
//!
//! Each operation is a method of [`Client`]: required parameters are arguments, optional ones are methods of the
//! returned call, and awaiting the call sends it. The models are in [`types`]. The client is asynchronous and needs
//! Tokio.
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
//! | [`ErrorKind`] | Meaning | What to do |
//! |---|---|---|
//! | `InvalidRequest` | An argument is not valid. Nothing was sent. | Correct the request. |
//! | `Authentication` | The server refused the credentials, or there is no access token. | Correct the credentials. |
//! | `Permission` | The credentials do not permit the call. | Correct their rights. |
//! | `NotFound`, `Rejected` | The server rejected the request: see [`Error::message`]. | Correct the request. |
//! | `RateLimited` | Too many requests. | Wait for [`Error::retry_after`], and repeat the call. |
//! | `Transport`, `Timeout`, `ServerFault` | A read failed, or a write was not sent. | Repeat the call later. |
//! | `UnknownOutcome` | A write was sent, and may have been applied. | See [Unknown outcomes](#unknown-outcomes). |
//! | `UnreadableResponse` | The response is not readable. | After a write, see [Unknown outcomes](#unknown-outcomes). |
//! | `Redirect` | The server redirects, which the client does not follow. | Check the address of the server. |
//!
//! After a call that writes, check [`Error::may_have_been_applied`] before you repeat it, whatever the kind is.
//!
//! ```no_run
//! use bouwsoft::{Client, Error, ErrorKind};
//!
//! async fn title(client: &Client, order: i64) -> Result<Option<String>, Error> {
//!     match client.get_order(order).await {
//!         Ok(order) => Ok(order.title),
//!         Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
//!         Err(error) => Err(error),
//!     }
//! }
//! ```
//!
//! The client retries calls that only read, with increasing waiting times: see [`RetryPolicy`]. It repeats a write in
//! two cases only: no byte of the request was sent, or the server refused the access token (401) and the client fetches
//! access tokens itself. Invalid requests are not sent: arguments are checked against the limits of the contract first.
//!
//! [`Settings`] has the timeouts, the deadline of a call, the retry policy, and hooks before each attempt and at the
//! end of each call:
//!
//! ```
//! use std::time::Duration;
//! use bouwsoft::{Client, RetryPolicy, Settings};
//!
//! let settings = Settings::new().deadline(Duration::from_secs(60)).retry(RetryPolicy::default().attempts(5));
//! let client = Client::builder().refresh_token(115, "the refresh token").settings(settings).build()?;
//! # Ok::<_, bouwsoft::ConfigError>(())
//! ```
//!
//! # Unknown outcomes
//!
//! If a call that writes fails with [`ErrorKind::UnknownOutcome`], or with any other error for which
//! [`may_have_been_applied`](Error::may_have_been_applied) returns true, the write may have been applied. Check before
//! you send it again:
//!
//! - If you created an order, list the orders with its `title`, which should be unique.
//!   [`Client::find_or_create_order`] does this for you.
//! - If you created an address, list the addresses with its `name` or `clientnr`, which should be unique.
//!   [`Client::find_or_create_address`] does this for you.
//! - If you created a line, a cost, a variable or a commission, list those of the order; if you created a contact, list
//!   the contacts of the address.
//! - If you changed or deleted a record, get it and compare.
//!
//! # Lists and paging
//!
//! A list call, for example [`Client::list_orders`], sends one request. Set `limit`: without it, the response contains
//! all records that match.
//!
//! For lists of any length, the call has a method [`stream`](calls::ListOrders::stream). It requests pages of 100 rows
//! when they are needed, and returns the rows one by one. [`Paging`] has the size of a page, and can request the next
//! page in advance. The calls for orders, order lines, addresses and contacts also have
//! [`changed_since`](calls::ListOrders::changed_since), which returns the rows that changed since a timestamp.
//!
//! Each list has a module with its fields, for typed filters and sorting, for example [`order_fields`].
//!
//! ```no_run
//! use bouwsoft::{Client, Error, order_fields::{APPROVED, BILLED}};
//!
//! async fn print_unbilled(client: &Client) -> Result<(), Error> {
//!     let mut orders = client.list_orders().filter(APPROVED.eq(true).and(BILLED.eq(false))).stream();
//!     while let Some(order) = orders.next_row().await {
//!         println!("{:?}", order?.nr);
//!     }
//!     Ok(())
//! }
//! ```
//!
//! # Testing
//!
//! Add [`bouwsoft-httpmock`](https://docs.rs/bouwsoft-httpmock) to your dev-dependencies. It has a mock server that
//! uses the types of this crate, and a fake that keeps records in memory:
//!
//! ```
//! use bouwsoft::{Client, types::OrderCreate};
//! use bouwsoft_httpmock::Fake;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let fake = Fake::start();
//! let client = Client::connect(&fake.base_url(), 115, "any token")?;
//! client.create_order(OrderCreate::new("FAKTUUR").title("Web order 2026-17")).await?;
//! assert_eq!(fake.orders()[0].title.as_deref(), Some("Web order 2026-17"));
//! # Ok(())
//! # }
//! ```
//!
//! # Features
//!
//! | Feature | Effect |
//! |---|---|
//! | `client` (default) | The HTTP client. Without it, the crate has only the models: no HTTP, TLS or async runtime. |
//! | `extra-fields` | Models keep unknown fields in a map `extra`. |
//! | `schemars` | Models implement `JsonSchema`. |
//! | `test-util` | Setters for models of responses, for your own mock servers. |
//!
//! With or without the client, [`from_json`] reads models from a body that you received in another way. Its errors name
//! the field.
//!
//! The crates whose types are in public signatures are re-exported: always `chrono` and `rust_decimal`; with the
//! feature `client` also `bytes`, `reqwest` and `serde_json`; with `extra-fields` also `serde_json`; with `schemars`
//! also `schemars`.

// Generated code refers to this crate by its name.
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

/// The example of the README, which is compiled as a test.
#[cfg(all(doctest, feature = "client"))]
#[doc = include_str!("../README.md")]
mod readme {}
