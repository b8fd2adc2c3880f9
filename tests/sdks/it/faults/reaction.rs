//! What a server can do with a request: respond, send nothing, or end the connection at some point.

use std::{sync::Arc, time::Duration};

/// What the server does with one request.
#[derive(Clone)]
pub struct Reaction {
    pub(super) until: Until,
    pub(super) created: bool,
    pub(super) response: Response,
    pub(super) end: End,
}

/// How much of a request the server reads before it continues.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Until {
    Nothing,
    Byte,
    Head,
    Everything,
}

/// What happens to the connection after a request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum End {
    KeepAlive,
    Close,
    Reset,
    Hang,
}

pub(super) type Response = Arc<dyn Fn(&Request) -> Vec<Piece> + Send + Sync>;

/// A part of a response.
#[derive(Clone, Debug)]
pub enum Piece {
    /// Sends these bytes.
    Bytes(Vec<u8>),
    /// Waits.
    Pause(Duration),
}

impl Reaction {
    fn new(until: Until, end: End) -> Self {
        Self {
            until,
            created: false,
            response: Arc::new(|_| Vec::new()),
            end,
        }
    }

    /// Resets the connection before anything arrives.
    pub fn reset_at_once() -> Self {
        Self::new(Until::Nothing, End::Reset)
    }

    /// Resets the connection when a part of the request has arrived, without reading it.
    pub fn reset_unread() -> Self {
        Self::new(Until::Byte, End::Reset)
    }

    /// Resets the connection when the head has arrived.
    pub fn reset_after_head() -> Self {
        Self::new(Until::Head, End::Reset)
    }

    /// Resets the connection when the whole request has arrived.
    pub fn reset() -> Self {
        Self::new(Until::Everything, End::Reset)
    }

    /// Closes the connection normally when the whole request has arrived, without a response.
    pub fn close() -> Self {
        Self::new(Until::Everything, End::Close)
    }

    /// Reads the request and sends nothing.
    pub fn silence() -> Self {
        Self::new(Until::Everything, End::Hang)
    }

    /// Sends these bytes and keeps the connection.
    pub fn respond(bytes: impl Into<Vec<u8>>) -> Self {
        Self::pieces(vec![Piece::Bytes(bytes.into())])
    }

    /// Sends these pieces in order, and keeps the connection.
    pub fn pieces(pieces: Vec<Piece>) -> Self {
        Self::by_request(move |_| pieces.clone())
    }

    /// Sends a response that depends on the request, and keeps the connection.
    pub fn by_request(response: impl Fn(&Request) -> Vec<Piece> + Send + Sync + 'static) -> Self {
        Self {
            response: Arc::new(response),
            ..Self::new(Until::Everything, End::KeepAlive)
        }
    }

    /// Closes the connection afterwards.
    pub fn then_close(self) -> Self {
        Self {
            end: End::Close,
            ..self
        }
    }

    /// Resets the connection afterwards.
    pub fn then_reset(self) -> Self {
        Self {
            end: End::Reset,
            ..self
        }
    }

    /// Keeps the connection open afterwards, and sends nothing more.
    pub fn then_hang(self) -> Self {
        Self {
            end: End::Hang,
            ..self
        }
    }

    /// Creates the order before the response.
    pub fn created(self) -> Self {
        Self {
            created: true,
            ..self
        }
    }
}

/// A request of which at least the head arrived.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Method and target, as they arrived.
    pub line: String,
    /// The headers, with names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body; empty if it was not read.
    pub body: Vec<u8>,
}

impl Request {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let found = headers.find(|(known, _)| known == name)?;
        Some(&found.1)
    }
}
