//! Arguments for lists: which records ([`Filter`]), how they are sorted ([`Sort`]), and with which fields ([`Fields`]).

mod field;
mod fields;
mod filter;
#[cfg(test)]
mod properties;
mod sort;
#[cfg(feature = "client")]
mod stream;
#[cfg(test)]
mod tests;
mod value;

pub use field::Field;
pub use fields::Fields;
pub use filter::{Filter, FilterError, Refusal};
pub use sort::Sort;
pub use value::{Ordered, Value};
