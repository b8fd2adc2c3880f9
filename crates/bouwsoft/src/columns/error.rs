//! What can be wrong with columns.

use std::{error::Error, fmt};

use order_sdk_core::validate::Invalid;

/// Why a record cannot be written as columns, or columns cannot be read as a record.
///
/// A `column` is a position in the string, in bytes from 1.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum ColumnsError {
    /// Values of the record are not valid. The error lists each of them, with its field and limit. Besides values
    /// beyond the limits of the contract, these are strings with control characters (for example a line feed or a tab),
    /// for which the syntax has no escape, and numbers that have too many digits to be sent exactly.
    Invalid(Invalid),
    /// No field is set, so there is nothing to change.
    Empty,
    /// The text does not follow the grammar.
    Syntax {
        /// Where, in bytes from 1.
        column: usize,
        /// What is there.
        found: String,
        /// What could be there.
        expected: &'static str,
    },
    /// The string has an unknown field, or one that this request cannot contain.
    UnknownField {
        /// Where, in bytes from 1.
        column: usize,
        /// The field.
        field: String,
    },
    /// The text has a field twice.
    DuplicateField {
        /// Where it is for the second time, in bytes from 1.
        column: usize,
        /// The field.
        field: String,
    },
    /// The value of a field is not of the field's type.
    Value {
        /// Where the value is, in bytes from 1.
        column: usize,
        /// The field.
        field: String,
        /// What was found, and what was expected.
        reason: String,
    },
    /// The string lacks a required field.
    MissingField {
        /// The field.
        field: String,
    },
}

impl fmt::Display for ColumnsError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(invalid) => invalid.fmt(out),
            Self::Empty => out.write_str("no field is set; set at least one"),
            Self::Syntax {
                column,
                found,
                expected,
            } => {
                write!(
                    out,
                    "columns, byte {column}: expected {expected}, found {found}"
                )
            }
            Self::UnknownField { column, field } => {
                write!(
                    out,
                    "columns, byte {column}: the field `{field}` is unknown or cannot be written; remove it, or correct its name"
                )
            }
            Self::DuplicateField { column, field } => {
                write!(
                    out,
                    "columns, byte {column}: `{field}` is given a second time"
                )
            }
            Self::Value {
                column,
                field,
                reason,
            } => {
                write!(out, "columns, byte {column}: `{field}`: {reason}")
            }
            Self::MissingField { field } => write!(out, "columns: `{field}` is missing"),
        }
    }
}

impl Error for ColumnsError {}

/// A control character in words, since it cannot be shown.
pub(super) fn control_name(character: char) -> String {
    let name = match character {
        '\0' => "a null character",
        '\t' => "a tab",
        '\n' => "a line feed",
        '\r' => "a carriage return",
        '\u{1b}' => "an escape character",
        '\u{7f}' => "a delete character",
        _ => "a control character",
    };
    format!("{name} (U+{:04X})", u32::from(character))
}
