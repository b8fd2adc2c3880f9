//! Fields to return, in the syntax of the API: `id|ts_lastupdate`.

use std::fmt;

use super::Field;

/// The fields that a list returns. According to a published program, the response contains no other fields; the vendor
/// does not document this.
///
/// ```
/// use bouwsoft::{Fields, order_fields::{ID, NR, TS_LASTUPDATE}};
///
/// let fields = Fields::of(ID).and(NR).and(TS_LASTUPDATE);
/// assert_eq!(fields.to_string(), "id|nr|ts_lastupdate");
/// ```
///
/// Pass it as the argument `columns` of a list. The parameter `columns` of an operation that creates or changes a
/// record has another syntax: [`OrderColumns`](crate::OrderColumns).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Fields {
    names: Vec<&'static str>,
}

impl Fields {
    /// One field.
    pub fn of<T>(field: Field<T>) -> Self {
        Self {
            names: vec![field.name()],
        }
    }

    /// Adds a field.
    #[must_use]
    pub fn and<T>(mut self, field: Field<T>) -> Self {
        self.names.push(field.name());
        self
    }
}

impl fmt::Display for Fields {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.names.join("|"))
    }
}

impl From<Fields> for String {
    fn from(fields: Fields) -> Self {
        fields.to_string()
    }
}

impl<T> From<Field<T>> for String {
    fn from(field: Field<T>) -> Self {
        field.name().to_owned()
    }
}
