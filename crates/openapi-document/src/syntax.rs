//! What stops a YAML text from being read, in words that lead to the mistake, and what its parser leaves unsaid.

use saphyr_parser::ScanError;

use crate::place::{Extent, Position};

/// What stops a text from being indexed.
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

/// What the parser stopped on; `open` is where the innermost list or mapping begins that it had not finished.
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

/// A tab in the indentation of the line that the parser stopped on, or of the next: it says this of what stands before.
fn tab(text: &str, error: &ScanError) -> Option<Problem> {
    let stopped = Position::from(error.marker()).line;
    let lines = text.lines().enumerate().skip(stopped - 1).take(2);
    let mut columns = lines.filter_map(|(index, line)| {
        let blank = line.len() - line.trim_start().len();
        Some((index + 1, line[..blank].find('\t')? + 1))
    });
    let (line, column) = columns.next()?;
    Some(Problem {
        position: Position { line, column },
        length: 1,
        message: "not valid YAML: a tab stands in the indentation".into(),
        help: "indent with blanks".into(),
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
            "put `{closing}` behind the last element, commas between them, and indent all of it"
        ),
    })
}

/// Lines longer than this are the work of a program, and not read by anyone who would miss a shorter underline.
const LONG: usize = 1_000;

/// The end of a quoted text that begins in `line`: the parser gives that of the comment and the blanks behind it.
pub fn behind_quotes(line: &str, extent: Extent) -> Position {
    let Extent { start, end } = extent;
    // Before anything is looked for: to find the column takes time in proportion to it, for each text on the line.
    if line.len() >= LONG {
        return end;
    }
    let mut letters = line.chars().enumerate().skip(start.column - 1).peekable();
    let Some((_, quote)) = letters.next() else {
        return end;
    };
    while let Some((index, letter)) = letters.next() {
        let doubled = letters.peek().is_some_and(|(_, next)| *next == quote);
        if letter == '\\' && quote == '"' || letter == quote && quote == '\'' && doubled {
            letters.next();
        } else if letter == quote {
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

    /// In a debug build it takes less than half a second. In proportion to the square of the length it would take minutes.
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
