//! Writes YAML that people like to read and every parser reads alike, those of YAML 1.1 included: for them a bare `no`
//! is false, and a bare `2026-05-07` a date.

use crate::ordered::{Mapping, Value, key_text};

/// Longest line of a text that is folded.
const WIDTH: usize = 110;

/// The YAML text of a value, in its order.
pub fn write(value: &Value) -> String {
    let mut out = String::new();
    match value {
        Value::Mapping(map) if !map.is_empty() => mapping(&mut out, map, 0),
        Value::Sequence(items) if !items.is_empty() => sequence(&mut out, items, 0),
        other => {
            out.push_str(&scalar(other, 0));
            out.push('\n');
        }
    }
    out
}

fn mapping(out: &mut String, map: &Mapping, indent: usize) {
    for (index, (key, value)) in map.iter().enumerate() {
        // The first key of a mapping in a list is on the line of the dash.
        if index > 0 || out.is_empty() || out.ends_with('\n') {
            out.push_str(&" ".repeat(indent));
        }
        out.push_str(&flow(&key_text(key)));
        out.push(':');
        member(out, value, indent);
    }
}

fn member(out: &mut String, value: &Value, indent: usize) {
    match value {
        Value::Mapping(map) if !map.is_empty() => {
            out.push('\n');
            mapping(out, map, indent + 2);
        }
        Value::Sequence(items) if !items.is_empty() => {
            out.push('\n');
            sequence(out, items, indent + 2);
        }
        other => {
            out.push(' ');
            out.push_str(&scalar(other, indent + 2));
            out.push('\n');
        }
    }
}

fn sequence(out: &mut String, items: &[Value], indent: usize) {
    for (index, item) in items.iter().enumerate() {
        if index > 0 || out.is_empty() || out.ends_with('\n') {
            out.push_str(&" ".repeat(indent));
        }
        out.push_str("- ");
        match item {
            Value::Mapping(map) if !map.is_empty() => mapping(out, map, indent + 2),
            Value::Sequence(items) if !items.is_empty() => sequence(out, items, indent + 2),
            other => {
                out.push_str(&scalar(other, indent + 2));
                out.push('\n');
            }
        }
    }
}

fn scalar(value: &Value, indent: usize) -> String {
    match value {
        Value::String(text) if text.contains('\n') => block(text, indent),
        Value::String(text) if indent + text.len() > WIDTH => folded(text, indent),
        Value::String(text) => flow(text),
        Value::Mapping(_) => "{}".to_owned(),
        Value::Sequence(_) => "[]".to_owned(),
        // Numbers, booleans and null are the same in JSON and YAML.
        other => serde_json::to_string(other).unwrap_or_default(),
    }
}

/// A text of several lines, as a literal block.
fn block(text: &str, indent: usize) -> String {
    let plain = |c: char| c == '\n' || !c.is_control();
    let lines_end_clean = text.lines().all(|line| !line.ends_with(' '));
    if text.starts_with([' ', '\n']) || !text.chars().all(plain) || !lines_end_clean {
        return quoted(text);
    }
    let chomping = match text.len() - text.trim_end_matches('\n').len() {
        0 => "-",
        1 => "",
        _ => "+",
    };
    let body = text.strip_suffix('\n').unwrap_or(text);
    let lines = body.split('\n').map(|line| match line {
        "" => String::new(),
        line => format!("{}{line}", " ".repeat(indent)),
    });
    format!("|{chomping}\n{}", lines.collect::<Vec<_>>().join("\n"))
}

/// A long text of one line, broken at single spaces.
fn folded(text: &str, indent: usize) -> String {
    if text.starts_with(' ')
        || text.ends_with(' ')
        || text.contains("  ")
        || text.contains(char::is_control)
    {
        return quoted(text);
    }
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if indent + line.len() + 1 + word.len() <= WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    let margin = format!("\n{}", " ".repeat(indent));
    format!(">-{margin}{}", lines.join(&margin))
}

/// A text within a line: bare when no parser can read it as something else.
fn flow(text: &str) -> String {
    if text.contains(char::is_control) {
        return quoted(text);
    }
    if is_plain(text) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "''"))
}

fn is_plain(text: &str) -> bool {
    const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    let starts_plain =
        text.starts_with(|c: char| c.is_alphabetic() || matches!(c, '/' | '_' | '(' | '$'));
    starts_plain
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #")
        && !WORDS.contains(&text.to_ascii_lowercase().as_str())
}

/// JSON strings are YAML too.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{super::ordered, *};

    #[test]
    fn texts_are_readable_and_unmistakable() {
        let long = "word ".repeat(40);
        let source = serde_json::json!({
            "text": "An order's lines: all", "word": "no", "day": "2026-05-07", "empty": "", "key": "x-y",
            "lines": "a\n\n  b\n", "cut": "a\nb", "long": long.trim_end(), "odd": "tab\there", "bare": "",
            "200": [[1, 2.5], {}, [], {"a": null, "b": [true]}], "#": "x #y", "blank": " \n x",
        });
        let value = ordered::parse(&source.to_string()).expect("valid");
        let text = write(&value);
        assert_eq!(ordered::parse(&text).expect("valid"), value, "{text}");
        for line in [
            "word: 'no'",
            "day: '2026-05-07'",
            "cut: |-",
            "'200':",
            "long: >-",
        ] {
            assert!(text.lines().any(|other| other == line), "{line}\n{text}");
        }
        assert!(text.lines().all(|line| line.len() <= WIDTH), "{text}");
    }
}
