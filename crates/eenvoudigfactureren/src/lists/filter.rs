//! Conditions on fields, in the syntax of the API: `status=open,date>=2018-02-01`, or with operators as words,
//! `status__eq__open,date__ge__2018-02-01`.

use std::fmt;

use super::{Field, Ordered, Value};

/// A condition on a field, for example `date>=2018-02-01`. Create it with the methods of [`Field`].
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Condition {
    field: &'static str,
    operator: Operator,
    value: Result<String, Refusal>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Operator {
    Is,
    IsNot,
    AtMost,
    AtLeast,
    LessThan,
    GreaterThan,
    Contains,
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
///
/// Operators have two spellings: signs (`=`) and words (`__eq__`). Words are sent if the filter has a condition on
/// `tag`, or a value that begins with the sign of an operator, because the service might read that sign as part of the
/// operator. Then all conditions of the filter use words. Words are known from the vendor's programs only; those for
/// `less_than` and `greater_than` are an assumption, and none is known for `contains`.
///
/// ```
/// use eenvoudigfactureren::{Field, order_fields::REFERENCE};
///
/// let filter = Field::named("tag").is_not("accountant").and(REFERENCE.is("=5"));
/// assert_eq!(filter.render().unwrap(), "tag__ne__accountant,reference__eq__=5");
/// ```
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
    /// Why it cannot be part of a filter.
    pub refusal: Refusal,
}

/// Why a condition cannot be part of a filter. Values in filters cannot be escaped.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Refusal {
    /// It contains a comma.
    Comma,
    /// It contains a line break, a tab or another control character.
    Control,
    /// The value contains an operator in words, for example `__eq__`. Or it is the argument of `contains`, and begins
    /// with the sign of an operator. Or the filter has operators as words, and the value begins with `_` or contains
    /// `__`.
    Operator,
    /// `contains` has no word, and another condition of the filter requires operators as words.
    Contains,
    /// It is empty.
    Empty,
    /// A date whose year is not between 0 and 9999.
    Year,
}

impl<T: Value> Field<T> {
    /// `=`: the field has this value. The empty string selects records whose field is empty.
    pub fn is(self, value: impl Into<T>) -> Condition {
        self.condition(Operator::Is, value)
    }

    /// `!=`: the field has another value.
    pub fn is_not(self, value: impl Into<T>) -> Condition {
        self.condition(Operator::IsNot, value)
    }

    fn condition(self, operator: Operator, value: impl Into<T>) -> Condition {
        let value = value.into().text();
        Condition {
            field: self.name(),
            operator,
            value: value.and_then(|value| checked(operator, value)),
        }
    }
}

/// Timestamps are compared in whole seconds.
impl<T: Ordered> Field<T> {
    /// `<=`: the field has this value or a smaller one.
    pub fn at_most(self, value: impl Into<T>) -> Condition {
        self.condition(Operator::AtMost, value)
    }

    /// `>=`: the field has this value or a greater one.
    pub fn at_least(self, value: impl Into<T>) -> Condition {
        self.condition(Operator::AtLeast, value)
    }

    /// `<`: the field has a smaller value.
    pub fn less_than(self, value: impl Into<T>) -> Condition {
        self.condition(Operator::LessThan, value)
    }

    /// `>`: the field has a greater value.
    pub fn greater_than(self, value: impl Into<T>) -> Condition {
        self.condition(Operator::GreaterThan, value)
    }
}

impl Field<String> {
    /// `=~`: the string contains `part`.
    pub fn contains(self, part: impl Into<String>) -> Condition {
        self.condition(Operator::Contains, part)
    }
}

/// Conditions on this field are known only from the vendor's programs, which write operators as words.
const TAG: &str = "tag";
/// The first characters of operators. `<` and `=x` would be read as `<=` and `x`. Not every operator would change, but
/// it is not documented how the service separates operators from values.
const SIGNS: [char; 5] = ['=', '~', '<', '>', '!'];

