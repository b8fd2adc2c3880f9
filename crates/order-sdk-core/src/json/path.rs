//! The path to the value at a position in JSON, for errors.
//!
//! A reader reports the line and column where it stopped. Finding the path from there avoids compiling a second reader
//! with path tracking for each model.

use std::fmt::Write;

use super::is_index;

/// A container that is open at the position.
enum Open {
    /// An object, and the key of the member whose value has begun.
    Object(Option<String>),
    /// A list, how many of its elements have begun, and whether the position is inside the last of them.
    List(usize, bool),
}

/// The path to the value that ends at `column` of `line`, for example `items[3].amount`. If no value ends there, the
/// path to the innermost value around that position. Lines count from 1; a column is the number of bytes before the
/// position in its line. The text must be JSON up to there.
pub fn path_at(text: &str, line: usize, column: usize) -> String {
    let mut lines = text.split_inclusive('\n');
    let before: usize = lines
        .by_ref()
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let read = text.get(..before + column);
    shown(&open_at(read.unwrap_or_default()))
}

/// The containers that are open at the end of a text.
fn open_at(mut text: &str) -> Vec<Open> {
    let mut open = Vec::new();
    let mut key = None;
    while let Some(first) = text.bytes().next() {
        let length = token(text);
        match first {
            b'{' | b'[' => {
                begin(&mut open);
                open.push(if first == b'{' {
                    Open::Object(None)
                } else {
                    Open::List(0, false)
                });
            }
            b'}' | b']' => {
                open.pop();
            }
            b':' => {
                if let Some(Open::Object(member)) = open.last_mut() {
                    *member = key.take();
                }
            }
            b',' => match open.last_mut() {
                Some(Open::Object(member)) => *member = None,
                Some(Open::List(_, is_inside)) => *is_inside = false,
                None => {}
            },
            b'"' if matches!(open.last(), Some(Open::Object(None))) => {
                key = serde_json::from_str(&text[..length]).ok();
            }
            first if first.is_ascii_whitespace() => {}
            _ => begin(&mut open),
        }
        text = &text[length..];
    }
    open
}

/// Records that a value begins in the innermost container.
fn begin(open: &mut [Open]) {
    if let Some(Open::List(begun, is_inside)) = open.last_mut() {
        *begun += 1;
        *is_inside = true;
    }
}

/// The length of the token at the start of a text: a string, a number or a literal, or a single character.
fn token(text: &str) -> usize {
    let is_end = |character: char| matches!(character, ',' | ':' | '{' | '}' | '[' | ']' | '"');
    let mut rest = text.char_indices();
    match rest.next() {
        Some((_, '"')) => {
            let mut is_escaped = false;
            let end = rest.find(|(_, character)| {
                let is_end = *character == '"' && !is_escaped;
                is_escaped = *character == '\\' && !is_escaped;
                is_end
            });
            end.map_or(text.len(), |(end, _)| end + 1)
        }
        Some((_, first)) if is_end(first) || first.is_ascii_whitespace() => first.len_utf8(),
        _ => {
            let end = rest.find(|(_, next)| is_end(*next) || next.is_ascii_whitespace());
            end.map_or(text.len(), |(end, _)| end)
        }
    }
}

fn shown(open: &[Open]) -> String {
    let mut path = String::new();
    for container in open {
        let _ = match container {
            Open::Object(None) | Open::List(_, false) => Ok(()),
            Open::List(begun, true) => write!(path, "[{}]", begun - 1),
            // PHP writes some lists as objects whose keys are indices.
            Open::Object(Some(key)) if is_index(key) => write!(path, "[{key}]"),
            Open::Object(Some(key)) if path.is_empty() => path.write_str(key),
            Open::Object(Some(key)) => write!(path, ".{key}"),
        };
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_is_that_of_the_value_that_ends_or_of_the_one_around_it() {
        for (before, expected) in [
            ("", ""),
            (r#"{"a":1"#, "a"),
            (r#"{"a":1,"b" : "x,{\"]" "#, "b"),
            (r#"{"a":1,"b""#, ""),
            (r#"{"a":{"b":[1,{"c":null"#, "a.b[1].c"),
            (r#"{"a":{"b":[1,{"c":null}"#, "a.b[1]"),
            (r#"{"a":{"b":[1,{"c":null}]"#, "a.b"),
            (r#"{"a":{"#, "a"),
            (r#"{"a":["#, "a"),
            (r#"{"a":[["#, "a[0]"),
            (r#"{"a":["b","#, "a"),
            (r#"{"a":{"0":{"b":1"#, "a[0].b"),
            (r#"[true, -1.5e3, "é", {"\u00e9":0"#, "[3].é"),
            ("[\n{\"a\":\n1", "[0].a"),
        ] {
            let line = before.lines().count().max(1);
            let column = before.lines().last().unwrap_or_default().len();
            let text = format!("{before} and more");
            assert_eq!(path_at(&text, line, column), expected, "{before}");
        }
    }
}
