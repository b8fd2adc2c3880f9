//! What a list of orders is asked for: filters, sorting and fields by name, and how they arrive; and how it is read.

mod fields;
mod filter;
mod paging;
mod sent;
