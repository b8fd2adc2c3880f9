//! The field to sort by, in the syntax of the API: `id` or `-id`.

use std::fmt;

use super::{Field, Value};

/// How a list is sorted: by one field, ascending or descending. Create it with the methods of [`Field`].
///
/// ```
/// use bouwsoft::order_fields::{ID, TS_LASTUPDATE};
///
/// assert_eq!(ID.ascending().to_string(), "id");
/// assert_eq!(TS_LASTUPDATE.descending().to_string(), "-ts_lastupdate");
/// ```
///
/// Pass it as the argument `sort` of a list. Whether the service can sort by several fields is not documented.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Sort {
    field: &'static str,
    descending: bool,
}

impl<T: Value> Field<T> {
    /// Sorts by this field, in ascending order.
    pub const fn ascending(self) -> Sort {
        Sort {
            field: self.name(),
            descending: false,
        }
    }

    /// Sorts by this field, in descending order.
    pub const fn descending(self) -> Sort {
        Sort {
            field: self.name(),
            descending: true,
        }
    }
}

impl fmt::Display for Sort {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.descending { "-" } else { "" };
        write!(out, "{sign}{}", self.field)
    }
}

impl From<Sort> for String {
    fn from(sort: Sort) -> Self {
        sort.to_string()
    }
}
