//! Client and models of the order endpoints of Visma Bouwsoft, a construction ERP.
//!
//! Unofficial; made from the contract in `spec/bouwsoft`. Each operation of [`Client`] gives a builder that is filled and
//! sent. Every model is in [`types`].
//!
//! [`Client::builder`] takes the refresh token of a tenant and sees to access tokens by itself. An [`Activation`] gets the
//! refresh token: somebody of the tenant has to agree to it once.
//!
//! Without the feature `client` the crate is models alone: no HTTP, no TLS, no async runtime.

// Generated code names the crate by its own name, so that other crates can hold the same types.
extern crate self as bouwsoft;

#[cfg(feature = "client")]
mod activation;
#[cfg(feature = "client")]
mod authorization;
mod columns;
#[cfg(feature = "client")]
mod connect;
// Generated code is documented by its contract and formatted by its generator.
#[rustfmt::skip]
#[allow(missing_docs, clippy::all)]
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
pub use columns::{ColumnsError, OrderColumns};
#[cfg(feature = "client")]
pub use connect::ClientBuilder;
pub use generated::*;
#[cfg(feature = "client")]
pub use picture::{Picture, PictureError};
#[cfg(feature = "client")]
pub use progenitor_client::{ByteStream, ResponseValue};
pub use sdk_runtime::Secret;
#[cfg(feature = "client")]
pub use sdk_runtime::http::{
    Access, Attempt, ConfigError, Error, ErrorKind, Grant, Report, RetryPolicy, Settings,
};
