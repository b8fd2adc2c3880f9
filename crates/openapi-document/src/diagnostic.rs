//! A finding about a source file: where, which rule, what is wrong and what to do about it.

use std::{fmt, path::PathBuf};

use crate::{Position, Severity};

/// One finding. It prints as `file:line:column: rule: message`, without line and column if it is about a file as a whole,
/// and the help on a line of its own.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Diagnostic {
    /// The file, relative to the workspace.
    pub path: PathBuf,
    /// The place in it, or [`Position::FILE`].
    pub position: Position,
    /// How many characters from there on are wrong.
    pub length: usize,
    /// How much it matters.
    pub severity: Severity,
    /// The rule.
    pub rule: Box<str>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            path,
            position,
            rule,
            message,
            help,
            ..
        } = self;
        write!(out, "{}", path.display())?;
        if *position != Position::FILE {
            write!(out, ":{}:{}", position.line, position.column)?;
        }
        write!(out, ": {rule}: {message}\n    help: {help}")
    }
}

impl std::error::Error for Diagnostic {}
