//! Fields to sort by, as the service reads them: `status+-date`.

use std::fmt;

use super::{Field, Value};

/// A field to sort by, and which way. The methods of [`Field`] make it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Direction {
    field: &'static str,
    descending: bool,
}

/// The order of a list: by a field, and by further ones where it is the same.
///
/// ```
/// use eenvoudigfactureren::{Sort, order_fields::{DATE, NUMBER}};
///
/// let sort = Sort::by(DATE.descending()).then(NUMBER.ascending());
/// assert_eq!(sort.to_string(), "-date+number");
/// ```
///
/// A list takes it as it is, `client.list_orders().sort(sort)`, and sends its plus signs as `%2B`. Not every field can be
/// sorted by; the service says so, in an error.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Sort {
    fields: Vec<Direction>,
}

impl<T: Value> Field<T> {
    /// The smallest first.
    pub const fn ascending(self) -> Direction {
        Direction {
            field: self.name(),
            descending: false,
        }
    }

    /// The greatest first.
    pub const fn descending(self) -> Direction {
        Direction {
            field: self.name(),
            descending: true,
        }
    }
}

impl Sort {
    /// Sorted by one field.
    pub fn by(field: Direction) -> Self {
        Self {
            fields: vec![field],
        }
    }

    /// Where the fields before are the same, sorted by this one.
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
