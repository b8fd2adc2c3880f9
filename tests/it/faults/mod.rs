//! Servers that misbehave, and what callers see of it.

mod act;
mod api;
mod creates;
mod list;
mod series;
mod server;
mod table;
