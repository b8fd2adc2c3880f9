//! Servers that misbehave, and what callers see of it.

mod act;
mod api;
mod capture;
mod creates;
mod echo;
mod list;
mod observed;
mod retries;
mod secrecy;
mod series;
mod server;
mod table;
mod traps;
