//! `cargo xtask lint`: holds the documents against their tables, their examples and what the generator can take.

use std::io::Write;

use clap::Args;

use crate::{
    document::{Contract, Diagnostic},
    workspace::Workspace,
};

/// What to lint.
#[derive(Args, Clone, Debug, Default)]
pub struct Lint {
    /// Names of folders in spec/; all of them when none is given
    pub apis: Vec<String>,
}

impl Lint {
    /// Runs the command: findings go to `out`. Says whether there were none.
    pub fn run(&self, workspace: &Workspace, out: &mut dyn Write) -> anyhow::Result<bool> {
        let contracts = workspace.contracts(&self.apis)?;
        let mut total = 0;
        for contract in &contracts {
            let findings = findings(contract)?;
            total += findings.len();
            for finding in &findings {
                writeln!(out, "{finding}")?;
            }
        }
        Ok(total == 0)
    }
}

/// All findings about one API, by file and line.
pub fn findings(_contract: &Contract) -> anyhow::Result<Vec<Diagnostic>> {
    Ok(Vec::new())
}
