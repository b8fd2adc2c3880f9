//! What a list of orders is asked for: filters, sorting and fields by name, and how they arrive.

mod fields;
mod filter;
mod sent;
