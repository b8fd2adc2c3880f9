//! Servers that misbehave, and what callers see of it.

mod act;
mod api;
mod list;
mod server;
mod table;
