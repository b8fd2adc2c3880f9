//! Where each value of a YAML text stands: JSON pointer to line and column, and the order of the keys.

use std::collections::HashMap;

use saphyr_parser::{Event, Marker, Parser, ScanError};

use super::pointer;

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
}

impl From<&Marker> for Position {
    fn from(marker: &Marker) -> Self {
        Self {
            line: marker.line().max(1),
            column: marker.col() + 1,
        }
    }
}

/// What stops a text from being indexed.
#[derive(Debug)]
pub struct Problem {
    /// Where it was found.
    pub position: Position,
    /// What it is.
    pub message: String,
    /// How to mend it.
    pub help: String,
}

/// The places of all values of one YAML document.
#[derive(Debug, Default)]
pub struct Positions {
    values: HashMap<String, Position>,
    keys: HashMap<String, Position>,
    order: HashMap<String, Vec<String>>,
}

impl Positions {
    /// The place of the key that holds the value at `pointer`, or of the value itself in a list. A pointer that
    /// the text does not have gives the place of its nearest ancestor.
    pub fn of(&self, pointer: &str) -> Position {
        pointer::ancestors(pointer)
            .find_map(|at| self.keys.get(at).or_else(|| self.values.get(at)))
            .copied()
            .unwrap_or(Position::START)
    }

    /// The keys of the mapping at `pointer`, in the order of the text.
    pub fn keys(&self, pointer: &str) -> &[String] {
        self.order.get(pointer).map_or(&[], Vec::as_slice)
    }
}

/// Reads the places of all values of `text`, which must be a single YAML document without duplicate keys.
pub fn index(text: &str) -> Result<Positions, Problem> {
    let mut walk = Walk::default();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| syntax(&error))?;
        walk.take(&event, Position::from(&span.start))?;
    }
    Ok(walk.positions)
}

fn syntax(error: &ScanError) -> Problem {
    Problem {
        position: error.marker().into(),
        message: format!("not valid YAML: {}", error.info()),
        help: "mend the YAML; tabs are not allowed as indentation".into(),
    }
}

enum Frame {
    Mapping {
        pointer: String,
        key: Option<String>,
    },
    Sequence {
        pointer: String,
        next: usize,
    },
}

#[derive(Default)]
struct Walk {
    positions: Positions,
    stack: Vec<Frame>,
    documents: usize,
}

impl Walk {
    fn take(&mut self, event: &Event<'_>, position: Position) -> Result<(), Problem> {
        match event {
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    return Err(Problem {
                        position,
                        message: "a second YAML document starts here".into(),
                        help: "keep one document to a file: remove the `---` line".into(),
                    });
                }
            }
            Event::Scalar(text, ..) => return self.scalar(text, position),
            Event::Alias(_) => {
                self.value(position)?;
            }
            Event::MappingStart(..) => {
                let pointer = self.value(position)?;
                self.stack.push(Frame::Mapping { pointer, key: None });
            }
            Event::SequenceStart(..) => {
                let pointer = self.value(position)?;
                self.stack.push(Frame::Sequence { pointer, next: 0 });
            }
            Event::MappingEnd | Event::SequenceEnd => {
                self.stack.pop();
            }
            _ => {}
        }
        Ok(())
    }

    fn scalar(&mut self, text: &str, position: Position) -> Result<(), Problem> {
        if let Some(Frame::Mapping { pointer, key }) = self.stack.last_mut()
            && key.is_none()
        {
            let child = pointer::child(pointer, text);
            let keys = self.positions.order.entry(pointer.clone()).or_default();
            if let Some(first) = self.positions.keys.get(&child) {
                return Err(Problem {
                    position,
                    message: format!(
                        "the key `{text}` stands here a second time (first on line {})",
                        first.line
                    ),
                    help: "remove or rename one of the two".into(),
                });
            }
            keys.push(text.to_owned());
            self.positions.keys.insert(child.clone(), position);
            *key = Some(child);
            return Ok(());
        }
        self.value(position).map(drop)
    }

    /// Notes a value at `position` and gives its pointer.
    fn value(&mut self, position: Position) -> Result<String, Problem> {
        let pointer = match self.stack.last_mut() {
            None => String::new(),
            Some(Frame::Mapping { key, .. }) => key.take().ok_or_else(|| Problem {
                position,
                message: "a list or mapping stands where a key is expected".into(),
                help: "use plain text as key".into(),
            })?,
            Some(Frame::Sequence { pointer, next }) => {
                let child = pointer::child(pointer, &next.to_string());
                *next += 1;
                child
            }
        };
        self.positions.values.insert(pointer.clone(), position);
        Ok(pointer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_list_elements_are_found() {
        let positions = index("a:\n  b/c: 1\n  d:\n    - x\n    - y\n").expect("valid");
        assert_eq!(positions.of("/a/b~1c"), Position { line: 2, column: 3 });
        assert_eq!(positions.of("/a/d/1"), Position { line: 5, column: 7 });
        assert_eq!(positions.keys("/a"), ["b/c", "d"]);
    }

    #[test]
    fn an_unknown_pointer_gives_its_nearest_ancestor() {
        let positions = index("a:\n  b: 1\n").expect("valid");
        assert_eq!(positions.of("/a/b/c/d"), Position { line: 2, column: 3 });
    }

    #[test]
    fn a_duplicate_key_is_a_problem_at_its_second_place() {
        let problem = index("a: 1\nb: 2\na: 3\n").expect_err("duplicate");
        assert_eq!(problem.position, Position { line: 3, column: 1 });
        assert!(
            problem.message.contains("first on line 1"),
            "{}",
            problem.message
        );
    }

    #[test]
    fn a_tab_is_a_problem() {
        let problem = index("a:\n\tb: 1\n").expect_err("tab");
        assert_eq!(problem.position.line, 2);
    }
}
