//! Helpers for unit tests of calls and streams.

use std::{
    pin::Pin,
    task::{Context, Poll, Waker},
};

use futures_core::Stream;

use super::{Api, Errors, Grant, Http, RateLimit, Settings};

/// An API that reserves nothing.
pub const API: Api = Api {
    user_agent: "test/1",
    errors: Errors::USUAL,
    reserved_headers: &[],
    reserved_query: &[],
    rate_limit: RateLimit::none(),
};

/// A transport whose base URL is `https://x.be/api`.
pub fn http() -> Http {
    let grant = Grant::new("https://x.be/api", false).expect("a grant");
    Http::new(&API, grant, &Settings::new()).expect("a transport")
}

/// All items of a stream that never waits.
pub(super) fn all<S: Stream + Unpin>(mut stream: S) -> Vec<S::Item> {
    std::iter::from_fn(|| next(&mut stream)).collect()
}

/// The next item of a stream that never waits.
pub(super) fn next<S: Stream + Unpin>(stream: &mut S) -> Option<S::Item> {
    let mut context = Context::from_waker(Waker::noop());
    match Pin::new(stream).poll_next(&mut context) {
        Poll::Ready(item) => item,
        Poll::Pending => panic!("the stream waits"),
    }
}
