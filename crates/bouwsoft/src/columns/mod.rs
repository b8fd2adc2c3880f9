//! The text that carries the fields of a new order: `type='FAKTUUR',company_id=2`.

mod error;
mod parse;
#[cfg(test)]
mod properties;
mod render;
#[cfg(test)]
mod tests;
mod tokens;

use std::{fmt, str::FromStr};

use order_sdk_runtime::validate::{Checker, Validate, validate};
use serde::{Deserialize, Serialize};

pub use self::error::ColumnsError;
use crate::types::OrderCreate;

/// The fields of a new order and their values, in the syntax of the query parameter `columns`.
///
/// Created from an [`OrderCreate`], which is validated and written in the documented form, or from a string, which is sent
/// unchanged. [`parse`](Self::parse) reads it back, for tests, logs and mock servers. The grammar is in
/// `spec/bouwsoft/columns.md`. It does not include percent-encoding, which the client adds when it sends the request.
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
/// `Debug` shows the length of the string, not the order in it.
#[derive(Clone, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(transparent)]
pub struct OrderColumns(String);

impl OrderColumns {
    /// Columns from a string, which is not validated. The server may refuse it; tests of a server need such strings.
    pub fn from_text(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The string, not percent-encoded.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Parses the string as an order.
    ///
    /// It accepts more than the documented form: white space around fields, `=` and commas, fields in any order, `true` and
    /// `false` in lower case, and numbers and booleans in apostrophes. Lengths are not checked.
    ///
    /// # Errors
    ///
    /// If the string does not follow the grammar, a field is unknown, occurs twice or has the wrong type, or `type` is
    /// missing. The error contains the index of the byte.
    pub fn parse(&self) -> Result<OrderCreate, ColumnsError> {
        parse::parse(&self.0)
    }
}

impl From<&str> for OrderColumns {
    fn from(text: &str) -> Self {
        Self::from_text(text)
    }
}

impl From<String> for OrderColumns {
    fn from(text: String) -> Self {
        Self(text)
    }
}

/// Writes the fields that are set, in the order in which the model declares them.
///
/// # Errors
///
/// [`ColumnsError::Invalid`] with all fields whose values are not valid, and their limits.
impl TryFrom<&OrderCreate> for OrderColumns {
    type Error = ColumnsError;

    fn try_from(order: &OrderCreate) -> Result<Self, ColumnsError> {
        let (text, unwritable) = render::render(order);
        validate(&Sendable { order, unwritable }).map_err(ColumnsError::Invalid)?;
        Ok(Self(text))
    }
}

/// An order, and what of it cannot be written: one error tells that and the limits that it breaks.
struct Sendable<'a> {
    order: &'a OrderCreate,
    unwritable: Vec<render::Refusal>,
}

impl Validate for Sendable<'_> {
    fn check(&self, at: &mut Checker<'_>) {
        self.order.check(at);
        let told = |field: &str| {
            let limits = validate(self.order).err();
            limits.is_some_and(|limits| limits.violations.iter().any(|found| found.path == field))
        };
        for refusal in &self.unwritable {
            if !(refusal.by_field && told(refusal.field)) {
                at.refuse(refusal.field, &refusal.reason);
            }
        }
    }
}

/// As for `&OrderCreate`.
impl TryFrom<OrderCreate> for OrderColumns {
    type Error = ColumnsError;

    fn try_from(order: OrderCreate) -> Result<Self, ColumnsError> {
        Self::try_from(&order)
    }
}

/// Parses a `columns` string, as [`OrderColumns::parse`] does.
impl FromStr for OrderCreate {
    type Err = ColumnsError;

    fn from_str(text: &str) -> Result<Self, ColumnsError> {
        parse::parse(text)
    }
}

impl AsRef<str> for OrderColumns {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OrderColumns {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl fmt::Debug for OrderColumns {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = self.0.len();
        write!(out, "OrderColumns({bytes} bytes)")
    }
}
