//! The string with the fields of a record that is created or changed: `type='FAKTUUR',company_id=2`.

mod error;
mod parse;
#[cfg(test)]
mod properties;
mod render;
#[cfg(test)]
mod tests;
mod tokens;

use std::{
    fmt,
    hash::{Hash, Hasher},
    marker::PhantomData,
    str::FromStr,
};

use order_sdk_core::validate::{Checker, Validate, validate};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

pub use self::error::ColumnsError;
pub(crate) use self::render::quoted;
use crate::types::{
    AddressContactCreate, AddressCreate, AddressUpdate, OrderCommissionCreate,
    OrderCommissionUpdate, OrderCostCreate, OrderCreate, OrderLineCreate, OrderLineUpdate,
    OrderUpdate, OrderVariableCreate, OrderVariableUpdate,
};

/// The string `columns` with the fields of a new order.
pub type OrderColumns = Columns<OrderCreate>;
/// The string `columns` with the fields to change in an order, and their new values.
pub type OrderUpdateColumns = Columns<OrderUpdate>;
/// The string `columns` with the fields of a new order line.
pub type OrderLineColumns = Columns<OrderLineCreate>;
/// The string `columns` with the fields to change in an order line, and their new values.
pub type OrderLineUpdateColumns = Columns<OrderLineUpdate>;
/// The string `columns` with the fields of a new order cost.
pub type OrderCostColumns = Columns<OrderCostCreate>;
/// The string `columns` with the fields of a new order variable.
pub type OrderVariableColumns = Columns<OrderVariableCreate>;
/// The string `columns` with the fields to change in an order variable, and their new values.
pub type OrderVariableUpdateColumns = Columns<OrderVariableUpdate>;
/// The string `columns` with the fields of a new order commission.
pub type OrderCommissionColumns = Columns<OrderCommissionCreate>;
/// The string `columns` with the fields to change in an order commission, and their new values.
pub type OrderCommissionUpdateColumns = Columns<OrderCommissionUpdate>;
/// The string `columns` with the fields of a new address.
pub type AddressColumns = Columns<AddressCreate>;
/// The string `columns` with the fields to change in an address, and their new values.
pub type AddressUpdateColumns = Columns<AddressUpdate>;
/// The string `columns` with the fields of a new contact.
pub type AddressContactColumns = Columns<AddressContactCreate>;

/// The fields of a record and their values, in the syntax of the query parameter `columns` of requests that write.
///
/// Create it from the model `T`, for example [`OrderCreate`], which is validated, or from a string, which is sent
/// unchanged. [`parse`](Self::parse) reads the string, for tests, logs and mock servers. The grammar is in
/// `spec/bouwsoft/columns.md`. The string is not percent-encoded; the client does that when it sends the request.
///
/// ```
/// use bouwsoft::{OrderColumns, types::OrderCreate};
///
/// let seen = OrderColumns::from_text("company_id=2, type='FAKTUUR', title='L''Atelier', blocked=false");
/// let order = seen.parse()?;
/// assert_eq!(order.title.as_deref(), Some("L'Atelier"));
///
/// let columns = OrderColumns::try_from(order)?;
/// let text = "company_id=2,type='FAKTUUR',title='L''Atelier',blocked=False";
/// assert_eq!(columns.as_str(), text);
/// # Ok::<(), bouwsoft::ColumnsError>(())
/// ```
///
/// `Debug` shows the length of the string, not its content.
#[derive(Deserialize, Serialize)]
#[serde(transparent, bound = "")]
pub struct Columns<T> {
    text: String,
    record: PhantomData<fn() -> T>,
}

