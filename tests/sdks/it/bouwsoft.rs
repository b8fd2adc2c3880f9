//! Lists of Bouwsoft as streams, what changed since a timestamp, and orders that are created once, against a server with a
//! table of records.

mod changes;
mod create_once;
mod stream;
mod table;
