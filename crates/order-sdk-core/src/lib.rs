//! What the models of the order SDKs share: the wire format of values, and the validation of requests. This crate sends
//! no requests; `order-sdk-http` does.
//!
//! Users of the SDKs use the types that the SDKs re-export, for example [`Patch`], [`Secret`] and
//! [`Invalid`](validate::Invalid). Generated code and `order-sdk-http` use the rest.

#[doc(hidden)]
pub mod by_name;
mod comma_separated;
#[doc(hidden)]
pub mod elements;
#[doc(hidden)]
pub mod error_body;
mod field;
pub mod json;
mod model;
pub mod nested;
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
pub use model::Model;
#[doc(hidden)]
pub use parameter_text::parameter_text;
pub use patch::Patch;
pub use scalar::{
    boolean, date, date_time, decimal, double, integer, list, object, password, text, utc, word,
    yes_no,
};
pub use secret::Secret;
pub use vocabulary::{UnknownValue, closed_word};
