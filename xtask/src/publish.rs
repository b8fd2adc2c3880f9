//! `cargo xtask publish`: writes the documents and the portal as a folder of static files.

mod releases;
mod scratch;

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use clap::Args;
use portal::{Blob, CHECKSUMS, MARK};

use crate::{
    output::{self, State, Tree},
    workspace::Workspace,
};

/// What to publish, and where to.
#[derive(Args, Clone, Debug)]
pub struct Publish {
    /// Folder to write, relative to the workspace
    #[arg(long, value_name = "DIR", default_value = "dist")]
    pub out: PathBuf,
    /// Write nothing; fail and name every file that is not up to date
    #[arg(long)]
    pub check: bool,
    /// Keep the extensions that only the generators of this workspace read
    #[arg(long)]
    pub keep_generator_extensions: bool,
}

impl Publish {
    /// Runs the command, and reports to `out`. Returns whether everything is in order.
    pub fn run(&self, workspace: &Workspace, out: &mut dyn Write) -> anyhow::Result<bool> {
        let files = self.files(workspace)?;
        let tree = Tree::new(workspace.root(), &self.out, MARK, CHECKSUMS);
        let states = tree.compare(&files)?;
        let stale = states
            .iter()
            .filter(|state| **state != State::Fresh)
            .count();
        if self.check {
            output::report(&states, out)?;
            let count = states.len();
            match stale {
                0 => writeln!(out, "{count} files in {} are fresh", self.out.display())?,
                _ => writeln!(
                    out,
                    "{stale} of {count} files in {} are stale; to correct them: {}",
                    self.out.display(),
                    self.command()
                )?,
            }
            return Ok(stale == 0);
        }
        tree.write(&files, &states)?;
        let count = files.len();
        let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
        writeln!(
            out,
            "published {count} files ({:.1} MB) in {}, {stale} of them changed",
            bytes as f64 / 1e6,
            self.out.display(),
        )?;
        Ok(true)
    }

    /// All published files.
    pub fn files(&self, workspace: &Workspace) -> anyhow::Result<Vec<Blob>> {
        let root = workspace.root();
        let checkouts = releases::check_out_all(root)?;
        let releases: Vec<_> = checkouts.iter().map(|one| one.release.clone()).collect();
        let apis = workspace.apis()?;
        portal::files(root, &apis, &releases, self.keep_generator_extensions)
    }

    /// The command that corrects what `--check` reports.
    fn command(&self) -> String {
        let mut command = String::from("cargo xtask publish");
        if self.out != Path::new("dist") {
            command.push_str(&format!(" --out {}", self.out.display()));
        }
        if self.keep_generator_extensions {
            command.push_str(" --keep-generator-extensions");
        }
        command
    }
}
