//! Translates the regular expressions of a document to Rust.

use anyhow::{Context, bail};

use super::machine::Machine;

/// The characters that `\s` matches in JavaScript. Rust's `\s` matches other characters, and needs the optional Unicode
/// tables of `regex`.
const SPACE: &str = r"\t-\r \u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF";

/// The state machine of a regular expression of the document.
///
/// # Errors
///
/// If generated code cannot check the expression.
pub fn machine(pattern: &str) -> anyhow::Result<Machine> {
    Machine::new(&in_rust(pattern)?)
}

/// A regular expression that has the same meaning in Rust as `pattern` in ECMA-262 5.1. It compiles with any features
/// of `regex`, because it needs no Unicode tables.
///
/// # Errors
///
/// If part of `pattern` does not exist in Rust, or has another meaning there.
fn in_rust(pattern: &str) -> anyhow::Result<String> {
    let mut regex = String::new();
    let mut letters = pattern.chars();
    let mut in_class = false;
    while let Some(letter) = letters.next() {
        match (letter, in_class) {
            ('\\', _) => regex.push_str(&escape(&mut letters, in_class)?),
            ('(', false) if is_other_group(letters.as_str()) => {
                bail!(
                    "a group with `(?` has another meaning in Rust, unless it is `(?:`; write `(..)` or `(?:..)`"
                )
            }
            ('.', false) => {
                bail!("`.` excludes fewer characters in Rust; write a class such as `[^ ]`")
            }
            (']', true) if regex.ends_with(['[', '^']) => {
                bail!("`]` at the beginning of a class is a member of it in Rust; write `\\]`")
            }
            ('[', true) => bail!("`[` inside a class begins another class in Rust; write `\\[`"),
            ('&' | '~' | '-', true) if letters.as_str().starts_with(letter) => {
                bail!(
                    "`{letter}{letter}` inside a class is an operator in Rust; write the character once"
                )
            }
            _ => {
                in_class = letter == '[' || in_class && letter != ']';
                regex.push(letter);
            }
        }
    }
    regex::Regex::new(&regex).context("it does not compile in Rust")?;
    Ok(regex)
}

/// Whether the rest after `(` begins a group that is neither a plain one nor `(?:`.
fn is_other_group(rest: &str) -> bool {
    rest.starts_with('?') && !rest.starts_with("?:")
}

/// Translates an escape, from the character after the backslash.
fn escape(letters: &mut std::str::Chars<'_>, in_class: bool) -> anyhow::Result<String> {
    let letter = letters.next().context("it ends in a backslash")?;
    Ok(match (letter, in_class) {
        ('s', false) => format!("[{SPACE}]"),
        ('S', false) => format!("[^{SPACE}]"),
        ('s', true) => SPACE.to_owned(),
        ('u' | 'n' | 'r' | 't' | 'v' | 'f', _) => format!("\\{letter}"),
        // In Rust, `\<` and `\>` match the start and the end of a word.
        ('<' | '>', _) => letter.to_string(),
        (letter, _) if letter.is_ascii_punctuation() => format!("\\{letter}"),
        _ => bail!("`\\{letter}` has another meaning in Rust; write a class such as `[0-9]`"),
    })
}

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::*;

    #[test]
    fn white_space_is_that_of_javascript() {
        for pattern in [r"^\S$", r"^[^\s]$"] {
            let regex = Regex::new(&in_rust(pattern).expect("a pattern")).expect("compiles");
            for space in [
                " ", "\t", "\n", "\r", "\u{a0}", "\u{2028}", "\u{3000}", "\u{feff}",
            ] {
                assert!(!regex.is_match(space), "{pattern} {space:?}");
            }
            // U+0085 is white space in Rust, but not in JavaScript.
            for other in ["x", "\u{85}", "\u{200b}", "🦀"] {
                assert!(regex.is_match(other), "{pattern} {other:?}");
            }
        }
    }

    #[test]
    fn code_points_and_escaped_characters_keep_their_meaning() {
        let regex = in_rust(r"^[A-Z\u00C0-\u00D6]\.\t\<$").expect("a pattern");
        let regex = Regex::new(&regex).expect("compiles");
        assert!(regex.is_match("É.\t<"));
        assert!(!regex.is_match("é.\t<"));
    }

    #[test]
    fn a_pattern_with_another_meaning_in_rust_is_refused() {
        for (pattern, reason) in [
            (r"^\d+$", r"`\d` has another meaning"),
            (r"^\w+$", r"`\w` has another meaning"),
            (r"\bx", r"`\b` has another meaning"),
            (r"^\p{L}$", r"`\p` has another meaning"),
            ("^.$", "`.` excludes fewer characters"),
            ("[]a]", "is a member of it"),
            ("[^]", "is a member of it"),
            ("[[a]", "begins another class"),
            ("[a&&b]", "is an operator"),
            (r"[^\S]", r"`\S` has another meaning"),
            ("(?=a)", "a group with `(?`"),
            ("(?i)a", "a group with `(?`"),
            ("(a", "does not compile"),
            ("a\\", "ends in a backslash"),
        ] {
            let error = in_rust(pattern).expect_err(pattern).to_string();
            assert!(error.contains(reason), "{pattern}: {error}");
        }
    }
}
