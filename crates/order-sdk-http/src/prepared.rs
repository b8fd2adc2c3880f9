//! A call that has not been sent, and how its response is read.

mod draft;
mod paged;
mod request;
#[cfg(test)]
mod tests;

use std::{
    fmt,
    ops::{Deref, DerefMut},
};

use serde::de::DeserializeOwned;

pub use draft::Draft;
pub(crate) use draft::{Again, Read};
pub use paged::{ListParameters, refused_page};

use super::{
    Download, Error, Http, Operation, Response, Sending,
    options::Options,
    response::{Reader, Reading},
};
use order_sdk_core::nested::Nested;

/// A call that has not been sent; `T` is its result. Generated code wraps it in a struct for each operation.
///
/// Preparing a call never fails: every problem is reported when the call is sent, with the name of the argument. The
/// call dereferences to its [`Draft`], which contains everything that does not depend on `T`.
pub struct Prepared<'a, T> {
    draft: Draft<'a>,
    reader: Reader<T>,
}

impl<T> Clone for Prepared<'_, T> {
    fn clone(&self) -> Self {
        Self {
            draft: self.draft.clone(),
            reader: self.reader.clone(),
        }
    }
}

impl<'a, T> Deref for Prepared<'a, T> {
    type Target = Draft<'a>;

    fn deref(&self) -> &Draft<'a> {
        &self.draft
    }
}

impl<T> DerefMut for Prepared<'_, T> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.draft
    }
}

impl<T> fmt::Debug for Prepared<'_, T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.draft.fmt(out)
    }
}

impl<'a, T> Prepared<'a, T> {
    fn new(http: &'a Http, operation: &'static Operation, reader: Reader<T>) -> Self {
        let draft = Draft::new(http, operation);
        Self { draft, reader }
    }
}

impl<'a, T: DeserializeOwned + Send + Sync + 'static> Prepared<'a, T> {
    /// A call that returns a record.
    pub fn record(http: &'a Http, operation: &'static Operation) -> Self {
        Self::new(http, operation, Reader::record())
    }
}

impl<'a, T: Nested + Send + Sync + 'static> Prepared<'a, T> {
    /// A call that returns a scalar with its own wire format, or a container of such scalars.
    pub fn nested(http: &'a Http, operation: &'static Operation) -> Self {
        Self::new(http, operation, Reader::nested())
    }
}

impl<'a, T: DeserializeOwned + Send + Sync + 'static> Prepared<'a, Vec<T>> {
    /// A call that returns a list, whose rows are read one by one.
    pub fn list(http: &'a Http, operation: &'static Operation) -> Self {
        Self::new(http, operation, Reader::list())
    }
}

impl<'a> Prepared<'a, serde_json::Value> {
    /// A raw call of `path`. Its result is any JSON. If `problems` is not empty, the call is not sent and fails with
    /// them.
    pub(super) fn raw(
        http: &'a Http,
        operation: &'static Operation,
        path: String,
        problems: Vec<String>,
    ) -> Self {
        let mut call = Self::new(http, operation, Reader::value());
        call.options = Options {
            path: Some(path),
            problems,
            ..Options::default()
        };
        call
    }
}

impl<'a> Prepared<'a, ()> {
    /// A call that returns nothing if it succeeds.
    pub fn empty(http: &'a Http, operation: &'static Operation) -> Self {
        Self::new(http, operation, Reader::empty())
    }
}

impl<'a> Prepared<'a, String> {
    /// A call whose result is the body as a string, or the string in the property that `Operation::wrapped_content`
    /// names.
    pub fn content(http: &'a Http, operation: &'static Operation) -> Self {
        Self::new(http, operation, Reader::text())
    }
}

impl<'a> Prepared<'a, Download> {
    /// A call that returns a file. If `mark` is not empty, the file has it near its beginning; any other response is an
    /// error. `name` is the name of the file if the server gives none.
    pub fn file(
        http: &'a Http,
        operation: &'static Operation,
        mark: &'static [u8],
        name: impl Into<String>,
    ) -> Self {
        Self::new(http, operation, Reader::file(mark, name.into()))
    }
}

impl<'a, T: Send + 'a> Prepared<'a, T> {
    /// Sends the request and reads the response.
    ///
    /// # Errors
    ///
    /// Any failure of the call, as one error type.
    // The future of an `async fn` would contain `self` twice: as the argument and as the variable.
    #[allow(clippy::manual_async_fn)]
    pub fn send(mut self) -> impl Future<Output = Result<Response<T>, Error>> + Send + use<'a, T> {
        async move {
            let settings = self.draft.http.settings();
            let (form, read) = (self.reader.form.clone(), self.reader.read);
            let mut result = None;
            let mut keep = |received, reading: &Reading<'_>| {
                result = Some(read(received, reading, settings)?);
                Ok(())
            };
            self.draft.send(form, &mut keep).await?;
            Ok(result.expect("a call that succeeds has read a response"))
        }
    }

    /// A future that returns only the result.
    pub fn sending(self) -> Sending<'a, T> {
        Sending(Box::pin(self.send()))
    }
}
