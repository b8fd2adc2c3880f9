//! The commands of `cargo xtask`, one module each; `output` writes their files, and `git` runs git.
//!
//! What the commands do is in the crates that they put together: [`openapi_lint`], [`openapi_diff`], [`contract`],
//! [`sdk_codegen`] and [`portal`]. The binary is a thin shell around this library, so that tests can run every command
//! without a process.

pub mod bench;
pub mod diff;
pub mod generate;
mod git;
pub mod lint;
mod names;
pub mod output;
pub mod publish;
mod scaffold;
pub mod workspace;
