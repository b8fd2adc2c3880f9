//! The text that carries the fields of a new order: `type='FAKTUUR',company_id=2`.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Fields of a record and their values, as the query parameter `columns` carries them.
///
/// The grammar is in `spec/bouwsoft/columns.md`.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct OrderColumns(String);

impl From<&str> for OrderColumns {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for OrderColumns {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Display for OrderColumns {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}
