//! Servers that misbehave, and what callers see.

pub mod api;
mod bounds;
mod capture;
mod creates;
mod echo;
pub mod list;
mod observed;
mod personal;
pub mod reaction;
mod redaction;
mod retries;
mod secrecy;
mod series;
pub mod server;
mod table;
mod tokens;
mod traps;
