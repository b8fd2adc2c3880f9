//! How the response of an operation becomes its result.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{
    Download, Response, Settings,
    answer::{Whole, is_blank},
    call::{Body, Received},
    content,
    error::Fault,
    list,
    model::Reading,
};
use crate::nested::{As, Nested};

/// How a response is received, and the function that reads it.
pub(super) struct Reader<T> {
    pub(super) body: Body,
    pub(super) read: fn(Received, &Reading<'_>, &Settings) -> Result<Response<T>, Fault>,
}

impl<T> Clone for Reader<T> {
    fn clone(&self) -> Self {
        Self {
            body: self.body.clone(),
            read: self.read,
        }
    }
}

impl<T: DeserializeOwned + Send + Sync + 'static> Reader<T> {
    pub(super) fn record() -> Self {
        Self {
            body: Body::Whole,
            read: |received, reading, _| reading.model(received.whole()),
        }
    }
}

impl<T: Nested + Send + Sync + 'static> Reader<T> {
    pub(super) fn nested() -> Self {
        Self {
            body: Body::Whole,
            read: |received, reading, _| {
                let response = reading.model::<As<T>>(received.whole())?;
                Ok(response.map(|As(value)| value))
            },
        }
    }
}

impl<T: DeserializeOwned + Send + Sync + 'static> Reader<Vec<T>> {
    pub(super) fn list() -> Self {
        Self {
            body: Body::Whole,
            read: |received, reading, _| list::list(received.whole(), reading),
        }
    }
}

impl Reader<Value> {
    /// Any JSON, or `Value::Null` for a response without a body.
    pub(super) fn value() -> Self {
        Self {
            body: Body::Whole,
            read: |received, reading, _| {
                let whole = received.whole();
                if is_blank(&whole.body) {
                    return Ok(Response::new(Value::Null, whole.status, whole.headers));
                }
                reading.model(whole)
            },
        }
    }
}

impl Reader<()> {
    pub(super) fn empty() -> Self {
        Self {
            body: Body::Whole,
            read: |received, _, _| {
                let whole = received.whole();
                Ok(Response::new((), whole.status, whole.headers))
            },
        }
    }
}

impl Reader<String> {
    pub(super) fn text() -> Self {
        Self {
            body: Body::Whole,
            read: |received, reading, _| content::text(received.whole(), reading.operation),
        }
    }
}

impl Reader<Download> {
    pub(super) fn file(mark: &'static [u8], name: String) -> Self {
        Self {
            body: Body::File { mark, name },
            read: |received, reading, settings| {
                let operation = reading.operation;
                match received {
                    Received::File { head, rest, name } => {
                        let (status, headers) = (rest.status(), rest.headers().clone());
                        let file = Download::new(operation, rest, head, settings).or_named(&name);
                        Ok(Response::new(file, status, headers))
                    }
                    Received::Wrapped { whole, mark, name } => {
                        let (bytes, whole) = content::file(whole, operation, mark)?;
                        let Whole {
                            status, headers, ..
                        } = whole;
                        let file = Download::of_bytes(operation, bytes, settings).or_named(&name);
                        Ok(Response::new(file, status, headers))
                    }
                    Received::Whole(_) => unreachable!("a file was requested"),
                }
            },
        }
    }
}
