//! The checks that generated code calls, one for each kind of limit.

use std::fmt::{Display, Write};

use rust_decimal::Decimal;

use super::{Pattern, Validate, Violation};
use crate::decimal;

/// Limits of a string.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    /// The maximum length, in characters.
    pub max: Option<usize>,
    /// The pattern that the string must match.
    pub pattern: Option<&'a Pattern>,
}

impl<'a> Text<'a> {
    /// No limits.
    pub const ANY: Self = Self {
        max: None,
        pattern: None,
    };

    /// Sets the maximum length, in characters.
    #[must_use]
    pub const fn max(self, max: usize) -> Self {
        Self {
            max: Some(max),
            ..self
        }
    }

    /// Sets the pattern.
    #[must_use]
    pub const fn pattern(self, pattern: &'a Pattern) -> Self {
        Self {
            pattern: Some(pattern),
            ..self
        }
    }
}

/// Limits of a number.
#[derive(Clone, Copy, Debug)]
pub struct Number {
    /// The minimum.
    pub min: Option<Decimal>,
    /// The maximum.
    pub max: Option<Decimal>,
    /// The maximum number of decimal places.
    pub decimals: Option<u32>,
}

impl Number {
    /// No limits.
    pub const ANY: Self = Self {
        min: None,
        max: None,
        decimals: None,
    };

    /// Sets the minimum.
    #[must_use]
    pub const fn min(self, min: Decimal) -> Self {
        Self {
            min: Some(min),
            ..self
        }
    }

    /// Sets the maximum.
    #[must_use]
    pub const fn max(self, max: Decimal) -> Self {
        Self {
            max: Some(max),
            ..self
        }
    }

    /// Sets the maximum number of decimal places.
    #[must_use]
    pub const fn decimals(self, decimals: u32) -> Self {
        Self {
            decimals: Some(decimals),
            ..self
        }
    }
}

/// A decimal number as a constant: its digits without the decimal point, and the number of decimal places.
pub const fn decimal(digits: i64, decimals: u32) -> Decimal {
    let size = digits.unsigned_abs();
    Decimal::from_parts(size as u32, (size >> 32) as u32, 0, digits < 0, decimals)
}

/// The maximum number of characters of a value in a message.
const SHOWN: usize = 40;

/// Collects violations, and knows the path to the value that is being checked.
#[derive(Debug)]
pub struct Checker<'a> {
    path: Path<'a>,
    found: &'a mut Vec<Violation>,
}

/// The path to a value, as links from the value to its parents. It becomes a string only if there is a violation.
#[derive(Clone, Copy, Debug)]
enum Path<'a> {
    Root,
    Field(&'a Path<'a>, &'a str),
    Element(&'a Path<'a>, usize),
}

impl Path<'_> {
    fn write(&self, out: &mut String) {
        match self {
            Path::Root => {}
            Path::Field(parent, field) => {
                parent.write(out);
                if !out.is_empty() && !field.is_empty() {
                    out.push('.');
                }
                out.push_str(field);
            }
            Path::Element(parent, index) => {
                parent.write(out);
                let _ = write!(out, "[{index}]");
            }
        }
    }
}

impl<'a> Checker<'a> {
    /// A checker that adds to `found`.
    #[doc(hidden)]
    pub fn new(found: &'a mut Vec<Violation>) -> Self {
        Self {
            path: Path::Root,
            found,
        }
    }

    /// Checks a string, if there is one.
    pub fn text(&mut self, field: &str, value: Option<&str>, limits: Text<'_>) {
        let Some(value) = value else { return };
        // A string has at least as many bytes as characters.
        let length = |max: &usize| Some(value.chars().count()).filter(|length| length > max);
        let max = limits.max.filter(|max| value.len() > *max);
        if let Some((max, length)) = max.and_then(|max| Some((max, length(&max)?))) {
            self.refuse(
                field,
                format_args!("{length} characters, at most {max} are allowed"),
            );
        }
        if let Some(pattern) = limits.pattern.filter(|pattern| !pattern.matches(value)) {
            self.refuse(
                field,
                format_args!("{} must be {}", quoted(value), pattern.expected),
            );
        }
    }

