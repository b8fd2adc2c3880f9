//! What users can hook into: each attempt before it is sent, each operation when it is over.

use std::{sync::Arc, time::Duration};

use reqwest::Request;

use super::ErrorKind;

/// An attempt that is about to be sent.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Attempt {
    /// The operation's name in the contract.
    pub operation: &'static str,
    /// The operation's path, with the parameters by name.
    pub route: &'static str,
    /// Which attempt it is, from 1.
    pub number: u32,
}

/// An operation that is over.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Report {
    /// The operation's name in the contract.
    pub operation: &'static str,
    /// The operation's path, with the parameters by name.
    pub route: &'static str,
    /// How often it was sent.
    pub attempts: u32,
    /// From the call to its end, with all waiting.
    pub duration: Duration,
    /// The HTTP status of the last answer, where one came.
    pub status: Option<u16>,
    /// What kind of error it ended in; none where it succeeded.
    pub error: Option<ErrorKind>,
}

pub(super) type Before = Arc<dyn Fn(&Attempt, &mut Request) + Send + Sync>;
pub(super) type After = Arc<dyn Fn(&Report) + Send + Sync>;
