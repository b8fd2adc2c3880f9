//! Client and models for the order endpoints of EenvoudigFactureren, an invoicing service that is also sold as
//! SimplyBooks.
//!
//! Unofficial. The crate is based on the OpenAPI contract in `spec/eenvoudigfactureren` of its repository.
//!
//! # Quick start
//!
//! Each operation is a method of [`Client`]: required parameters are arguments, optional ones are methods of the
//! returned call, and awaiting the call sends it. The models are in [`types`]. The client is asynchronous and needs
//! Tokio.
//!
//! ```no_run
//! use eenvoudigfactureren::{Client, types::{OrderCreate, OrderItemCreate}};
//!
//! # async fn make() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::from_env()?;
//! let survey = OrderItemCreate::new().description("Survey of the site").amount(100);
//! let order = OrderCreate::new(1001).external_order_id("Q-2026-17").items([survey]);
//! let order = client.find_or_create_by_external_id(order).await?;
//! println!("{:?}", order.order_id());
//! # Ok(())
//! # }
//! ```
//!
//! [`Client::from_env`] reads the credentials from environment variables; [`Client::builder`] takes them as arguments.
//!
//! In addition to the operations, the client has:
//!
//! - [`find_or_create_by_external_id`](Client::find_or_create_by_external_id) for orders, and
//!   [`find_or_create_client`](Client::find_or_create_client) for customers, which the API calls clients.
//! - [`download_order`](Client::download_order) for the PDF of an order.
//! - [`request`](Client::request) for a request that the contract does not describe.
//!
//! Two calls have an additional method: [`and_get`](calls::CreateOrder::and_get) creates an order and then gets it, and
//! [`and_confirm`](calls::SendOrderEmail::and_confirm) sends an e-mail and, if the response is lost, looks for the
//! e-mail in the events of the order.
//!
//! # Rate limit
//!
//! The service blocks programs that send requests too fast; the limit is not documented. A client sends at most 4
//! requests at a time and 5 per second; a retry counts as a request. [`Settings::rate_limit`] sets another limit, or
//! none. Clones of a client share its limit. Separate clients and processes do not: divide the limit among them. The
//! default does not apply to servers on this machine, such as mock servers.
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
//! use eenvoudigfactureren::{Client, Error, ErrorKind};
//!
//! async fn number(client: &Client, order: i64) -> Result<Option<String>, Error> {
//!     match client.get_order(order).await {
//!         Ok(order) => Ok(order.number),
//!         Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
//!         Err(error) => Err(error),
//!     }
//! }
//! ```
//!
//! The client retries calls that only read, with increasing waiting times: see [`RetryPolicy`]. It repeats a write in
//! two cases only: no byte of the request was sent, or the server refused the access token (401) and the client was
//! created by [`Client::new`] with [`Tokens`], a source of access tokens. Invalid requests are not sent: arguments are
//! checked against the limits of the contract first.
//!
//! [`Settings`] has the timeouts, the deadline of a call, the retry policy, and hooks before each attempt and at the
//! end of each call:
//!
//! ```
//! use std::time::Duration;
//! use eenvoudigfactureren::{Client, RetryPolicy, Settings};
//!
//! let settings = Settings::new().deadline(Duration::from_secs(60)).retry(RetryPolicy::default().attempts(5));
//! let client = Client::builder().api_key("the key").settings(settings).build()?;
//! # Ok::<_, eenvoudigfactureren::ConfigError>(())
//! ```
//!
//! # Unknown outcomes
//!
//! If a call that writes fails with [`ErrorKind::UnknownOutcome`], or with any other error for which
//! [`may_have_been_applied`](Error::may_have_been_applied) returns true, the write may have been applied. Check before
//! you send the write again:
//!
//! - Set a unique `external_order_id` or `number` in every new order. If you created an order, list the orders with
//!   that value. [`find_or_create_by_external_id`](Client::find_or_create_by_external_id) looks for the order before it
//!   creates one. The service itself does not refuse a repeated `external_order_id`.
//! - Do the same with the `external_client_id` or `number` of a customer;
//!   [`find_or_create_client`](Client::find_or_create_client) does it for you.
//! - If you added an item or a remark, list those of the order. If you added a contact or a detail, list those of the
//!   customer.
//! - If you changed or deleted a record, get it and compare.
//! - If you sent an e-mail, list the events of the order, and look for one that is not in a list from before you sent
//!   the e-mail. [`and_confirm`](calls::SendOrderEmail::and_confirm) requests both lists for you.
//! - If you uploaded a file, upload it again. The service deletes uploads after at most one hour.
//!
//! ```no_run
//! use eenvoudigfactureren::{Client, Error, order_fields::EXTERNAL_ORDER_ID, types::OrderCreate};
//!
//! async fn create(client: &Client, order: OrderCreate) -> Result<(), Error> {
//!     match client.create_order(order.external_order_id("Q-2026-17")).await {
//!         Err(error) if error.may_have_been_applied() => {
//!             let created = client.list_orders().filter(EXTERNAL_ORDER_ID.is("Q-2026-17")).await?;
//!             println!("{} orders have this ID", created.len());
//!             Ok(())
//!         }
//!         other => other.map(drop),
//!     }
//! }
//! ```
//!
//! # Lists and paging
//!
//! Lists of orders and customers accept a [`Filter`], a [`Sort`] and [`Fields`]. The modules [`order_fields`] and
//! [`customer_fields`] have the fields for them. Awaiting the call sends one request; `skip` and `take` select the
//! rows.
//!
//! For lists of any length, the call has a method [`stream`](calls::ListOrders::stream). It requests pages of 100 rows
//! when they are needed, and returns the rows one by one. [`Paging`] has the size of a page, and can request the next
//! page in advance. [`changed_since`](calls::ListOrders::changed_since) returns the orders that changed since a
//! timestamp.
//!
//! ```no_run
//! use eenvoudigfactureren::{Client, Error, order_fields::{ORDER_ID, STATUS}, types::OrderStatus};
//!
//! async fn print_open(client: &Client) -> Result<(), Error> {
//!     let open = client.list_orders().filter(STATUS.is(OrderStatus::Open)).sort(ORDER_ID.ascending());
//!     let mut orders = open.stream();
//!     while let Some(order) = orders.next_row().await {
//!         println!("{:?}", order?.number);
//!     }
//!     Ok(())
//! }
//! ```
//!
//! # Testing
//!
//! Add [`eenvoudigfactureren-httpmock`](https://docs.rs/eenvoudigfactureren-httpmock) to your dev-dependencies. It has
//! a mock server that uses the types of this crate, and a fake that keeps records in memory:
//!
//! ```
//! use eenvoudigfactureren::{Client, types::CustomerCreate};
//! use eenvoudigfactureren_httpmock::Fake;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let fake = Fake::start();
//! let client = Client::with_api_key(&fake.base_url(), "any key")?;
//! client.create_client(CustomerCreate::new("Bakkerij Van Damme")).await?;
//! assert_eq!(fake.customers()[0].name.as_deref(), Some("Bakkerij Van Damme"));
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
//! | `xml` | Reading and writing models as XML. |
//!
//! With or without the client, [`from_json`] reads models from a body that you received in another way. Its errors name
//! the field.
//!
//! With the feature `xml`, with or without `client`, the models of request and response bodies have `from_xml` and
//! `to_xml`, except [`Upload`](types::Upload) and [`Account`](types::Account), whose XML is not known. The models of
//! list entries, for example [`Order`](types::Order), also have `list_from_xml` and `list_to_xml`.
//!
//! The crates whose types are in public signatures are re-exported: always `chrono` and `rust_decimal`; with the
//! feature `client` also `bytes`, `reqwest` and `serde_json`; with `extra-fields` also `serde_json`; with `schemars`
//! also `schemars`.

