//! Errors of writing and reading columns.

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
    /// The string does not follow the grammar.
    Syntax {
        /// The position of the error, in bytes from 1.
        column: usize,
        /// What was found at the position.
        found: String,
        /// What was expected there.
        expected: &'static str,
    },
    /// The string has an unknown field, or one that this request cannot contain.
    UnknownField {
        /// The position of the field, in bytes from 1.
        column: usize,
        /// The field.
        field: String,
    },
    /// The string has a field twice.
    DuplicateField {
        /// The position of the second occurrence, in bytes from 1.
        column: usize,
        /// The field.
        field: String,
    },
    /// The value of a field is not of the field's type.
    Value {
        /// The position of the value, in bytes from 1.
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

/// The name of a control character. Error messages cannot show the character itself.
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
