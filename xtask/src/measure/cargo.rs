//! Runs cargo in the scratch workspace, without the network.

use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, Output},
    time::{Duration, Instant},
};

use anyhow::{Context, bail};

use super::scratch;

/// Cargo in the scratch workspace.
pub struct Cargo {
    scratch: PathBuf,
    target: PathBuf,
}

impl Cargo {
    /// Cargo for the scratch workspace below `root`. Builds go where those of the workspace go, to share dependencies.
    pub fn new(root: &Path) -> anyhow::Result<Self> {
        let root = root.canonicalize().context("the workspace")?;
        let target = env::var_os("CARGO_TARGET_DIR");
        Ok(Self {
            scratch: root.join(scratch::FOLDER),
            target: target.map_or_else(|| root.join("target"), PathBuf::from),
        })
    }

    /// Runs `cargo` with `arguments`; an error has what it said.
    pub fn run(&self, arguments: &[&str]) -> anyhow::Result<()> {
        let output = self.command(arguments).output();
        said(arguments, &output.context("cargo cannot be run")?)
    }

    /// How long `cargo check` of one package takes when everything it depends on is checked.
    pub fn check(&self, package: &str) -> anyhow::Result<Duration> {
        self.run(&["clean", "--package", package])?;
        let started = Instant::now();
        self.run(&["check", "--lib", "--package", package])?;
        Ok(started.elapsed())
    }

    /// Runs a program that was built in release mode, and gives what it prints.
    pub fn program(&self, package: &str) -> anyhow::Result<String> {
        let file = format!("{package}{}", env::consts::EXE_SUFFIX);
        let program = self.target.join("release").join(file);
        let output = Command::new(&program).output();
        let output = output.with_context(|| format!("{} cannot be run", program.display()))?;
        said(&[package], &output)?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command
            .args(arguments)
            .args(["--offline", "--quiet"])
            .current_dir(&self.scratch)
            .env("CARGO_TARGET_DIR", &self.target)
            // A crate that others depend on is compiled whole.
            .env("CARGO_INCREMENTAL", "0");
        command
    }
}

fn said(arguments: &[&str], output: &Output) -> anyhow::Result<()> {
    if !output.status.success() {
        let words = arguments.join(" ");
        bail!(
            "`{words}` failed:\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(())
}