// Generated code refers to this crate by its name.
extern crate self as eenvoudigfactureren;

#[cfg(feature = "client")]
mod attachment;
#[cfg(feature = "client")]
mod connect;
#[cfg(feature = "client")]
mod create;
#[cfg(feature = "client")]
mod create_once;
#[cfg(feature = "client")]
mod download;
#[cfg(feature = "client")]
mod email;
#[cfg(feature = "client")]
mod environment;
// Generated code is documented by its contract and formatted by its generator.
#[rustfmt::skip]
mod generated;
pub mod lists;
#[cfg(feature = "client")]
mod raw;
mod recipient;

#[cfg(feature = "client")]
pub use attachment::{Attachment, AttachmentError};
#[cfg(feature = "client")]
pub use bytes;
pub use chrono;
#[cfg(feature = "client")]
pub use connect::{ClientBuilder, Credentials, Server};
#[cfg(feature = "client")]
pub use create_once::{CustomerKey, FoundOrCreated};
#[cfg(feature = "client")]
pub use download::DownloadOrder;
#[cfg(feature = "client")]
pub use email::SentEmail;
pub use generated::*;
pub use lists::{Field, Fields, Filter, Sort};
#[cfg(feature = "client")]
pub use order_sdk_core::Secret;
pub use order_sdk_core::json::ReadError;
pub use order_sdk_core::validate::{Invalid, Violation};
#[cfg(feature = "xml")]
pub use order_sdk_core::xml::{Place as XmlPlace, Problem as XmlProblem, XmlError};
pub use order_sdk_core::{Patch, UnknownValue};
#[cfg(feature = "client")]
pub use order_sdk_http::{
    Access, Attempt, BoxFuture, Changes, ConfigError, Download, Error, ErrorKind, Grant, Paging,
    Preview, RateLimit, RawCall, Report, Response, RetryPolicy, Rows, Sending, Settings,
    TokenSource, Tokens, UnreadableRow,
};
pub use recipient::Recipient;
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
