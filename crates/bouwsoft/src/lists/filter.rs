//! Conditions on fields, in the syntax of the API: `approved eq true and date gt '2026-01-31'`.

use std::fmt;

use super::{Field, Ordered, Value};

/// Selects the records that meet a condition. Create it with the methods of [`Field`], or with [`raw`](Self::raw).
/// Fractions of a second are not sent, so `gt` may also select rows in the same second as its value.
///
/// ```
/// use bouwsoft::order_fields::{ADDRESS_NAME, APPROVED, BILLED, TS_LASTUPDATE};
///
/// let since = "2026-05-07T09:20:27".parse::<bouwsoft::chrono::NaiveDateTime>().unwrap();
/// let filter = TS_LASTUPDATE.gt(since).and(APPROVED.eq(true).or(BILLED.eq(true)));
/// assert_eq!(
///     filter.render().unwrap(),
///     "ts_lastupdate gt '2026-05-07 09:20:27' and (approved eq true or billed eq true)"
/// );
///
/// let error = ADDRESS_NAME.eq("a\nb").render().unwrap_err();
/// assert_eq!(error.to_string(), "address_name: the value contains a line break or another control character");
/// ```
///
/// Pass it as the argument `filter` of a list. If a value cannot be written, the call fails and nothing is sent.
///
/// The syntax is inferred from the filters in the vendor's examples and in published programs. Apostrophes in strings
/// are doubled, although no source shows this in a filter.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Filter {
    text: Result<String, FilterError>,
    form: Form,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Form {
    /// One condition.
    Condition,
    /// Conditions that are joined by this operator.
    Joined(&'static str),
    /// A string of the caller.
    Raw,
}

/// A condition that cannot be written.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct FilterError {
    /// The field of the condition.
    pub field: &'static str,
    /// Why its value cannot be part of a filter.
    pub refusal: Refusal,
}

/// Why a value cannot be part of a filter.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Refusal {
    /// A string with a line break, a tab or another control character.
    Control,
    /// A date or timestamp whose year is not between 0 and 9999.
    Year,
    /// A number that is infinite or not a number.
    NotFinite,
}

impl<T: Value> Field<T> {
    /// Selects the records whose field has this value.
    pub fn eq(self, value: impl Into<T>) -> Filter {
        self.compared("eq", value.into())
    }

    /// Selects the records whose field has another value.
    ///
    /// To select records with a non-empty string, published programs use `NAME.ne(" ")`. The effect of `ne("")` is not
    /// documented.
    pub fn ne(self, value: impl Into<T>) -> Filter {
        self.compared("ne", value.into())
    }

    fn compared(self, operator: &'static str, value: T) -> Filter {
        let field = self.name();
        let literal = value.literal();
        Filter {
            text: literal
                .map(|literal| format!("{field} {operator} {literal}"))
                .map_err(|refusal| FilterError { field, refusal }),
            form: Form::Condition,
        }
    }
}

impl<T: Ordered> Field<T> {
    /// Selects the records whose field has a greater value.
    pub fn gt(self, value: impl Into<T>) -> Filter {
        self.compared("gt", value.into())
    }
}

impl Filter {
    /// A filter in the syntax of the API, for example with another operator. It is not validated.
    ///
    /// ```
    /// use bouwsoft::{Filter, order_fields::APPROVED};
    ///
    /// let filter = Filter::raw("nr lt 100").and(APPROVED.eq(true));
    /// assert_eq!(filter.render().unwrap(), "(nr lt 100) and approved eq true");
    /// ```
    pub fn raw(text: impl Into<String>) -> Self {
        Self {
            text: Ok(text.into()),
            form: Form::Raw,
        }
    }

    /// Selects the records that both filters select.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.joined("and", other)
    }

    /// Selects the records that at least one of the filters selects.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.joined("or", other)
    }

    fn joined(self, word: &'static str, other: Self) -> Self {
        let text = self.operand(word).and_then(|mut text| {
            text.extend([" ", word, " ", &other.operand(word)?]);
            Ok(text)
        });
        Self {
            text,
            form: Form::Joined(word),
        }
    }

    /// The filter as an operand of `word`: in parentheses if it is raw or contains the other operator, because the
    /// precedence is not documented.
    fn operand(self, word: &str) -> Result<String, FilterError> {
        match self.form {
            Form::Condition => self.text,
            Form::Joined(own) if own == word => self.text,
            Form::Joined(_) | Form::Raw => self.text.map(|text| format!("({text})")),
        }
    }

    /// The filter in the syntax of the API, not percent-encoded.
    ///
    /// # Errors
    ///
    /// If a value cannot be written. The error is about the first such value.
    pub fn render(&self) -> Result<String, FilterError> {
        self.text.clone()
    }
}

impl TryFrom<Filter> for String {
    type Error = FilterError;

    fn try_from(filter: Filter) -> Result<Self, FilterError> {
        filter.text
    }
}

impl fmt::Display for FilterError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.field, self.refusal)
    }
}

impl std::error::Error for FilterError {}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Control => "the value contains a line break or another control character",
            Self::Year => "the year of the date is not between 0 and 9999",
            Self::NotFinite => "the number is infinite or not a number",
        })
    }
}
