//! The positions of all values of a YAML file, by JSON pointer, and the order of the keys.

use std::{collections::HashMap, ops::RangeInclusive};

use saphyr_parser::{Event, Parser, ScalarStyle};

use crate::{
    place::{Extent, Position},
    pointer,
    syntax::{self, Problem},
};

/// The positions of all values of one YAML document.
#[derive(Clone, Debug, Default)]
pub struct Positions {
    values: HashMap<String, Extent>,
    keys: HashMap<String, Extent>,
    order: HashMap<String, Vec<String>>,
}

impl Positions {
    /// The position of the key of the value at `pointer`, or of the value itself in a list. If there is no value at
    /// `pointer`, the position of its nearest ancestor.
    pub fn of(&self, pointer: &str) -> Position {
        pointer::ancestors(pointer)
            .find_map(|at| self.keys.get(at).or_else(|| self.values.get(at)))
            .map_or(Position::START, |extent| extent.start)
    }

    /// How many characters to underline at the position of `pointer`: the key and the value if both are on one line,
    /// otherwise only the key.
    pub fn width(&self, pointer: &str) -> usize {
        let mut known = pointer::ancestors(pointer)
            .filter(|at| self.keys.contains_key(*at) || self.values.contains_key(*at));
        let Some(at) = known.next() else { return 1 };
        let (key, value) = (self.keys.get(at), self.values.get(at));
        let both = key.zip(value).and_then(|(key, value)| {
            let (start, end) = (key.start, value.end);
            Extent { start, end }.width()
        });
        let either = || key.or(value).and_then(Extent::width);
        both.filter(|_| at == pointer)
            .or_else(either)
            .unwrap_or(1)
            .max(1)
    }

    /// The lines that the key and the value at `pointer` cover, or those of its nearest ancestor.
    pub fn lines(&self, pointer: &str) -> RangeInclusive<usize> {
        let start = self.of(pointer).line;
        let value = pointer::ancestors(pointer).find_map(|at| self.values.get(at));
        start..=value.map_or(start, |value| value.end.line.max(start))
    }

    /// The keys of the mapping at `pointer`, in the order of the file.
    pub fn keys(&self, pointer: &str) -> &[String] {
        self.order.get(pointer).map_or(&[], Vec::as_slice)
    }

    /// Renames the member `key` of the mapping at `parent` to `name`. Its positions stay the same.
    pub fn rename(&mut self, parent: &str, key: &str, name: &str) {
        let (from, to) = (pointer::child(parent, key), pointer::child(parent, name));
        rename(&mut self.values, &from, &to);
        rename(&mut self.keys, &from, &to);
        rename(&mut self.order, &from, &to);
        let keys = self.order.get_mut(parent).into_iter().flatten();
        for known in keys.filter(|known| *known == key) {
            *known = name.to_owned();
        }
    }
}

/// Moves the entries at and below the pointer `from` to the pointer `to`.
fn rename<T>(places: &mut HashMap<String, T>, from: &str, to: &str) {
    let below = format!("{from}/");
    let moved = places.extract_if(|at, _| at == from || at.starts_with(&below));
    let moved: Vec<_> = moved
        .map(|(at, place)| (at.replacen(from, to, 1), place))
        .collect();
    places.extend(moved);
}

