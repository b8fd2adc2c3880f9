//! What the order SDKs share: how scalars look on the wire, and the rules every request follows.
//!
//! [`decimal`], [`date`] and [`date_time`] are used as `#[serde(with = "…")]`, their `option` modules on optional
//! fields together with `#[serde(default)]`. They read what the servers have been seen to send and write one exact form.

mod comma_separated;
pub mod date;
pub mod date_time;
pub mod decimal;
#[cfg(feature = "http")]
pub mod http;
mod optional;
#[cfg(feature = "xml")]
pub mod xml;

pub use comma_separated::CommaSeparated;
