//! Measures typical uses of the SDKs, and compares them with the best code that a good engineer would write by hand.
//!
//! `cargo xtask bench` builds and runs this program. `docs/performance.md` explains the measurements.

mod bare;
mod by_hand;
mod calls;
mod generation;
mod harness;
mod instructions;
mod models;
mod orders;
mod pages;
mod reading;
mod scratch;
mod server;
mod sizes;
mod stream;
mod table;
mod targets;
mod text;
mod writing;
mod xml;

use std::{
    env, fs,
    io::{self, Write},
    path::PathBuf,
    process::Command,
};

use anyhow::{Context, bail};

use harness::{Bench, Task};
use xtask::workspace::Workspace;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["count", row, side] => measure(Task::Count {
            row: (*row).to_owned(),
            side: (*side).to_owned(),
        })
        .map(drop),
        ["serve"] => server::serve(),
        ["measure", options @ ..] => report(options),
        _ => bail!("the arguments are unknown; run `cargo xtask bench`"),
    }
}

/// Measures everything and prints the table.
fn report(options: &[&str]) -> anyhow::Result<()> {
    let (mut quick, mut json) = (false, None);
    let mut options = options.iter();
    while let Some(option) = options.next() {
        match *option {
            "--quick" => quick = true,
            "--json" => {
                json = Some(PathBuf::from(
                    options.next().context("--json needs a file")?,
                ))
            }
            other => bail!("unknown option {other}; run `cargo xtask bench --help`"),
        }
    }
    let bench = measure(Task::Measure { quick })?;
    if let Some(file) = json {
        let text = serde_json::to_string_pretty(&bench.figures)?;
        fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
    }
    let mut out = io::stdout().lock();
    table::write(&bench.figures, &mut out)?;
    let cores = std::thread::available_parallelism()?;
    writeln!(out, "\nCommit {}, {cores} cores.", commit()?)?;
    let missed = targets::missed(&bench.figures, quick);
    anyhow::ensure!(missed.is_empty(), "missed targets:\n{}", missed.join("\n"));
    Ok(())
}

/// The commit that is measured, with `-dirty` if files differ from it.
fn commit() -> anyhow::Result<String> {
    let mut git = Command::new("git");
    git.args(["describe", "--always", "--dirty", "--exclude=*"])
        .current_dir(root());
    let output = git.output().context("git cannot be run")?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn measure(task: Task) -> anyhow::Result<Bench> {
    let mut bench = Bench::new(task);
    reading::rows(&mut bench)?;
    writing::rows(&mut bench)?;
    xml::rows(&mut bench)?;
    calls::rows(&mut bench)?;
    stream::rows(&mut bench)?;
    generation::rows(&mut bench)?;
    sizes::rows(&mut bench)?;
    Ok(bench)
}

/// The folder of the workspace.
fn root() -> PathBuf {
    let root = Workspace::of_this_run().map(|workspace| workspace.root().to_owned());
    root.expect("the bench runs in a workspace")
}
