//! Places in a text: lines and columns.

use saphyr_parser::Marker;

/// A place in a text, counted from 1.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Position {
    /// The first character of a text.
    pub const START: Self = Self { line: 1, column: 1 };

    /// A file as a whole, for what is not about any line of it. It comes before all lines.
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

/// Where something begins and ends.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Extent {
    /// Its first character.
    pub start: Position,
    /// The character behind its last one.
    pub end: Position,
}

impl Extent {
    /// How many characters of the first line it covers, if it ends there.
    pub fn width(&self) -> Option<usize> {
        let one_line = self.start.line == self.end.line;
        one_line.then(|| self.end.column.saturating_sub(self.start.column))
    }
}