impl Operator {
    const fn sign(self) -> &'static str {
        match self {
            Self::Is => "=",
            Self::IsNot => "!=",
            Self::AtMost => "<=",
            Self::AtLeast => ">=",
            Self::LessThan => "<",
            Self::GreaterThan => ">",
            Self::Contains => "=~",
        }
    }

    const fn word(self) -> Option<&'static str> {
        match self {
            Self::Is => Some("__eq__"),
            Self::IsNot => Some("__ne__"),
            Self::AtMost => Some("__le__"),
            Self::AtLeast => Some("__ge__"),
            Self::LessThan => Some("__lt__"),
            Self::GreaterThan => Some("__gt__"),
            Self::Contains => None,
        }
    }
}

/// The value, unless the service would misread it in either spelling of the operator.
fn checked(operator: Operator, value: String) -> Result<String, Refusal> {
    // Every string contains the empty string, and is equal to it or greater: with `contains` or `at_least`, the
    // condition would select all records, and with `less_than` none.
    let may_be_empty = matches!(operator, Operator::Is | Operator::IsNot);
    let changes_operator = operator.word().is_none() && value.starts_with(SIGNS);
    match &value {
        value if value.contains(',') => Err(Refusal::Comma),
        value if value.contains(char::is_control) => Err(Refusal::Control),
        value if changes_operator || names_operator(value) => Err(Refusal::Operator),
        value if value.is_empty() && !may_be_empty => Err(Refusal::Empty),
        _ => Ok(value),
    }
}

/// The caller's filter, in whichever spelling of operators, with an additional condition.
#[cfg(feature = "client")]
pub(super) fn with_own(own: Option<&str>, condition: &Condition) -> Result<String, FilterError> {
    let Some(own) = own else {
        return condition.render(false);
    };
    // The text before the first sign is the name of a field. If operators are words, it also contains a word, for
    // example `__eq__`.
    let has_words = own
        .split(SIGNS)
        .next()
        .is_some_and(|start| start.contains("__"));
    Ok(format!("{own},{}", condition.render(has_words)?))
}

/// Whether the value may contain an operator as a word, for example `__eq__`, which the service accepts too. It is not
/// documented which words exist, so any word between double underscores counts.
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
    fn needs_words(&self) -> bool {
        let starts_with_sign = |value: &String| value.starts_with(SIGNS);
        self.field == TAG || self.value.as_ref().is_ok_and(starts_with_sign)
    }

    fn render(&self, in_words: bool) -> Result<String, FilterError> {
        let Self {
            field,
            operator,
            value,
        } = self;
        let refused = |refusal| FilterError { field, refusal };
        let operator = if in_words {
            operator.word().ok_or(refused(Refusal::Contains))?
        } else {
            operator.sign()
        };
        let value = value.as_ref().map_err(|refusal| refused(*refusal))?;
        // The service may separate the operator from the value at another place.
        if in_words && (value.starts_with('_') || value.contains("__")) {
            return Err(refused(Refusal::Operator));
        }
        Ok(format!("{field}{operator}{value}"))
    }

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
    /// If the service would misread a value, or if `contains` is combined with a condition that requires words. The
    /// error names the field of the first condition that cannot be sent.
    pub fn render(&self) -> Result<String, FilterError> {
        let in_words = self.conditions.iter().any(Condition::needs_words);
        let conditions = self.conditions.iter();
        let conditions = conditions.map(|condition| condition.render(in_words));
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
                "the value begins with the sign of an operator or with `_`, or contains `__`, and may be misread with \
                 its operator; choose another value"
            }
            Self::Contains => {
                "`contains` cannot be sent: a condition on `tag`, or a value that begins with the sign of an operator, \
                 requires operators as words, and no word for `contains` is known; remove one of the conditions"
            }
            Self::Empty => "the value is empty; only `is` and `is_not` accept an empty string",
            Self::Year => "the year of the date is not between 0 and 9999",
        })
    }
}
