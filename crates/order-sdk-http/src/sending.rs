//! The future of a call, and what all calls have in common.

use std::{fmt, future::Future, pin::Pin, task};

use super::{BoxFuture, Error, Response};

/// The future of a call. It does nothing until it is awaited; dropping it cancels the call.
#[must_use = "a call is sent when its future is awaited"]
pub struct Sending<'a, T>(pub(super) BoxFuture<'a, Result<Response<T>, Error>>);

impl<T> Future for Sending<'_, T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut task::Context<'_>) -> task::Poll<Self::Output> {
        let sent = self.0.as_mut().poll(context);
        sent.map_ok(Response::into_inner)
    }
}

impl<T> fmt::Debug for Sending<'_, T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Sending").finish_non_exhaustive()
    }
}

/// Implements what all calls have in common for a struct around `Prepared`: sending, and the options of one call.
#[doc(hidden)]
#[macro_export]
macro_rules! call {
    ($call:ident -> $result:ty) => {
        impl<'a> $call<'a> {
            /// Sends the request and returns the result with the status and headers of the response. To get only the
            /// result, await the call itself.
            ///
            /// If the operation returns a list and the call does not limit it, the server may return all records. The
            /// client refuses more than `Settings::max_rows`.
            ///
            /// # Errors
            ///
            /// An `Error`, whose kind says what to do.
            pub async fn send(self) -> Result<$crate::Response<$result>, $crate::Error> {
                self.0.send().await
            }

            /// How long this call may take, including all attempts and the waiting times between them. It replaces
            /// `Settings::deadline`; `Settings::request_timeout` still limits each attempt. A stream has this time for
            /// each page. If the time ends while the client is connecting, the outcome of a write is unknown.
            pub fn timeout(mut self, time: ::std::time::Duration) -> Self {
                self.0.set_timeout(time);
                self
            }

            /// The retry policy of this call, except for the budget, which all calls of the client share. A write that
            /// may have been sent is still not repeated, except once after a 401 if the client fetches access tokens.
            pub fn retry(mut self, policy: $crate::RetryPolicy) -> Self {
                self.0.set_retry(policy);
                self
            }

            /// Sends a header that the contract does not have. Headers that the client sets itself, for example
            /// credentials and `Content-Type`, are refused when the call is sent. The value is not redacted: give
            /// credentials to the client.
            pub fn header(mut self, name: &str, value: &str) -> Self {
                self.0.add_header(name, value);
                self
            }

            /// Sends a query parameter that the contract does not have. Parameters of the operation are refused when
            /// the call is sent.
            pub fn query(mut self, name: &str, value: &str) -> Self {
                self.0.add_query(name, value);
                self
            }

            /// The request that would be sent, without sending it. Credentials are redacted.
            ///
            /// # Errors
            ///
            /// If an argument, the body or an option is not valid.
            pub fn preview(&self) -> Result<$crate::Preview, $crate::Error> {
                self.0.preview()
            }
        }

        impl<'a> ::std::future::IntoFuture for $call<'a> {
            type Output = Result<$result, $crate::Error>;
            type IntoFuture = $crate::Sending<'a, $result>;

            fn into_future(self) -> Self::IntoFuture {
                self.0.sending()
            }
        }
    };
}
