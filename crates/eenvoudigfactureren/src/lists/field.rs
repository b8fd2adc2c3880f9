//! Fields by name, with the type of their values.

use std::{fmt, marker::PhantomData};

/// A field of a record, to filter by, sort by or request. [`order_fields`](crate::order_fields) has the fields of orders.
///
/// The methods of a field depend on its type: strings can be searched, dates and numbers compared, and a field that
/// contains records can only be requested.
pub struct Field<T> {
    name: &'static str,
    holds: PhantomData<fn() -> T>,
}

impl<T> Field<T> {
    pub(crate) const fn new(name: &'static str) -> Self {
        Self {
            name,
            holds: PhantomData,
        }
    }

    /// The name of the field in the API.
    pub const fn name(self) -> &'static str {
        self.name
    }
}

// Not derived: a field can be copied whatever it holds.
impl<T> Clone for Field<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Field<T> {}

impl<T> fmt::Debug for Field<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_tuple("Field").field(&self.name).finish()
    }
}
