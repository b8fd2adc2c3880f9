//! The tokenizer of columns: splits a string into names and values.

use std::borrow::Cow;

use super::error::{ColumnsError, control_name};

/// The maximum length of an excerpt in an error message, in characters.
const EXCERPT: usize = 24;

const VALUE: &str = "a string in ASCII apostrophes, a number, True or False";

/// A field and its value. `column` and `value_column` are positions in the string, in bytes from 1.
pub(super) struct Pair<'a> {
    pub(super) name: &'a str,
    pub(super) column: usize,
    pub(super) value: Value<'a>,
    pub(super) value_column: usize,
}

/// A value, classified by its notation.
#[derive(Debug, PartialEq)]
pub(super) enum Value<'a> {
    /// A string in apostrophes. This is its content; doubled apostrophes are replaced by single ones.
    Text(Cow<'a, str>),
    /// Digits without apostrophes, with an optional minus sign and fraction.
    Number(&'a str),
    /// `True` or `False` without apostrophes, also in lower case.
    Boolean(bool),
}

/// All pairs of a string.
pub(super) fn pairs(text: &str) -> Result<Vec<Pair<'_>>, ColumnsError> {
    let mut reader = Reader { text, at: 0 };
    let mut pairs = Vec::new();
    loop {
        pairs.push(reader.pair()?);
        if reader.rest().is_empty() {
            return Ok(pairs);
        }
        reader.expect(
            ',',
            "a comma or the end (an apostrophe inside a string is doubled)",
        )?;
    }
}

/// A string, and how many of its bytes have been read.
struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn skip_white_space(&mut self) {
        self.at = self.text.len() - self.rest().trim_ascii_start().len();
    }

    /// Takes the next `length` bytes.
    fn take(&mut self, length: usize) -> &'a str {
        let taken = &self.rest()[..length];
        self.at += length;
        taken
    }

    /// Takes characters while `passes` returns true.
    fn take_while(&mut self, passes: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        self.take(
            rest.find(|character| !passes(character))
                .unwrap_or(rest.len()),
        )
    }

    fn error(&self, at: usize, expected: &'static str) -> ColumnsError {
        ColumnsError::Syntax {
            column: at + 1,
            found: excerpt(&self.text[at..]),
            expected,
        }
    }

    /// Reads `name = value` and the white space around it.
    fn pair(&mut self) -> Result<Pair<'a>, ColumnsError> {
        self.skip_white_space();
        let start = self.at;
        let name =
            self.take_while(|character| character.is_ascii_alphanumeric() || character == '_');
        if !name.starts_with(|character: char| character.is_ascii_alphabetic()) {
            return Err(self.error(start, "the name of a field"));
        }
        self.skip_white_space();
        self.expect('=', "an equals sign")?;
        self.skip_white_space();
        let value_column = self.at + 1;
        let value = self.value()?;
        self.skip_white_space();
        Ok(Pair {
            name,
            column: start + 1,
            value,
            value_column,
        })
    }

    fn expect(&mut self, character: char, expected: &'static str) -> Result<(), ColumnsError> {
        if !self.rest().starts_with(character) {
            return Err(self.error(self.at, expected));
        }
        self.at += character.len_utf8();
        Ok(())
    }

    fn value(&mut self) -> Result<Value<'a>, ColumnsError> {
        if self.rest().starts_with('\'') {
            return self.quoted();
        }
        let start = self.at;
        let word =
            self.take_while(|character| character != ',' && !character.is_ascii_whitespace());
        match word {
            "True" | "true" => Ok(Value::Boolean(true)),
            "False" | "false" => Ok(Value::Boolean(false)),
            number if is_number(number) => Ok(Value::Number(number)),
            _ => Err(self.error(start, VALUE)),
        }
    }

    /// Reads a string in apostrophes. A doubled apostrophe is an apostrophe of the string.
    fn quoted(&mut self) -> Result<Value<'a>, ColumnsError> {
        let start = self.at;
        self.take(1);
        let mut text = Cow::Borrowed("");
        loop {
            text += self.take_while(|character| character != '\'' && !character.is_control());
            if self.rest().starts_with("''") {
                self.take(2);
                text += "'";
            } else if self.rest().starts_with('\'') {
                self.take(1);
                return Ok(Value::Text(text));
            } else if self.rest().is_empty() {
                return Err(self.error(start, "a string with an apostrophe at its end"));
            } else {
                return Err(self.error(self.at, "no control character inside a string"));
            }
        }
    }
}

