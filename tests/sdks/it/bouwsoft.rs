//! Streams of Bouwsoft's lists, changes since a timestamp, and orders that are created only once, against a server with
//! a table of records.

mod changes;
mod create_once;
mod stream;
mod table;
