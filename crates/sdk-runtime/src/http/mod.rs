//! The way of every request: who calls, what is repeated, and one kind of error whatever the server answers.
//!
//! Generated operations build a request and hand it to [`Http`]. What users meet is [`Error`], [`Settings`] and
//! [`RetryPolicy`].

#![allow(
    clippy::result_large_err,
    reason = "a fault is made once a call, and boxed where users get it"
)]

mod access;
mod address;
mod answer;
mod call;
mod config_error;
mod download;
mod error;
mod escapes;
mod file_name;
mod held;
mod hooks;
mod list;
mod marked;
mod message;
mod model;
mod once;
mod operation;
mod outcome;
mod paging;
mod progress;
mod raw_rows;
mod record;
mod redaction;
mod retry;
mod secrets;
mod send;
mod settings;
mod tokens;
mod variables;

pub use crate::error_body::Errors;
pub use access::{Access, Grant, basic, secret_header};
pub use address::{base_url, is_loopback, shown_url};
pub use config_error::ConfigError;
pub use download::Download;
pub use error::{Error, ErrorKind};
pub use hooks::{Attempt, Report};
pub use list::UnreadableRow;
pub use message::is_page;
pub use once::{Guard, Mark};
pub use operation::{Api, Operation};
pub use paging::{Page, Paging, Rows, page, rows};
pub use retry::RetryPolicy;
pub use send::Http;
pub use settings::Settings;
pub use tokens::{BoxFuture, TokenSource, Tokens};
pub use variables::Variables;

pub use tokio::time::sleep;

use std::fmt;

/// The value of an argument as the operation needs it, or the error, which is reported when the call is sent.
///
/// # Errors
///
/// Where the value cannot be converted.
pub fn argument<T>(name: &str, value: impl TryInto<T, Error: fmt::Display>) -> Result<T, String> {
    value.try_into().map_err(|error| format!("{name}: {error}"))
}

/// The error for a required argument that is not set; it is reported when the call is sent.
///
/// # Errors
///
/// Always.
pub fn missing<T>(name: &str) -> Result<T, String> {
    Err(format!("`{name}` is not set; give it with `.{name}(..)`"))
}
