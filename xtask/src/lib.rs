//! Turns the contracts in `spec/` into the crates in `crates/`, and checks them against the vendors' tables.
//!
//! The binary is a thin shell around this library, so that tests can run every stage without a process.

pub mod bench;
pub mod codegen;
pub mod diff;
pub mod document;
pub mod generate;
pub mod lint;
mod names;
pub mod output;
pub mod publish;
mod scaffold;
pub mod workspace;
