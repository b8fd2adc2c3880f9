//! `cargo xtask bench`: measures typical uses of the SDKs, and compares them with the best code written by hand.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Context;
use clap::Args;

use crate::workspace::Workspace;

/// How thoroughly to measure, and where to write the figures.
#[derive(Args, Clone, Debug)]
pub struct Bench {
    /// Take few and short samples. Times are then not reliable, and their targets are not checked
    #[arg(long)]
    pub quick: bool,
    /// Write the figures to this file, as an array of objects
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
}

impl Bench {
    /// Builds `order-benches` in release mode and runs it. Progress goes to standard error, the table to standard
    /// output. Returns whether it succeeds.
    ///
    /// # Errors
    ///
    /// If cargo cannot be run.
    pub fn run(&self, workspace: &Workspace) -> anyhow::Result<bool> {
        let manifest = workspace.root().join("Cargo.toml");
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.args([
            "run",
            "--release",
            "--package",
            "order-benches",
            "--manifest-path",
        ]);
        command.arg(manifest).args(["--", "measure"]);
        if self.quick {
            command.arg("--quick");
        }
        if let Some(file) = &self.json {
            command.arg("--json").arg(absolute(file)?);
        }
        let status = command.status().context("cannot run cargo")?;
        Ok(status.success())
    }
}

fn absolute(file: &Path) -> anyhow::Result<PathBuf> {
    std::path::absolute(file).with_context(|| format!("{} has no absolute path", file.display()))
}
