//! Positions in a file: lines and columns.

use saphyr_parser::Marker;

/// A position in a file, counted from 1.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Position {
    /// The first character of a file.
    pub const START: Self = Self { line: 1, column: 1 };

    /// The whole file, for findings that are not about a line. It sorts before all lines.
    pub const FILE: Self = Self { line: 0, column: 0 };
}

impl From<&Marker> for Position {
    fn from(marker: &Marker) -> Self {
        Self {
            line: marker.line().max(1),
            column: marker.col() + 1,
        }
    }
}

/// The start and the end of something.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Extent {
    /// Its first character.
    pub start: Position,
    /// The position after its last character.
    pub end: Position,
}

impl Extent {
    /// How many characters it covers. `None` if it covers more than one line.
    pub fn width(&self) -> Option<usize> {
        let one_line = self.start.line == self.end.line;
        one_line.then(|| self.end.column.saturating_sub(self.start.column))
    }
}
