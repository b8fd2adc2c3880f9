//! Arguments for lists of orders and customers: which rows ([`Filter`]), how they are sorted ([`Sort`]), and with which
//! fields ([`Fields`]).

mod field;
mod fields;
mod filter;
mod sort;
#[cfg(feature = "client")]
mod stream;
mod value;

pub use field::Field;
pub use fields::Fields;
pub use filter::{Condition, Filter, FilterError, Refusal};
pub use sort::{Direction, Sort};
pub use value::{Ordered, Value};
