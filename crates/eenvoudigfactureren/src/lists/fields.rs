//! Fields to return, in the syntax of the API: `order_id,number`.

use std::fmt;

use super::Field;

/// The fields of the records in a list. The response does not contain any others.
///
/// ```
/// use eenvoudigfactureren::{Fields, order_fields::{ITEMS, NUMBER, ORDER_ID}};
///
/// let fields = Fields::of(ORDER_ID).and(NUMBER).and(ITEMS);
/// assert_eq!(fields.to_string(), "order_id,number,items");
/// ```
///
/// Pass it to a list: `client.list_orders().fields(fields)`.
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
        out.write_str(&self.names.join(","))
    }
}

impl<T> From<Field<T>> for Fields {
    fn from(field: Field<T>) -> Self {
        Self::of(field)
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
