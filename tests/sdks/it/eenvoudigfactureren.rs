//! The client of EenvoudigFactureren beyond single calls.

mod attachment;
mod changes;
mod create_client;
mod email;
mod rate_limit;
mod stream;
mod table;
