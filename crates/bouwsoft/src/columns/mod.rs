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

use sdk_runtime::validate::{Checker, Validate, validate};
use serde::{Deserialize, Serialize};

pub use self::error::ColumnsError;
use crate::types::OrderCreate;

/// Fields of a new order and their values, as the query parameter `columns` carries them.
///
/// Made of an [`OrderCreate`], which is checked and written in the one documented form, or of any text, which is sent
/// as it is. [`parse`](Self::parse) is the way back, for tests, logs and mock servers. The grammar is in
/// `spec/bouwsoft/columns.md`; percent-encoding is no part of it, the client does that when it sends.
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
    /// Columns that are already text. The text is not looked at: it may be one that the server refuses, which is what
    /// tests of a server want.
    pub fn from_text(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text, not percent-encoded.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Reads the text as an order.
    ///
    /// More is understood than is written: white space around fields, `=` and commas, fields in any order, `true` and
    /// `false` in lower case, and numbers and booleans in apostrophes. Lengths are not looked at.
    ///
    /// # Errors
    ///
    /// Where the text does not follow the grammar, a field is unknown, given twice or of the wrong type, or `type` is
    /// missing. The error has the byte at which it was found.
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
/// [`ColumnsError::Invalid`] where anything must not be sent: all of it, with fields and limits.
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

/// Reads the text of `columns`, as [`OrderColumns::parse`] does.
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
