//! `cargo xtask generate`: regenerates the crates in `crates/` from the documents in `spec/`.

use std::{
    io::Write,
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::Context;
use clap::Args;
use sdk_codegen::GeneratedFile;

use crate::{
    names,
    output::{self, State},
    scaffold,
    workspace::Workspace,
};

/// What to generate, and how.
#[derive(Args, Clone, Debug, Default)]
pub struct Generate {
    /// Names of folders in spec/; all folders if omitted
    pub apis: Vec<String>,
    /// Write nothing; fail and name every file that is not up to date
    #[arg(long)]
    pub check: bool,
}

impl Generate {
    /// Runs the command. Writes progress to `progress` and results to `out`. Returns whether everything is in order.
    pub fn run(
        &self,
        workspace: &Workspace,
        out: &mut dyn Write,
        progress: &mut dyn Write,
    ) -> anyhow::Result<bool> {
        let started = Instant::now();
        let mut files = Vec::new();
        let mut folders = Vec::new();
        let contracts = workspace.contracts(&self.apis)?;
        for contract in &contracts {
            writeln!(progress, "generating {}", contract.name)?;
            names::check(workspace, contract)?;
            files.extend(sdk_codegen::generate(contract)?);
            // These come last: without the generated folder, the next run would treat the crate as written by hand.
            files.extend(scaffold::missing(contract, workspace.root())?);
            folders.extend(sdk_codegen::crates(contract).map(|name| generated_folder(&name)));
        }
        // All files are generated before any is written, so that a document that fails does not change any crate.
        let states = output::compare(workspace.root(), &files, &folders)?;
        let stale = states
            .iter()
            .filter(|state| **state != State::Fresh)
            .count();
        if self.check {
            output::report(&states, out)?;
            if stale > 0 {
                writeln!(
                    out,
                    "{stale} of {} files are stale; to correct them: {}",
                    states.len(),
                    self.command()
                )?;
            } else {
                writeln!(
                    out,
                    "{} files are fresh ({:.2?})",
                    files.len(),
                    started.elapsed()
                )?;
            }
            return Ok(stale == 0);
        }
        output::write(workspace.root(), &files, &states)
            .context("no further files were written")?;
        let apis: Vec<_> = contracts
            .iter()
            .map(|contract| contract.name.as_str())
            .collect();
        writeln!(
            out,
            "generated {} in {:.2?}: {} files, {stale} of them changed",
            apis.join(" and "),
            started.elapsed(),
            files.len(),
        )?;
        Ok(true)
    }

    /// The command that corrects what `--check` reports.
    fn command(&self) -> String {
        let mut words = vec!["cargo xtask generate"];
        words.extend(self.apis.iter().map(String::as_str));
        words.join(" ")
    }
}

fn generated_folder(package: &str) -> PathBuf {
    Path::new("crates").join(package).join("src/generated")
}

/// The generated files of the crates. Tests use this to compare two runs.
pub fn files(workspace: &Workspace, apis: &[String]) -> anyhow::Result<Vec<GeneratedFile>> {
    let mut files = Vec::new();
    for contract in &workspace.contracts(apis)? {
        files.extend(sdk_codegen::generate(contract)?);
    }
    Ok(files)
}