/// Reads the positions of all values of `text`. Fails if it is not a single YAML document without duplicate keys.
pub fn index(text: &str) -> Result<Positions, Problem> {
    let mut walk = Walk::default();
    let lines: Vec<_> = text.lines().collect();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| syntax::problem(text, &error, walk.open()))?;
        let mut extent = Extent {
            start: Position::from(&span.start),
            end: Position::from(&span.end),
        };
        if let Event::Scalar(_, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted, ..) = event {
            let line = lines.get(extent.start.line - 1).copied();
            extent.end = syntax::after_quotes(line.unwrap_or_default(), extent);
        }
        walk.take(&event, extent)?;
    }
    Ok(walk.positions)
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
    /// The start of the innermost list or mapping that is still open.
    fn open(&self) -> Option<Position> {
        let (Frame::Mapping { pointer, .. } | Frame::Sequence { pointer, .. }) =
            self.stack.last()?;
        Some(self.positions.values.get(pointer)?.start)
    }

    fn take(&mut self, event: &Event<'_>, extent: Extent) -> Result<(), Problem> {
        match event {
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    return Err(Problem {
                        position: extent.start,
                        length: 3,
                        message: "a second YAML document starts here".into(),
                        help: "keep one document per file: remove the `---` line".into(),
                    });
                }
            }
            Event::Scalar(text, ..) => return self.scalar(text, extent),
            Event::Alias(_) => {
                self.value(extent)?;
            }
            Event::MappingStart(..) => {
                let pointer = self.value(extent)?;
                self.stack.push(Frame::Mapping { pointer, key: None });
            }
            Event::SequenceStart(..) => {
                let pointer = self.value(extent)?;
                self.stack.push(Frame::Sequence { pointer, next: 0 });
            }
            Event::MappingEnd | Event::SequenceEnd => self.close(extent),
            _ => {}
        }
        Ok(())
    }

    /// Ends the innermost list or mapping. It ends after its closing bracket, or with its last element if it has no
    /// brackets.
    fn close(&mut self, extent: Extent) {
        let Some(Frame::Mapping { pointer, .. } | Frame::Sequence { pointer, .. }) =
            self.stack.pop()
        else {
            return;
        };
        if let Some(closed) = self.positions.values.get_mut(&pointer)
            && closed.start.line == extent.start.line
        {
            // The parser counts spaces and a comment after the bracket as part of it.
            closed.end = extent.start;
            closed.end.column += 1;
        }
    }

    fn scalar(&mut self, text: &str, extent: Extent) -> Result<(), Problem> {
        if let Some(Frame::Mapping { pointer, key }) = self.stack.last_mut()
            && key.is_none()
        {
            let child = pointer::child(pointer, text);
            let keys = self.positions.order.entry(pointer.clone()).or_default();
            if let Some(first) = self.positions.keys.get(&child) {
                return Err(Problem {
                    position: extent.start,
                    length: extent.width().unwrap_or(1),
                    message: format!(
                        "the key `{text}` appears a second time (first on line {})",
                        first.start.line
                    ),
                    help: "remove or rename one of the two".into(),
                });
            }
            keys.push(text.to_owned());
            self.positions.keys.insert(child.clone(), extent);
            *key = Some(child);
            return Ok(());
        }
        self.value(extent).map(drop)
    }

    /// Records a value and returns its pointer. `extent` covers a scalar, or the start of a list or mapping.
    fn value(&mut self, extent: Extent) -> Result<String, Problem> {
        let pointer = match self.stack.last_mut() {
            None => String::new(),
            Some(Frame::Mapping { key, .. }) => key.take().ok_or_else(|| Problem {
                position: extent.start,
                length: 1,
                message: "a key is expected here, but this is a list or mapping".into(),
                help: "use plain text as key".into(),
            })?,
            Some(Frame::Sequence { pointer, next }) => {
                let child = pointer::child(pointer, &next.to_string());
                *next += 1;
                child
            }
        };
        for frame in &self.stack {
            let (Frame::Mapping { pointer, .. } | Frame::Sequence { pointer, .. }) = frame;
            if let Some(outer) = self.positions.values.get_mut(pointer) {
                outer.end = extent.end;
            }
        }
        self.positions.values.insert(pointer.clone(), extent);
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
    fn key_and_value_are_underlined_if_they_share_a_line() {
        let positions =
            index("a:\n  b: one\n  list:\n    - two\n  c: {d: e}\nf: 1\n").expect("valid");
        assert_eq!(positions.width("/a"), 1);
        assert_eq!(positions.width("/a/b"), "b: one".len());
        assert_eq!(positions.width("/a/list"), "list".len());
        assert_eq!(positions.width("/a/list/0"), "two".len());
        assert_eq!(positions.width("/a/b/none"), "b".len());
        assert_eq!(positions.width("/a/c"), "c: {d: e}".len());
        assert_eq!(positions.lines("/a"), 1..=5);
        assert_eq!(positions.lines("/a/list"), 3..=4);
    }

    #[test]
    fn quotes_end_before_the_comment() {
        let positions = index("a: 'it''s'  # so\nb: [] # c\nc: \"\\\"\" # d\n").expect("valid");
        assert_eq!(positions.width("/a"), "a: 'it''s'".len());
        assert_eq!(positions.width("/b"), "b: []".len());
        assert_eq!(positions.width("/c"), "c: \"\\\"\"".len());
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
}
