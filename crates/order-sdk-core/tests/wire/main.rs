//! What is true of every value on the wire, tried on many.

mod decimals;
mod values;
