//! Documentation of generated code: Markdown from the contract, wrapped to the width of the code.

use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

use super::layout::{WIDTH, indent};

/// A space at which lines do not wrap.
const GLUE: char = '\u{a0}';

/// Doc comments with this Markdown, for an item at `depth`.
pub fn comment(depth: usize, markdown: &str) -> String {
    let indent = indent(depth);
    let lines = wrapped(markdown, WIDTH - indent.len() - "/// ".len());
    let line = |line: &String| match line.as_str() {
        "" => format!("{indent}///\n"),
        line => format!("{indent}/// {line}\n"),
    };
    lines.iter().map(line).collect()
}

/// The Markdown of doc comments. Each comment begins with a space, which is removed.
pub fn text(comments: &[String]) -> String {
    let lines = comments
        .iter()
        .map(|comment| comment.strip_prefix(' ').unwrap_or(comment));
    lines.collect::<Vec<_>>().join("\n")
}

/// Markdown in lines of at most `width` columns. Code, tables and headings stay as they are.
pub fn wrapped(markdown: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut paragraph: Vec<&str> = Vec::new();
    let mut is_code = false;
    for line in markdown.trim().lines().map(str::trim_end) {
        let start = line.trim_start();
        let is_fence = start.starts_with("```");
        let is_indented = paragraph.is_empty() && line.starts_with("    ");
        let stays = is_code
            || is_fence
            || is_indented
            || start.is_empty()
            || start.starts_with(['#', '|', '>']);
        if stays || is_item(start) {
            flush(&mut paragraph, width, &mut lines);
        }
        is_code ^= is_fence;
        if !stays {
            paragraph.push(line);
        } else if is_code && start == "```" {
            // rustdoc would compile code without a language as Rust.
            lines.push(format!("{line}text"));
        } else {
            lines.push(line.to_owned());
        }
    }
    flush(&mut paragraph, width, &mut lines);
    lines
}

/// Wraps a paragraph or a list item.
fn flush(paragraph: &mut Vec<&str>, width: usize, lines: &mut Vec<String>) {
    let Some(first) = paragraph.first() else {
        return;
    };
    let before = first.len() - first.trim_start().len();
    let hanging = before + marker(first.trim_start()).unwrap_or_default();
    let words = paragraph.iter().flat_map(|line| line.split_whitespace());
    let text = glued(words);
    let (first, rest) = (" ".repeat(before), " ".repeat(hanging));
    let options = Options::new(width)
        .initial_indent(&first)
        .subsequent_indent(&rest)
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    let wrapped = textwrap::wrap(&text, options);
    lines.extend(wrapped.iter().map(|line| line.replace(GLUE, " ")));
    paragraph.clear();
}

fn is_item(line: &str) -> bool {
    marker(line).is_some()
}

/// The length of the marker of a list item, `- ` or `1. `.
fn marker(line: &str) -> Option<usize> {
    let (marker, _) = line.split_once(' ')?;
    let number = marker.strip_suffix(['.', ')']).unwrap_or_default();
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    (is_number || matches!(marker, "-" | "*" | "+")).then(|| marker.len() + 1)
}

/// Joins the words into one string. If a word would begin a list or a heading at the start of a line, the space before
/// it does not wrap.
fn glued<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut text = String::new();
    for word in words {
        let is_number = word.strip_suffix(['.', ')']).is_some_and(|number| {
            !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
        });
        let is_mark =
            is_number || matches!(word, "-" | "*" | "+" | "=") || word.starts_with(['#', '>']);
        // The marker of an item stays on the line of its first word.
        let is_first = !text.contains([' ', GLUE]) && marker(&format!("{text} ")).is_some();
        match (text.is_empty(), is_mark || is_first) {
            (true, _) => {}
            (false, true) => text.push(GLUE),
            (false, false) => text.push(' '),
        }
        text.push_str(word);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_and_items_are_wrapped_and_code_is_not() {
        let markdown = "One two three\nfour five.\n\n- a first item\n- a second\n\n```\nlet long = line;\n```\n# A long heading";
        let expected = [
            "One two three",
            "four five.",
            "",
            "- a first item",
            "- a second",
            "",
            "```text",
            "let long = line;",
            "```",
            "# A long heading",
        ];
        assert_eq!(wrapped(markdown, 14), expected);
        assert_eq!(wrapped("- one two three", 9), ["- one two", "  three"]);
        assert_eq!(wrapped("1. a b\n2. c", 5), ["1. a", "   b", "2. c"]);
        assert_eq!(
            wrapped("a\n\n    code here\n> quoted text", 6),
            ["a", "", "    code here", "> quoted text"]
        );
    }

    #[test]
    fn no_line_begins_a_list_by_chance() {
        assert_eq!(wrapped("a sum of 1 - 2", 10), ["a sum of", "1 - 2"]);
        assert_eq!(
            wrapped("it is rule 5. here", 10),
            ["it is", "rule 5.", "here"]
        );
    }
}
