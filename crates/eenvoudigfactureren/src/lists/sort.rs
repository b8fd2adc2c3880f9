//! Fields to sort by, in the syntax of the API: `status+-date`.

use std::fmt;

use super::{Field, Value};

/// A field to sort by, ascending or descending. Create it with the methods of [`Field`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Direction {
    field: &'static str,
    descending: bool,
}

/// How a list is sorted: by a field, and by further fields if the values are equal.
///
/// ```
/// use eenvoudigfactureren::{Sort, order_fields::{DATE, NUMBER}};
///
/// let sort = Sort::by(DATE.descending()).then(NUMBER.ascending());
/// assert_eq!(sort.to_string(), "-date+number");
/// ```
///
/// Pass it to a list: `client.list_orders().sort(sort)`. Its plus signs are sent as `%2B`. The service returns an error
/// for fields that it cannot sort by.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Sort {
    fields: Vec<Direction>,
}

impl<T: Value> Field<T> {
    /// Sorts by this field, in ascending order.
    pub const fn ascending(self) -> Direction {
        Direction {
            field: self.name(),
            descending: false,
        }
    }

    /// Sorts by this field, in descending order.
    pub const fn descending(self) -> Direction {
        Direction {
            field: self.name(),
            descending: true,
        }
    }
}

impl Sort {
    /// Sorts by one field.
    pub fn by(field: Direction) -> Self {
        Self {
            fields: vec![field],
        }
    }

    /// Sorts by this field if the previous fields are equal.
    #[must_use]
    pub fn then(mut self, field: Direction) -> Self {
        self.fields.push(field);
        self
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.descending { "-" } else { "" };
        write!(out, "{sign}{}", self.field)
    }
}

impl fmt::Display for Sort {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, field) in self.fields.iter().enumerate() {
            let plus = if index == 0 { "" } else { "+" };
            write!(out, "{plus}{field}")?;
        }
        Ok(())
    }
}

impl From<Direction> for Sort {
    fn from(field: Direction) -> Self {
        Self::by(field)
    }
}

impl From<Sort> for String {
    fn from(sort: Sort) -> Self {
        sort.to_string()
    }
}

impl From<Direction> for String {
    fn from(field: Direction) -> Self {
        field.to_string()
    }
}
