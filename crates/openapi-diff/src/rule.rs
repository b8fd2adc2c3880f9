//! Rules: a rule is a kind of change, with a verdict for each direction that it affects.

use std::fmt;

use serde::Serialize;

/// A kind of change, and its verdicts.
#[derive(Debug)]
pub struct Rule {
    /// Its ID.
    pub name: &'static str,
    /// What changed, in words.
    pub change: &'static str,
    /// The verdicts, at most one for each direction. A direction without a verdict is not affected.
    pub verdicts: &'static [Verdict],
}

/// What a change means in one direction.
#[derive(Debug)]
pub struct Verdict {
    /// The direction.
    pub direction: Direction,
    /// The effect of the change.
    pub kind: Kind,
    /// The reason.
    pub why: &'static str,
}

impl Rule {
    /// The verdict for one direction.
    pub fn verdict(&self, direction: Direction) -> Option<&'static Verdict> {
        let mut verdicts = self.verdicts.iter();
        verdicts.find(|verdict| verdict.direction == direction)
    }
}

/// The effect of a change on users of the document.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Something that worked may fail.
    Breaking,
    /// Everything that worked still does.
    Additive,
    /// Requests and responses stay the same.
    Documentation,
}

/// The direction of the data that a change affects.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Requests. The change affects callers that send them.
    Request,
    /// Responses. The change affects clients that read them.
    #[serde(rename = "response")]
    Answer,
    /// Neither: names in generated code, and descriptions.
    Document,
}

impl fmt::Display for Kind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(match self {
            Self::Breaking => "breaking",
            Self::Additive => "additive",
            Self::Documentation => "documentation",
        })
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(match self {
            Self::Request => "request",
            Self::Answer => "response",
            Self::Document => "document",
        })
    }
}
