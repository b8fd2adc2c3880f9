//! The results of a run and of its orders.

use std::fmt;

use rust_decimal::Decimal;

/// The result of a run.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Summary {
    /// Orders that were created.
    pub created: usize,
    /// Orders that would be created, in a dry run.
    pub planned: usize,
    /// Orders that existed already, but not in the state file.
    pub found: usize,
    /// Orders that were copied before and have not changed.
    pub unchanged: usize,
    /// Orders that were copied before and have changed since.
    pub changed: usize,
    /// Orders that were not copied.
    pub refused: usize,
    /// Copied orders whose total differs from that in Bouwsoft.
    pub different: usize,
}

impl Summary {
    /// Whether no order needs attention.
    pub fn is_good(&self) -> bool {
        self.refused == 0 && self.different == 0
    }

    /// Counts the result for an order.
    pub(crate) fn count(&mut self, outcome: &Result<Outcome, Stop>) {
        match outcome {
            Err(Stop::Refused(_)) => self.refused += 1,
            Err(Stop::Failed(_)) => {}
            Ok(Outcome::Unchanged) => self.unchanged += 1,
            Ok(Outcome::Changed { .. }) => self.changed += 1,
            Ok(Outcome::Planned) => self.planned += 1,
            Ok(Outcome::Copied {
                is_new, different, ..
            }) => {
                self.created += usize::from(*is_new);
                self.found += usize::from(!is_new);
                self.different += usize::from(different.is_some());
            }
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            created,
            planned,
            found,
            unchanged,
            changed,
            refused,
            different,
        } = self;
        match planned {
            0 => write!(out, "{created} created, ")?,
            _ => write!(out, "{planned} to create, ")?,
        }
        write!(
            out,
            "{found} found, {unchanged} unchanged, {changed} changed, "
        )?;
        write!(out, "{refused} refused, {different} with another total")
    }
}

/// The result for one order.
pub(crate) enum Outcome {
    Unchanged,
    /// The order changed in Bouwsoft after it was copied to `order_id`.
    Changed {
        order_id: i64,
    },
    /// The order would be created, but this is a dry run.
    Planned,
    Copied {
        order_id: i64,
        is_new: bool,
        /// The total in EenvoudigFactureren, if it differs.
        different: Option<Decimal>,
    },
}

/// Why an order was not copied: reasons that only concern this order, or an error that ends the run.
pub(crate) enum Stop {
    Refused(Vec<String>),
    Failed(anyhow::Error),
}

/// Both clients have this error type.
impl From<bouwsoft::Error> for Stop {
    fn from(error: bouwsoft::Error) -> Self {
        use bouwsoft::ErrorKind::{InvalidRequest, NotFound, Rejected, UnreadableResponse};
        match error.kind() {
            // An error of one order must not stop the orders after it.
            InvalidRequest | NotFound | Rejected | UnreadableResponse => {
                Self::Refused(vec![error.to_string()])
            }
            _ => Self::Failed(error.into()),
        }
    }
}

impl From<anyhow::Error> for Stop {
    fn from(error: anyhow::Error) -> Self {
        Self::Failed(error)
    }
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// A refusal for one reason.
pub(crate) fn refused(reason: &str) -> Stop {
    Stop::Refused(vec![reason.to_owned()])
}
