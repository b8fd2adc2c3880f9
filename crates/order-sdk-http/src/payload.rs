//! The body of a request that is being prepared.

use bytes::Bytes;
use reqwest::{Body, header::HeaderValue};
use serde::Serialize;

use order_sdk_core::validate::{Invalid, Violation};

/// A body that is not JSON, with its content type, for an operation that sends a file.
pub trait File {
    /// The content type and the bytes or the stream.
    fn into_parts(self) -> (HeaderValue, Body);
}

/// Bytes of unknown type.
impl File for Body {
    fn into_parts(self) -> (HeaderValue, Body) {
        (HeaderValue::from_static("application/octet-stream"), self)
    }
}

/// The body of a request, or why it is not valid.
#[derive(Debug, Default)]
pub(super) enum Payload {
    #[default]
    None,
    Bytes(&'static str, Bytes),
    File(HeaderValue, Body),
    Invalid(Vec<Violation>),
}

impl Payload {
    pub(super) fn json<B: Serialize>(name: &str, body: &B, checked: Result<(), Invalid>) -> Self {
        let json = || serde_json::to_vec(body).map_err(|error| error.to_string());
        Self::written(name, checked, "application/json", json)
    }

    pub(super) fn form<B: Serialize>(name: &str, body: &B, checked: Result<(), Invalid>) -> Self {
        let form = || match serde_urlencoded::to_string(body) {
            Ok(text) => Ok(text.into_bytes()),
            Err(error) => Err(error.to_string()),
        };
        Self::written(name, checked, "application/x-www-form-urlencoded", form)
    }

    fn written(
        name: &str,
        checked: Result<(), Invalid>,
        content_type: &'static str,
        write: impl FnOnce() -> Result<Vec<u8>, String>,
    ) -> Self {
        if let Err(invalid) = checked {
            return Self::Invalid(inside(name, invalid));
        }
        match write() {
            Ok(bytes) => Self::Bytes(content_type, bytes.into()),
            Err(reason) => Self::Invalid(vec![Violation::new(name, reason)]),
        }
    }

    pub(super) fn violations(&self) -> &[Violation] {
        match self {
            Self::Invalid(violations) => violations,
            Self::None | Self::Bytes(..) | Self::File(..) => &[],
        }
    }

    pub(super) fn content_type(&self) -> Option<HeaderValue> {
        match self {
            Self::None | Self::Invalid(_) => None,
            Self::Bytes(content_type, _) => Some(HeaderValue::from_static(content_type)),
            Self::File(content_type, _) => Some(content_type.clone()),
        }
    }

    /// The bytes, if there is a body that is not a stream.
    pub(super) fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::None | Self::Invalid(_) => None,
            Self::Bytes(_, bytes) => Some(bytes),
            Self::File(_, body) => body.as_bytes(),
        }
    }

    pub(super) fn is_stream(&self) -> bool {
        matches!(self, Self::File(_, body) if body.as_bytes().is_none())
    }

    /// The body of the request. The body of a file is moved out, because it may be a stream.
    pub(super) fn take_body(&mut self) -> Option<Body> {
        match std::mem::take(self) {
            Self::File(_, body) => Some(body),
            other => {
                *self = other;
                self.again()
            }
        }
    }

    /// The body of a request that is sent again, except for a file.
    pub(super) fn again(&self) -> Option<Body> {
        match self {
            Self::Bytes(_, bytes) => Some(bytes.clone().into()),
            Self::None | Self::Invalid(_) | Self::File(..) => None,
        }
    }
}

impl Clone for Payload {
    /// A stream can be sent only once, so the clone of a call with a stream is invalid.
    fn clone(&self) -> Self {
        match self {
            Self::None => Self::None,
            Self::Bytes(content_type, bytes) => Self::Bytes(content_type, bytes.clone()),
            Self::Invalid(violations) => Self::Invalid(violations.clone()),
            Self::File(content_type, body) => match body.as_bytes() {
                Some(bytes) => {
                    Self::File(content_type.clone(), Bytes::copy_from_slice(bytes).into())
                }
                None => Self::Invalid(vec![Violation::new(
                    "body",
                    "a stream can be sent only once",
                )]),
            },
        }
    }
}

/// The violations of a body, with paths that begin with the name of the argument.
fn inside(name: &str, invalid: Invalid) -> Vec<Violation> {
    let violations = invalid.violations.into_iter();
    violations
        .map(|violation| match violation.path.as_str() {
            "" => Violation::new(name, violation.message),
            path => Violation::new(format!("{name}.{path}"), violation.message),
        })
        .collect()
}
