//! A finding about a source file: where, which rule, what is wrong and what to do about it.

use std::{borrow::Cow, fmt, path::PathBuf};

use super::Position;

/// One finding. It prints as `file:line:column: rule: message`, and the help on a line of its own.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Diagnostic {
    /// The file, relative to the workspace.
    pub path: PathBuf,
    /// The place in it.
    pub position: Position,
    /// How many characters from there on are wrong.
    pub length: usize,
    /// The rule that speaks.
    pub rule: Cow<'static, str>,
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
        let Position { line, column } = position;
        write!(
            out,
            "{}:{line}:{column}: {rule}: {message}\n    help: {help}",
            path.display()
        )
    }
}

impl std::error::Error for Diagnostic {}
