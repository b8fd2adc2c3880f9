//! What a server can do with a request: answer it, keep silent, or end the connection at some point.

use std::{sync::Arc, time::Duration};

/// What the server does with one request.
#[derive(Clone)]
pub struct Act {
    pub(super) until: Until,
    pub(super) created: bool,
    pub(super) answer: Answer,
    pub(super) end: End,
}

/// How much of a request the server reads.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Until {
    Nothing,
    Byte,
    Head,
    Whole,
}

/// How the server is done with a request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum End {
    KeepAlive,
    Close,
    Reset,
    Hang,
}

pub(super) type Answer = Arc<dyn Fn(&Request) -> Vec<Piece> + Send + Sync>;

/// A part of what the server does to answer.
#[derive(Clone, Debug)]
pub enum Piece {
    /// Sends these bytes.
    Bytes(Vec<u8>),
    /// Does nothing for a while.
    Pause(Duration),
}

impl Act {
    fn new(until: Until, end: End) -> Self {
        Self {
            until,
            created: false,
            answer: Arc::new(|_| Vec::new()),
            end,
        }
    }

    /// Resets the connection before anything is read.
    pub fn reset_at_once() -> Self {
        Self::new(Until::Nothing, End::Reset)
    }

    /// Resets the connection when something has arrived, and reads none of it.
    pub fn reset_unread() -> Self {
        Self::new(Until::Byte, End::Reset)
    }

    /// Resets the connection when the head has arrived.
    pub fn reset_after_head() -> Self {
        Self::new(Until::Head, End::Reset)
    }

    /// Resets the connection when the whole request has arrived.
    pub fn reset() -> Self {
        Self::new(Until::Whole, End::Reset)
    }

    /// Closes the connection in good order when the whole request has arrived, without an answer.
    pub fn close() -> Self {
        Self::new(Until::Whole, End::Close)
    }

    /// Reads the request and keeps silent.
    pub fn silence() -> Self {
        Self::new(Until::Whole, End::Hang)
    }

    /// Sends these bytes and keeps the connection.
    pub fn answer(bytes: impl Into<Vec<u8>>) -> Self {
        Self::pieces(vec![Piece::Bytes(bytes.into())])
    }

    /// Does one thing after the other, and keeps the connection.
    pub fn pieces(pieces: Vec<Piece>) -> Self {
        Self::by_request(move |_| pieces.clone())
    }

    /// Answers what depends on the request, and keeps the connection.
    pub fn by_request(answer: impl Fn(&Request) -> Vec<Piece> + Send + Sync + 'static) -> Self {
        Self {
            answer: Arc::new(answer),
            ..Self::new(Until::Whole, End::KeepAlive)
        }
    }

    /// The act, after which the connection is closed.
    pub fn then_close(self) -> Self {
        Self {
            end: End::Close,
            ..self
        }
    }

    /// The act, after which the connection is reset.
    pub fn then_reset(self) -> Self {
        Self {
            end: End::Reset,
            ..self
        }
    }

    /// The act, after which the connection stays open and silent.
    pub fn then_hang(self) -> Self {
        Self {
            end: End::Hang,
            ..self
        }
    }

    /// The act, before which the order is created.
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
    /// Method and target, as they came.
    pub line: String,
    /// The headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, empty where it was not read.
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