impl<T> Columns<T> {
    /// Columns from a string, which is not validated. The server may refuse it; tests of a server need such strings.
    pub fn from_text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            record: PhantomData,
        }
    }

    /// The string, not percent-encoded.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl<T: DeserializeOwned> Columns<T> {
    /// Parses the string as a record.
    ///
    /// Accepts more than the documented form: white space around fields, `=` and commas, fields in any order, `true`
    /// and `false` in lower case, and numbers and booleans in apostrophes. Lengths are not checked.
    ///
    /// # Errors
    ///
    /// If the string does not follow the grammar, a field is unknown, occurs twice or has the wrong type, or a required
    /// field is missing. Except for a missing field, the error contains the position in bytes, counted from 1.
    pub fn parse(&self) -> Result<T, ColumnsError> {
        parse::parse(&self.text)
    }
}

impl<T: Serialize + Validate> Columns<T> {
    /// Writes the fields that are set, in the order in which the model declares them.
    fn of(record: &T) -> Result<Self, ColumnsError> {
        let (text, unwritable) = render::render(record);
        validate(&Sendable {
            record,
            unwritable: &unwritable,
        })
        .map_err(ColumnsError::Invalid)?;
        if text.is_empty() {
            return Err(ColumnsError::Empty);
        }
        Ok(Self::from_text(text))
    }
}

/// A record and its fields that cannot be written, so that one error reports these fields and the limits that the
/// record exceeds.
struct Sendable<'a, T> {
    record: &'a T,
    unwritable: &'a [render::Refusal],
}

impl<T: Validate> Validate for Sendable<'_, T> {
    fn check(&self, at: &mut Checker<'_>) {
        self.record.check(at);
        let is_reported = |field: &str| {
            let limits = validate(self.record).err();
            limits.is_some_and(|limits| limits.violations.iter().any(|found| found.path == field))
        };
        for refusal in self.unwritable {
            if !(refusal.by_field && is_reported(refusal.field)) {
                at.refuse(refusal.field, &refusal.reason);
            }
        }
    }
}

/// Conversions between a model and its columns. Generic implementations would conflict with those of the standard
/// library.
macro_rules! conversions {
    ($($model:ty),*) => {$(
        /// Writes the fields that are set, in the order in which the model declares them.
        ///
        /// # Errors
        ///
        /// [`ColumnsError::Invalid`] with all fields whose values are not valid, and their limits;
        /// [`ColumnsError::Empty`] if no field is set.
        impl TryFrom<&$model> for Columns<$model> {
            type Error = ColumnsError;

            fn try_from(record: &$model) -> Result<Self, ColumnsError> {
                Self::of(record)
            }
        }

        /// As for `&T`.
        impl TryFrom<$model> for Columns<$model> {
            type Error = ColumnsError;

            fn try_from(record: $model) -> Result<Self, ColumnsError> {
                Self::of(&record)
            }
        }

        /// Parses a `columns` string, as [`Columns::parse`] does.
        impl FromStr for $model {
            type Err = ColumnsError;

            fn from_str(text: &str) -> Result<Self, ColumnsError> {
                parse::parse(text)
            }
        }
    )*};
}

conversions!(
    OrderCreate,
    OrderUpdate,
    OrderLineCreate,
    OrderLineUpdate,
    OrderCostCreate,
    OrderVariableCreate,
    OrderVariableUpdate,
    OrderCommissionCreate,
    OrderCommissionUpdate,
    AddressCreate,
    AddressUpdate,
    AddressContactCreate
);

impl<T> From<&str> for Columns<T> {
    fn from(text: &str) -> Self {
        Self::from_text(text)
    }
}

impl<T> From<String> for Columns<T> {
    fn from(text: String) -> Self {
        Self::from_text(text)
    }
}

impl<T> AsRef<str> for Columns<T> {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

// Not derived, because `derive` would require these traits of the model.
impl<T> Clone for Columns<T> {
    fn clone(&self) -> Self {
        Self::from_text(&self.text)
    }
}

impl<T> PartialEq for Columns<T> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<T> Eq for Columns<T> {}

impl<T> Hash for Columns<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl<T> fmt::Display for Columns<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}

impl<T> fmt::Debug for Columns<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = self.text.len();
        write!(out, "Columns({bytes} bytes)")
    }
}
