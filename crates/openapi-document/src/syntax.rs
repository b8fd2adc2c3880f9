//! Error messages that point to the mistake in invalid YAML, and positions that the parser does not report exactly.

use saphyr_parser::ScanError;

use crate::place::{Extent, Position};

/// Why a YAML file cannot be read.
#[derive(Debug)]
pub struct Problem {
    /// Where it was found.
    pub position: Position,
    /// How many characters it covers.
    pub length: usize,
    /// What it is.
    pub message: String,
    /// How to correct it.
    pub help: String,
}

/// The problem on which the parser stopped. `open` is the start of the innermost list or mapping that was not finished.
pub fn problem(text: &str, error: &ScanError, open: Option<Position>) -> Problem {
    let cause = tab(text, error).or_else(|| unclosed(text, error, open?));
    cause.unwrap_or_else(|| syntax(error))
}

fn syntax(error: &ScanError) -> Problem {
    Problem {
        position: error.marker().into(),
        length: 1,
        message: format!("not valid YAML: {}", error.info()),
        help: "correct the YAML; tabs are not allowed as indentation".into(),
    }
}

/// A tab in the indentation of the line on which the parser stopped, or of the next line: for a tab, the parser may
/// stop on the line before.
fn tab(text: &str, error: &ScanError) -> Option<Problem> {
    let stopped = Position::from(error.marker()).line;
    let lines = text.lines().enumerate().skip(stopped - 1).take(2);
    let mut columns = lines.filter_map(|(index, line)| {
        let indentation = line.len() - line.trim_start().len();
        Some((index + 1, line[..indentation].find('\t')? + 1))
    });
    let (line, column) = columns.next()?;
    Some(Problem {
        position: Position { line, column },
        length: 1,
        message: "not valid YAML: the indentation contains a tab".into(),
        help: "indent with spaces".into(),
    })
}

/// The list or mapping in brackets that was open when the parser stopped.
fn unclosed(text: &str, error: &ScanError, start: Position) -> Option<Problem> {
    let line = text.lines().nth(start.line - 1)?;
    let bracket = line.chars().nth(start.column - 1)?;
    let closing = match bracket {
        '[' => ']',
        '{' => '}',
        _ => return None,
    };
    Some(Problem {
        position: start,
        length: line.chars().count() + 1 - start.column,
        message: format!(
            "not valid YAML: this `{bracket}` is still open on line {}, where the parser stops ({})",
            error.marker().line(),
            error.info()
        ),
        help: format!(
            "put `{closing}` after the last element and commas between the elements, and indent all of it"
        ),
    })
}

/// Longer lines are the output of a program. Nobody reads them, so the exact length of an underline does not matter.
const LONG: usize = 1_000;

/// The end of a quoted string that begins in `line`. The parser returns the end of the spaces and the comment after it.
pub fn after_quotes(line: &str, extent: Extent) -> Position {
    let Extent { start, end } = extent;
    // Finding a column takes time in proportion to the column. On a long line with many strings, that is too slow.
    if line.len() >= LONG {
        return end;
    }
    let mut characters = line.chars().enumerate().skip(start.column - 1).peekable();
    let Some((_, quote)) = characters.next() else {
        return end;
    };
    while let Some((index, character)) = characters.next() {
        let doubled = characters.peek().is_some_and(|(_, next)| *next == quote);
        if character == '\\' && quote == '"' || character == quote && quote == '\'' && doubled {
            characters.next();
        } else if character == quote {
            let (line, column) = (start.line, index + 2);
            return Position { line, column };
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::position::index;

    #[test]
    fn a_tab_is_a_problem() {
        let problem = index("a:\n\tb: 1\n").expect_err("tab");
        assert_eq!(problem.position.line, 2);
        let problem = index("a:\n  b: 1\n\tc: 1\n").expect_err("tab");
        assert_eq!(problem.position, Position { line: 3, column: 1 });
    }

    /// Linear time is less than half a second in a debug build. Quadratic time would be minutes.
    #[test]
    fn a_document_on_one_line_is_read_in_proportion_to_its_length() {
        let members: Vec<_> = (0..20_000).map(|n| format!(r#""k{n}":"text""#)).collect();
        let start = std::time::Instant::now();
        index(&format!("{{{}}}", members.join(","))).expect("read");
        let time = start.elapsed();
        assert!(time < std::time::Duration::from_secs(10), "{time:?}");
    }

    #[test]
    fn an_open_bracket_is_found_where_it_opens() {
        let problem = index("a: 1\nb: [c, d\ne: 1\n").expect_err("open");
        assert_eq!(problem.position, Position { line: 2, column: 4 });
    }
}
