//! What hooks receive: each attempt before it is sent, and each operation at its end.

use std::{sync::Arc, time::Duration};

use reqwest::Request;

use super::ErrorKind;

/// An attempt that is about to be sent.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Attempt {
    /// The `operationId` in the contract.
    pub operation: &'static str,
    /// The path of the operation in the contract, for example `/orders/{order_id}`.
    pub route: &'static str,
    /// The number of the attempt, counted from 1.
    pub number: u32,
}

/// An operation that has ended.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Report {
    /// The `operationId` in the contract.
    pub operation: &'static str,
    /// The path of the operation in the contract, for example `/orders/{order_id}`.
    pub route: &'static str,
    /// The number of attempts.
    pub attempts: u32,
    /// The time from the call to its end, including all waiting times.
    pub duration: Duration,
    /// The HTTP status of the last response, if there was one.
    pub status: Option<u16>,
    /// The kind of the error; `None` if the operation succeeded.
    pub error: Option<ErrorKind>,
}

pub(super) type Before = Arc<dyn Fn(&Attempt, &mut Request) + Send + Sync>;
pub(super) type After = Arc<dyn Fn(&Report) + Send + Sync>;
