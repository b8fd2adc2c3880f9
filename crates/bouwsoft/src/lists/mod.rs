//! Arguments for lists.

mod field;

pub use field::Field;
