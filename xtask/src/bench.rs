//! `cargo xtask bench`: measures what users of the SDKs do, beside the best that one would write by hand.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Context;
use clap::Args;

use crate::workspace::Workspace;

/// How thoroughly to measure, and where the figures go.
#[derive(Args, Clone, Debug)]
pub struct Bench {
    /// Take few and short samples, to see that everything works: the figures are not reliable
    #[arg(long)]
    pub quick: bool,
    /// Write the figures to this file, as an array of objects
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
}

impl Bench {
    /// Builds `order-benches` for release and runs it: progress goes to standard error, the table to standard output.
    /// Returns whether it succeeds.
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
        let status = command.status().context("cargo cannot be run")?;
        Ok(status.success())
    }
}

fn absolute(file: &Path) -> anyhow::Result<PathBuf> {
    std::path::absolute(file).with_context(|| format!("{} has no absolute path", file.display()))
}
