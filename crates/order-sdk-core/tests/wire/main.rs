//! Properties of every value on the wire, tested with many values.

mod decimals;
mod values;
