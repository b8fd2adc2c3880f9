//! How the order SDKs send requests: credentials, retries, and one error type for all failures.
//!
//! Generated operations describe a request, and [`Http`] sends it. Users of the SDKs use [`Error`], [`Settings`] and
//! [`RetryPolicy`].
//!
//! - **Retries**: a call that reads is retried after a failed connection, a timeout, or the status 408, 429, 502, 503
//!   or 504. A call that writes is retried only if no connection was made, so that no byte of it was sent. The waiting
//!   times grow, and all calls of a client share a budget for retries ([`RetryPolicy`]). After a 401, a client with
//!   [`Tokens`] sends the call once more with a new token. A body that is a stream is never sent again.
//! - **Unknown outcomes**: a write that may have been applied is never sent again. Its error has the kind
//!   [`ErrorKind::UnknownOutcome`], or its [`Error::may_have_been_applied`] is true.
//! - **Cancellation**: a call whose future is dropped ends at once. A write that was being sent may have been applied.
//!   A token request that is in progress continues, for later calls.

#![allow(
    clippy::result_large_err,
    reason = "a fault is created once per call, and boxed before users get it"
)]

mod access;
mod address;
mod argument;
mod attempt;
mod call;
mod changes;
mod config_error;
mod download;
mod error;
mod escapes;
mod fault;
mod file_name;
mod find_or_create;
mod hooks;
mod lock;
mod next;
mod once;
mod operation;
mod options;
mod page;
mod paging;
mod parameter;
mod payload;
mod prepared;
mod preview;
mod progress;
mod rate_limit;
mod raw;
mod redaction;
mod response;
mod retry;
mod secrets;
mod send;
mod sending;
mod settings;
#[cfg(test)]
mod testing;
mod tokens;
mod variables;

pub use access::{Access, Grant, basic, secret_header};
pub use address::{base_url, is_loopback, shown_url};
pub use changes::{Changes, changes};
pub use config_error::ConfigError;
pub use download::Download;
pub use error::{Error, ErrorKind};
pub use find_or_create::{CreateOnce, FoundOrCreated, RECHECK_WAITS, find_or_create};
pub use hooks::{Attempt, Report};
pub use once::Guard;
pub use operation::{Api, Operation};
pub use order_sdk_core::error_body::Errors;
pub use page::{Page, enveloped_page, page};
pub use paging::{Paging, Rows, rows};
pub use parameter::Parameter;
pub use payload::File;
pub use prepared::{Draft, ListParameters, Prepared, refused_page};
pub use preview::Preview;
pub use rate_limit::RateLimit;
pub use raw::RawCall;
pub use response::{Response, UnreadableRow, is_page};
pub use retry::RetryPolicy;
pub use send::Http;
pub use sending::Sending;
pub use settings::Settings;
pub use tokens::{BoxFuture, TokenSource, Tokens};
pub use variables::Variables;

pub use tokio::time::sleep;
