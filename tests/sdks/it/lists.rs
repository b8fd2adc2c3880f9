//! Filters, sorting and fields of lists, and how they are sent; and how lists are read.

mod fields;
mod filter;
mod paging;
mod sent;
