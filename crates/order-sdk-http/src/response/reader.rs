//! How the response of an operation becomes its result.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{RawResponse, Reading, Response, content, is_blank, rows};
use crate::{
    Download, Settings,
    attempt::{Form, Received},
    fault::Fault,
};
use order_sdk_core::nested::{As, Nested};

/// How a response is received, and the function that reads it.
pub(crate) struct Reader<T> {
    pub(crate) form: Form,
    pub(crate) read: fn(Received, &Reading<'_>, &Settings) -> Result<Response<T>, Fault>,
}

impl<T> Clone for Reader<T> {
    fn clone(&self) -> Self {
        Self {
            form: self.form.clone(),
            read: self.read,
        }
    }
}

impl<T: DeserializeOwned + Send + Sync + 'static> Reader<T> {
    pub(crate) fn record() -> Self {
        Self {
            form: Form::Complete,
            read: |received, reading, _| reading.model(received.complete()),
        }
    }
}

impl<T: Nested + Send + Sync + 'static> Reader<T> {
    pub(crate) fn nested() -> Self {
        Self {
            form: Form::Complete,
            read: |received, reading, _| {
                let response = reading.model::<As<T>>(received.complete())?;
                Ok(response.map(|As(value)| value))
            },
        }
    }
}

impl<T: DeserializeOwned + Send + Sync + 'static> Reader<Vec<T>> {
    pub(crate) fn list() -> Self {
        Self {
            form: Form::Complete,
            read: |received, reading, _| rows::list(received.complete(), reading),
        }
    }
}

impl Reader<Value> {
    /// Any JSON, or `Value::Null` for a response without a body.
    pub(crate) fn value() -> Self {
        Self {
            form: Form::Complete,
            read: |received, reading, _| {
                let whole = received.complete();
                if is_blank(&whole.body) {
                    return Ok(Response::new(Value::Null, whole.status, whole.headers));
                }
                reading.model(whole)
            },
        }
    }
}

impl Reader<()> {
    pub(crate) fn empty() -> Self {
        Self {
            form: Form::Complete,
            read: |received, _, _| {
                let whole = received.complete();
                Ok(Response::new((), whole.status, whole.headers))
            },
        }
    }
}

impl Reader<String> {
    pub(crate) fn text() -> Self {
        Self {
            form: Form::Complete,
            read: |received, reading, _| content::text(received.complete(), reading.operation),
        }
    }
}

impl Reader<Download> {
    pub(crate) fn file(mark: &'static [u8], name: String) -> Self {
        Self {
            form: Form::File { mark, name },
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
                        let RawResponse {
                            status, headers, ..
                        } = whole;
                        let file = Download::of_bytes(operation, bytes, settings).or_named(&name);
                        Ok(Response::new(file, status, headers))
                    }
                    Received::Complete(_) => unreachable!("a file was requested"),
                }
            },
        }
    }
}
