//! Fields by name, with the type of what they hold.

use std::{fmt, marker::PhantomData};

/// A field of a record that can be filtered and sorted by, and asked for. [`order_fields`](crate::order_fields) has
/// those of orders.
///
/// What a field can do follows from what it holds: texts can be searched, dates and numbers compared, and a field that
/// holds further records can only be asked for.
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

    /// The name of the field, as the service knows it.
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
