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
mod argument;
mod call;
mod changes;
mod config_error;
mod content;
mod download;
mod error;
mod escapes;
mod file_name;
mod find_or_create;
mod held;
mod hooks;
mod list;
mod marked;
mod message;
mod model;
mod once;
mod operation;
mod options;
mod outcome;
mod page;
mod paging;
mod parameter;
mod payload;
mod prepared;
mod preview;
mod progress;
mod rate_limit;
mod raw;
mod raw_rows;
mod reader;
mod record;
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

pub use crate::error_body::Errors;
pub use access::{Access, Grant, basic, secret_header};
pub use address::{base_url, is_loopback, shown_url};
pub use changes::{Changes, changes};
pub use config_error::ConfigError;
pub use download::Download;
pub use error::{Error, ErrorKind};
pub use find_or_create::{CreateOnce, FoundOrCreated, RECHECK_WAITS, find_or_create};
pub use hooks::{Attempt, Report};
pub use list::UnreadableRow;
pub use message::is_page;
pub use once::Guard;
pub use operation::{Api, Operation};
pub use page::{Page, enveloped_page, page};
pub use paging::{Paging, Rows, rows};
pub use parameter::Parameter;
pub use payload::File;
pub use prepared::{ListParameters, Prepared, refused_page};
pub use preview::Preview;
pub use rate_limit::RateLimit;
pub use raw::RawCall;
pub use response::Response;
pub use retry::RetryPolicy;
pub use send::Http;
pub use sending::Sending;
pub use settings::Settings;
pub use tokens::{BoxFuture, TokenSource, Tokens};
pub use variables::Variables;

pub use tokio::time::sleep;
