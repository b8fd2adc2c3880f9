//! What the order SDKs share: how values look on the wire, checking what is sent, and the rules every request follows.
//!
//! Users of the SDKs meet [`Patch`], [`Secret`], [`Invalid`](validate::Invalid), [`json::ReadError`] and, with the feature `xml`,
//! `xml::XmlError`; the rest is called by generated code.

// The derives name this crate by its name.
#[cfg(test)]
extern crate self as order_sdk_runtime;

mod by_name;
mod comma_separated;
mod elements;
mod error_body;
#[cfg(feature = "mock")]
pub mod fake;
mod field;
#[cfg(feature = "http")]
pub mod http;
pub mod json;
#[cfg(feature = "mock")]
pub mod mock;
pub mod model;
pub mod nested;
#[cfg(any(feature = "http", feature = "mock"))]
mod parameter_text;
mod patch;
pub mod scalar;
mod secret;
pub mod validate;
mod vocabulary;
#[cfg(feature = "xml")]
pub mod xml;

pub use comma_separated::CommaSeparated;
pub use error_body::Errors;
pub use order_sdk_derive::{Deserialize, Serialize};
pub use patch::Patch;
pub use scalar::{
    boolean, date, date_time, decimal, double, integer, list, object, password, text, utc, word,
    yes_no,
};
pub use secret::Secret;
pub use vocabulary::UnknownValue;