/// Whether `word` is digits, with an optional minus sign and fraction.
fn is_number(word: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = word.strip_prefix('-').unwrap_or(word);
    match unsigned.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(unsigned),
    }
}

/// The start of a string, for an error message.
fn excerpt(text: &str) -> String {
    match text.chars().next() {
        None => return "the end".to_owned(),
        Some(first) if first.is_control() => return control_name(first),
        Some(_) => {}
    }
    let start: String = text
        .chars()
        .take_while(|character| !character.is_control())
        .take(EXCERPT)
        .collect();
    let dots = if start.len() < text.len() { "…" } else { "" };
    format!("`{start}`{dots}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<Value<'_>> {
        let pairs = pairs(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        pairs.into_iter().map(|pair| pair.value).collect()
    }

    fn refused(text: &str) -> String {
        let refused = pairs(text).map(|_| ()).expect_err(text);
        refused
            .to_string()
            .trim_start_matches("columns, ")
            .to_owned()
    }

    #[test]
    fn the_notation_determines_the_kind_of_a_value() {
        let read =
            values("a='x',b='',c='''',d='o''clock',e=-12.50,f=007,g=True,h=false,i='1',j=','");
        let text = |text: &'static str| Value::Text(text.into());
        assert_eq!(
            read,
            [
                text("x"),
                text(""),
                text("'"),
                text("o'clock"),
                Value::Number("-12.50"),
                Value::Number("007"),
                Value::Boolean(true),
                Value::Boolean(false),
                text("1"),
                text(","),
            ]
        );
    }

    #[test]
    fn an_error_has_the_position_and_what_was_found_and_expected() {
        for (text, message) in [
            ("", "byte 1: expected the name of a field, found the end"),
            (
                "a=1,",
                "byte 5: expected the name of a field, found the end",
            ),
            (
                "a=1,,b=2",
                "byte 5: expected the name of a field, found `,b=2`",
            ),
            ("a=1,5", "byte 5: expected the name of a field, found `5`"),
            ("1a=1", "byte 1: expected the name of a field, found `1a=1`"),
            ("a", "byte 2: expected an equals sign, found the end"),
            ("a:1", "byte 2: expected an equals sign, found `:1`"),
            (
                "a='\u{e9}\u{e9}\t'",
                "byte 8: expected no control character inside a string, found a tab (U+0009)",
            ),
            (
                "b=1,a='x",
                "byte 7: expected a string with an apostrophe at its end, found `'x`",
            ),
        ] {
            assert_eq!(refused(text), message, "{text}");
        }
    }

    #[test]
    fn a_bare_value_is_a_number_or_a_boolean() {
        for value in [
            "",
            "FAKTUUR",
            "‘FAKTUUR’",
            "TRUE",
            "1e3",
            "+1",
            ".5",
            "5.",
            "--1",
            "1.2.3",
            "0x1f",
            "2026-05-07",
            "null",
        ] {
            let text = format!("a={value}");
            let found = if value.is_empty() {
                "the end".to_owned()
            } else {
                format!("`{value}`")
            };
            assert_eq!(
                refused(&text),
                format!("byte 3: expected {VALUE}, found {found}")
            );
        }
    }

    #[test]
    fn an_apostrophe_that_is_not_doubled_ends_the_string() {
        let message = refused("title='l'Atelier du bois et de la pierre'");
        assert_eq!(
            message,
            "byte 10: expected a comma or the end (an apostrophe inside a string is doubled), found \
             `Atelier du bois et de la`…"
        );
    }
}
