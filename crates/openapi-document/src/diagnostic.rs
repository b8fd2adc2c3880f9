//! A finding about a source file: where it is, which rule found it, what is wrong, and what to do.

use std::{fmt, path::PathBuf};

use crate::{Position, Severity};

/// One finding. It prints as `file:line:column: rule: message`, with the help on the next line. Line and column are
/// omitted if the finding is about a whole file.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Diagnostic {
    /// The file, relative to the workspace.
    pub path: PathBuf,
    /// The position in the file, or [`Position::FILE`].
    pub position: Position,
    /// How many characters from this position are wrong.
    pub length: usize,
    /// How serious it is.
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
