//! Conditions on fields, in the syntax of the API: `status=open,date>=2018-02-01`.

use std::fmt;

use super::{Field, Ordered, Value};

/// A condition on a field, for example `date>=2018-02-01`. Create it with the methods of [`Field`].
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Condition {
    field: &'static str,
    operator: &'static str,
    value: Result<String, Refusal>,
}

/// Selects the records that meet all conditions.
///
/// ```
/// use chrono::NaiveDate;
/// use eenvoudigfactureren::{Filter, order_fields::{DATE, REFERENCE, STATUS}, types::OrderStatus};
///
/// let since = NaiveDate::from_ymd_opt(2018, 2, 1).unwrap();
/// let filter = Filter::of(STATUS.is(OrderStatus::Open)).and(DATE.at_least(since));
/// assert_eq!(filter.render().unwrap(), "status=open,date>=2018-02-01");
///
/// let error = Filter::of(REFERENCE.contains("Gent, north")).render().unwrap_err();
/// assert_eq!(error.to_string(), "reference: the value contains a comma, which would start another condition");
/// ```
///
/// Pass it to a list: `client.list_orders().filter(filter)`. If the service would misread a value, the call fails and
/// nothing is sent.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Filter {
    conditions: Vec<Condition>,
}

/// A condition that the service would misread.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct FilterError {
    /// The field of the condition.
    pub field: &'static str,
    /// What is wrong with its value.
    pub refusal: Refusal,
}

/// Why a value cannot be part of a filter. Values in filters cannot be escaped.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Refusal {
    /// It contains a comma.
    Comma,
    /// It contains a line break, a tab or another control character.
    Control,
    /// It begins with a character of an operator, or contains an operator in words.
    Operator,
    /// It is empty.
    Empty,
    /// A date whose year does not have four digits.
    Year,
}

impl<T: Value> Field<T> {
    /// `=`: the field has this value. The empty string finds records in which it is empty.
    pub fn is(self, value: impl Into<T>) -> Condition {
        self.condition("=", value)
    }

    /// `!=`: the field has another value.
    pub fn is_not(self, value: impl Into<T>) -> Condition {
        self.condition("!=", value)
    }

    fn condition(self, operator: &'static str, value: impl Into<T>) -> Condition {
        let value = value.into().text();
        Condition {
            field: self.name(),
            operator,
            value: value.and_then(|value| carried(operator, value)),
        }
    }
}

/// Times are compared to the second.
impl<T: Ordered> Field<T> {
    /// `<=`: the field has this value or a smaller one.
    pub fn at_most(self, value: impl Into<T>) -> Condition {
        self.condition("<=", value)
    }

    /// `>=`: the field has this value or a greater one.
    pub fn at_least(self, value: impl Into<T>) -> Condition {
        self.condition(">=", value)
    }

    /// `<`: the field has a smaller value.
    pub fn less_than(self, value: impl Into<T>) -> Condition {
        self.condition("<", value)
    }

    /// `>`: the field has a greater value.
    pub fn greater_than(self, value: impl Into<T>) -> Condition {
        self.condition(">", value)
    }
}

impl Field<String> {
    /// `=~`: the string contains this.
    pub fn contains(self, part: impl Into<String>) -> Condition {
        self.condition("=~", part)
    }
}

/// The value, where it means behind the operator what it means by itself.
fn carried(operator: &str, value: String) -> Result<String, Refusal> {
    // Blank is a value to equal, but not one to compare with, and every text contains nothing.
    let blank_counts = matches!(operator, "=" | "!=");
    // `<` and `=x` would be `<=` and `x`, `=` and `>x` would be `=>x`. Not every operator would change, but the service does not say how it parts them.
    let changes_operator = value.starts_with(['=', '~', '<', '>', '!']) || names_operator(&value);
    match &value {
        value if value.contains(',') => Err(Refusal::Comma),
        value if value.contains(char::is_control) => Err(Refusal::Control),
        _ if changes_operator => Err(Refusal::Operator),
        value if value.is_empty() && !blank_counts => Err(Refusal::Empty),
        _ => Ok(value),
    }
}

/// Whether there may be an operator in words in it, such as `__eq__`: the service reads these as well. Which ones there are
/// is not documented.
fn names_operator(value: &str) -> bool {
    let is_word =
        |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let parts: Vec<_> = value.split("__").collect();
    match &parts[..] {
        [_, between @ .., _] => between.iter().any(is_word),
        _ => false,
    }
}

impl Condition {
    /// A filter of this condition and another one.
    pub fn and(self, other: impl Into<Filter>) -> Filter {
        Filter::of(self).and(other)
    }
}

impl Filter {
    /// A filter of one condition, or of the conditions of another filter.
    pub fn of(condition: impl Into<Self>) -> Self {
        condition.into()
    }

    /// A filter that requires all of these conditions. `None` if `conditions` is empty.
    pub fn all(conditions: impl IntoIterator<Item = Condition>) -> Option<Self> {
        let conditions: Vec<_> = conditions.into_iter().collect();
        (!conditions.is_empty()).then_some(Self { conditions })
    }

    /// Adds conditions.
    #[must_use]
    pub fn and(mut self, other: impl Into<Self>) -> Self {
        self.conditions.extend(other.into().conditions);
        self
    }

    /// The filter in the syntax of the API, not percent-encoded.
    ///
    /// # Errors
    ///
    /// If the service would misread a value. The error is about the first such value.
    pub fn render(&self) -> Result<String, FilterError> {
        let conditions = self.conditions.iter().map(|condition| {
            let Condition {
                field,
                operator,
                value,
            } = condition;
            let value = value.as_ref().map_err(|refusal| FilterError {
                field,
                refusal: *refusal,
            })?;
            Ok(format!("{field}{operator}{value}"))
        });
        Ok(conditions.collect::<Result<Vec<_>, _>>()?.join(","))
    }
}

impl From<Condition> for Filter {
    fn from(condition: Condition) -> Self {
        Self {
            conditions: vec![condition],
        }
    }
}

impl TryFrom<Filter> for String {
    type Error = FilterError;

    fn try_from(filter: Filter) -> Result<Self, FilterError> {
        filter.render()
    }
}

impl TryFrom<Condition> for String {
    type Error = FilterError;

    fn try_from(condition: Condition) -> Result<Self, FilterError> {
        Filter::from(condition).render()
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
            Self::Comma => "the value contains a comma, which would start another condition",
            Self::Control => "the value contains a line break or another control character",
            Self::Operator => {
                "the value begins with a sign, or contains a word, that is also an operator"
            }
            Self::Empty => "the value is empty; only `is` and `is_not` accept an empty string",
            Self::Year => "the year of the date is not between 0 and 9999",
        })
    }
}
