//! The commands of `cargo xtask`, one module each. The module `output` writes their files, and `git` runs git.
//!
//! The commands combine these crates: [`openapi_lint`], [`openapi_diff`], [`contract`], [`sdk_codegen`] and [`portal`].
//! The binary only calls this library, so that tests can run every command without a process.

#![cfg_attr(not(test), warn(clippy::disallowed_methods))]

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
