//! Filters, for example `approved eq true and (billed eq false or address_name eq 'L''Atelier')`.

use std::cmp::Ordering;

use rust_decimal::Decimal;
use serde_json::Value;

/// A filter.
#[derive(Debug)]
pub enum Filter {
    Condition {
        field: String,
        operator: String,
        value: String,
    },
    And(Box<Self>, Box<Self>),
    Or(Box<Self>, Box<Self>),
}

impl Filter {
    /// Parses a filter. `fields` are the names of all fields of a record.
    ///
    /// # Errors
    ///
    /// If it does not follow the grammar, or names an unknown field.
    pub fn parse(text: &str, fields: &[&str]) -> Result<Self, String> {
        let mut words = words(text)?.into_iter().peekable();
        let filter = alternatives(&mut words, fields)?;
        match words.next() {
            Some(word) => Err(format!("filter: unexpected {}", word.text)),
            None => Ok(filter),
        }
    }

    /// Whether a record meets the filter.
    pub fn selects(&self, record: &Value) -> bool {
        match self {
            Self::And(one, other) => one.selects(record) && other.selects(record),
            Self::Or(one, other) => one.selects(record) || other.selects(record),
            Self::Condition {
                field,
                operator,
                value,
            } => {
                let order = compare(&plain(&record[field.as_str()], value), value);
                match operator.as_str() {
                    "eq" => order == Ordering::Equal,
                    "ne" => order != Ordering::Equal,
                    _ => order == Ordering::Greater,
                }
            }
        }
    }
}

/// A word of a filter, and whether it is in apostrophes.
struct Word {
    text: String,
    is_quoted: bool,
}

impl Word {
    fn is(&self, text: &str) -> bool {
        !self.is_quoted && self.text == text
    }
}

fn words(text: &str) -> Result<Vec<Word>, String> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (text, is_quoted, length) = match first {
            '\'' => {
                let (text, length) = quoted(rest)?;
                (text, true, length)
            }
            '(' | ')' => (first.to_string(), false, 1),
            _ => {
                let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '\''));
                let end = end.unwrap_or(rest.len());
                (rest[..end].to_owned(), false, end)
            }
        };
        words.push(Word { text, is_quoted });
        rest = rest[length..].trim_start();
    }
    Ok(words)
}

/// The content of the string in apostrophes at the beginning of `text`, and its length in bytes with the apostrophes.
fn quoted(text: &str) -> Result<(String, usize), String> {
    let mut value = String::new();
    let mut characters = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = characters.next() {
        match (c, characters.peek()) {
            ('\'', Some((_, '\''))) => {
                characters.next();
                value.push('\'');
            }
            ('\'', _) => return Ok((value, at + 1)),
            _ => value.push(c),
        }
    }
    Err(format!("filter: an apostrophe is missing in {text}"))
}

type Words = std::iter::Peekable<std::vec::IntoIter<Word>>;

fn alternatives(words: &mut Words, fields: &[&str]) -> Result<Filter, String> {
    let mut filter = conjunction(words, fields)?;
    while words.next_if(|word| word.is("or")).is_some() {
        filter = Filter::Or(Box::new(filter), Box::new(conjunction(words, fields)?));
    }
    Ok(filter)
}

fn conjunction(words: &mut Words, fields: &[&str]) -> Result<Filter, String> {
    let mut filter = condition(words, fields)?;
    while words.next_if(|word| word.is("and")).is_some() {
        filter = Filter::And(Box::new(filter), Box::new(condition(words, fields)?));
    }
    Ok(filter)
}

fn condition(words: &mut Words, fields: &[&str]) -> Result<Filter, String> {
    if words.next_if(|word| word.is("(")).is_some() {
        let filter = alternatives(words, fields)?;
        return match words.next_if(|word| word.is(")")) {
            Some(_) => Ok(filter),
            None => Err("filter: a parenthesis is missing".to_owned()),
        };
    }
    let (Some(field), Some(operator), Some(value)) = (words.next(), words.next(), words.next())
    else {
        return Err("filter: a field, an operator and a value are needed".to_owned());
    };
    if !fields.contains(&field.text.as_str()) {
        return Err(format!("filter: there is no field {}", field.text));
    }
    if !matches!(operator.text.as_str(), "eq" | "ne" | "gt") {
        return Err(format!("filter: unknown operator {}", operator.text));
    }
    Ok(Filter::Condition {
        field: field.text,
        operator: operator.text,
        value: value.text,
    })
}

/// Compares numbers as numbers, and other values as strings, ignoring case.
pub fn compare(one: &str, other: &str) -> Ordering {
    match (one.parse::<Decimal>(), other.parse::<Decimal>()) {
        (Ok(one), Ok(other)) => one.cmp(&other),
        _ => one.to_lowercase().cmp(&other.to_lowercase()),
    }
}

/// A value as a filter contains it. An absent field counts as false, 0 or an empty string, depending on the type of
/// `other`.
pub fn plain(value: &Value, other: &str) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null if matches!(other, "true" | "false") => "false".to_owned(),
        Value::Null if other.parse::<Decimal>().is_ok() => "0".to_owned(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