    /// Checks a number, if there is one.
    pub fn number(&mut self, field: &str, value: Option<Decimal>, limits: Number) {
        let Some(value) = value else { return };
        if let Some(min) = limits.min.filter(|min| value < *min) {
            self.refuse(field, format_args!("{value} is less than {min}"));
        }
        if let Some(max) = limits.max.filter(|max| value > *max) {
            self.refuse(field, format_args!("{value} is more than {max}"));
        }
        let decimals = |most: &u32| Some(value.normalize().scale()).filter(|scale| scale > most);
        let most = limits.decimals.filter(|most| value.scale() > *most);
        if let Some((most, decimals)) = most.and_then(|most| Some((most, decimals(&most)?))) {
            self.refuse(
                field,
                format_args!("{value} has {decimals} decimals, at most {most} are allowed"),
            );
        }
        if !decimal::is_exact(value) {
            self.refuse(
                field,
                format_args!("{value} has more digits than can be sent exactly as a JSON number"),
            );
        }
    }

    /// Checks each number of a list.
    pub fn numbers(
        &mut self,
        field: &str,
        values: impl IntoIterator<Item = Decimal>,
        limits: Number,
    ) {
        let parent = self.path;
        let path = Path::Field(&parent, field);
        for (index, value) in values.into_iter().enumerate() {
            let mut at = Checker {
                path: Path::Element(&path, index),
                found: self.found,
            };
            at.number("", Some(value), limits);
        }
    }

    /// Checks a value of an enum. A value that the enum does not list can be read, but not sent.
    pub fn known(&mut self, field: &str, unknown: Option<&str>) {
        if let Some(word) = unknown {
            let shown: String = word.chars().take(SHOWN).collect();
            self.refuse(
                field,
                format_args!("`{shown}` is not a value that can be sent"),
            );
        }
    }

    /// Checks an object, if there is one.
    pub fn object<T: Validate>(&mut self, field: &str, value: Option<&T>) {
        if let Some(value) = value {
            let parent = self.path;
            value.check(&mut Checker {
                path: Path::Field(&parent, field),
                found: self.found,
            });
        }
    }

    /// Checks the elements of a list, if there is one.
    pub fn list<T: Validate>(&mut self, field: &str, values: Option<&[T]>) {
        let parent = self.path;
        let path = Path::Field(&parent, field);
        for (index, value) in values.into_iter().flatten().enumerate() {
            value.check(&mut Checker {
                path: Path::Element(&path, index),
                found: self.found,
            });
        }
    }

    /// Checks that a list, if there is one, has at least this many elements.
    pub fn at_least(&mut self, field: &str, count: Option<usize>, least: usize) {
        if let Some(count) = count.filter(|count| *count < least) {
            self.refuse(
                field,
                format_args!("{count} elements, at least {least} required"),
            );
        }
    }

    /// Checks that at least one field of a group is given.
    pub fn one_of(&mut self, group: &[(&str, bool)]) {
        if group.iter().all(|(_, given)| !given) {
            self.refuse("", format_args!("one of {} is needed", names(group)));
        }
    }

    /// Checks that at most one field of a group is given.
    pub fn excludes(&mut self, group: &[(&str, bool)]) {
        if group.iter().filter(|(_, given)| *given).count() > 1 {
            self.refuse(
                "",
                format_args!("only one of {} can be given", names(group)),
            );
        }
    }

    /// Reports fields whose values conflict.
    pub fn conflict(&mut self, conflicts: bool, message: &str) {
        if conflicts {
            self.refuse("", message);
        }
    }

    /// Reports another violation of a field, or of the whole value if `field` is empty.
    pub fn refuse(&mut self, field: &str, message: impl Display) {
        let mut path = String::new();
        Path::Field(&self.path, field).write(&mut path);
        self.found.push(Violation {
            path,
            message: message.to_string(),
        });
    }
}

/// The beginning of a string as a message shows it: in quotes, with control characters escaped.
fn quoted(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{:?}…", &text[..end]),
        None => format!("{text:?}"),
    }
}

fn names(group: &[(&str, bool)]) -> String {
    let names: Vec<_> = group.iter().map(|(name, _)| *name).collect();
    names.join(", ")
}
