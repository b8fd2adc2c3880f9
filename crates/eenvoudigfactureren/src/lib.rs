//! Client and models of the order endpoints of EenvoudigFactureren, an invoicing service also sold as SimplyBooks.
//!
//! Unofficial; made from the contract in `spec/eenvoudigfactureren`. Each operation of [`Client`] gives a builder that is
//! filled and sent. Every model is in [`types`].
//!
//! Without the feature `client` the crate is models alone: no HTTP, no TLS, no async runtime. With the feature `xml`, which
//! works with and without a client, the models of bodies and answers have `from_xml` and `to_xml`, and those of lists also
//! `list_from_xml` and `list_to_xml`.

#[cfg(feature = "client")]
mod connect;
// Generated code is documented by its contract and formatted by its generator.
#[rustfmt::skip]
#[allow(missing_docs, clippy::all)]
mod generated;
pub mod lists;
pub mod order_fields;

#[cfg(feature = "client")]
pub use connect::Credentials;
pub use generated::*;
pub use lists::{Fields, Filter, Sort};
#[cfg(feature = "client")]
pub use progenitor_client::{ByteStream, ResponseValue};
#[cfg(feature = "client")]
pub use sdk_runtime::http::{
    Access, Attempt, ConfigError, Error, ErrorKind, Grant, Report, RetryPolicy, Settings,
};
#[cfg(feature = "xml")]
pub use sdk_runtime::xml::XmlError;
