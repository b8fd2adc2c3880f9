//! Client and models of the order endpoints of Visma Bouwsoft, a construction ERP.
//!
//! Unofficial; made from the contract in `spec/bouwsoft`. Each operation of [`Client`] gives a builder that is filled and
//! sent. Every model is in [`types`].
//!
//! [`Client::builder`] takes the refresh token of a tenant and sees to access tokens by itself. An [`Activation`] gets the
//! refresh token: somebody of the tenant has to agree to it once.
//!
//! ```no_run
//! use bouwsoft::{Client, types::OrderCreate};
//!
//! # async fn make() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::from_env()?;
//! let order = OrderCreate::new("FAKTUUR").company_id(2).address_id(3759).title("Web order 2026-17");
//! match client.create_order().columns(order).send().await {
//!     Ok(changes) => println!("{:?}", changes.record_changes),
//!     Err(error) if error.may_have_happened() => println!("look for Web order 2026-17 in Bouwsoft: {error}"),
//!     Err(error) => return Err(error.into()),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Every call ends in its documented answer or in an [`Error`], whose [`kind`](Error::kind) says what to do about it;
//! [`Settings`] has times, retries and hooks. `bouwsoft-httpmock` is a mock server with the same types.
//!
//! # Unknown outcomes
//!
//! If a call that writes ends in [`ErrorKind::Ambiguous`], or in any other error for which
//! [`may_have_happened`](Error::may_have_happened) returns true, the write may have been applied. This contract has no
//! operation that reads an order yet, so find out in the Bouwsoft application before you send the write again:
//!
//! - A new order or a copy: look for it there. Give each new order a `title` that no other order has, as in the example
//!   above.
//! - Moved lines, updated prices or a signature: look at the order.
//!
//! # Features
//!
//! Without the feature `client` the crate is models alone: no HTTP, no TLS, no async runtime. [`from_json`] reads them from
//! bodies that came another way, with errors that name the field.
//!
//! The crates whose types are in public signatures are re-exported: `chrono` and `rust_decimal`, `bytes` and `reqwest` with
//! the feature `client`, `serde_json` with `extra-fields`, and `schemars` with `schemars`.

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
mod environment;
// Generated code is documented by its contract and formatted by its generator.
#[rustfmt::skip]
#[allow(clippy::all)]
mod generated;
#[cfg(feature = "client")]
mod hosts;
#[cfg(feature = "client")]
mod picture;
#[cfg(feature = "client")]
mod tokens;

#[cfg(feature = "client")]
pub use activation::{Activate, Activation};
#[cfg(feature = "client")]
pub use authorization::Authorization;
#[cfg(feature = "client")]
pub use bytes;
pub use chrono;
pub use columns::{ColumnsError, OrderColumns};
#[cfg(feature = "client")]
pub use connect::ClientBuilder;
pub use generated::*;
#[cfg(feature = "client")]
pub use picture::{Picture, PictureError};
#[cfg(feature = "client")]
pub use progenitor_client::{ByteStream, ResponseValue};
#[cfg(feature = "client")]
pub use reqwest;
pub use rust_decimal;
#[cfg(feature = "schemars")]
pub use schemars;
#[cfg(feature = "client")]
pub use sdk_runtime::http::{
    Access, Attempt, BoxFuture, ConfigError, Error, ErrorKind, Grant, Report, RetryPolicy,
    Settings, TokenSource, Tokens, UnreadableRow,
};
pub use sdk_runtime::json::ReadError;
pub use sdk_runtime::validate::{Invalid, Violation};
pub use sdk_runtime::{CommaSeparated, Secret};
#[cfg(feature = "extra-fields")]
pub use serde_json;
