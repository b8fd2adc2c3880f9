//! What a rule is: a kind of change, and what it means for whom.

use std::fmt;

use serde::Serialize;

/// A kind of change, and what it means.
#[derive(Debug)]
pub struct Rule {
    /// Its name.
    pub name: &'static str,
    /// What happened, in words.
    pub change: &'static str,
    /// What it means, at most once for each direction. A direction that has none is not affected.
    pub verdicts: &'static [Verdict],
}

/// What a change means in one direction.
#[derive(Debug)]
pub struct Verdict {
    /// The direction.
    pub direction: Direction,
    /// What it does.
    pub kind: Kind,
    /// Why.
    pub why: &'static str,
}

impl Rule {
    /// What the rule says about one direction.
    pub fn verdict(&self, direction: Direction) -> Option<&'static Verdict> {
        let mut verdicts = self.verdicts.iter();
        verdicts.find(|verdict| verdict.direction == direction)
    }
}

/// What a change does to those who use the document.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Something that worked may fail.
    Breaking,
    /// Everything that worked still does.
    Additive,
    /// The wire is as it was.
    Documentation,
}

/// Which way the data goes that a change is about.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// What callers send: they are affected.
    Request,
    /// What comes back: readers are affected.
    Answer,
    /// Neither: names in generated code, and texts.
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
            Self::Answer => "answer",
            Self::Document => "document",
        })
    }
}
