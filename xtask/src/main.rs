//! The commands of `cargo xtask`: `generate`, `lint`, `diff`, `bench` and `publish`.

use std::{io, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use xtask::{
    bench::Bench, diff::Diff, generate::Generate, lint::Lint, publish::Publish,
    workspace::Workspace,
};

/// Builds the crates from the contracts, and checks the contracts.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    /// Folder of the workspace; by default, the workspace in which cargo runs this program, or the one of the current
    /// folder
    #[arg(long, global = true, value_name = "DIR")]
    root: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Regenerate the crates in crates/ from the documents in spec/
    Generate(Generate),
    /// Check the documents against their field tables, their examples and what the generator supports
    Lint(Lint),
    /// Compare the documents with those of the last release, and report breaking changes
    Diff(Diff),
    /// Benchmark typical uses of the crates against code written by hand
    Bench(Bench),
    /// Write the documents and the portal as a folder of static files
    Publish(Publish),
}

fn main() -> ExitCode {
    let Arguments { root, command } = Arguments::parse();
    let workspace = root.map_or_else(Workspace::of_this_run, |root| Ok(Workspace::at(root)));
    let outcome = workspace.and_then(|workspace| run(command, &workspace));
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the command. Returns whether everything is in order.
fn run(command: Command, workspace: &Workspace) -> anyhow::Result<bool> {
    let (mut out, mut progress) = (io::stdout().lock(), io::stderr().lock());
    match command {
        Command::Generate(generate) => generate.run(workspace, &mut out, &mut progress),
        Command::Lint(lint) => lint.run(workspace, &mut out),
        Command::Diff(diff) => diff.run(workspace, &mut out),
        Command::Bench(bench) => bench.run(workspace),
        Command::Publish(publish) => publish.run(workspace, &mut out),
    }
}
