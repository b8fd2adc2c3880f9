//! Static costs of the SDKs: lines of code, dependencies, time of `cargo check`, and the size of a program.

use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    time::{Duration, Instant},
};

use anyhow::Context;
use contract::Contract;
use xtask::workspace::Workspace;

use crate::{
    harness::{Bench, Unit, median},
    scratch::{KINDS, Scratch, library, package},
    table::OURS,
};

/// The number of times that each crate is checked in a full run. The median is reported.
const ROUNDS: usize = 5;
/// The names of the kinds of programs in the table.
const SIDES: [&str; 3] = [OURS, "reqwest and serde", "unpolished client"];
const UNPOLISHED: &str = "unpolished code";

/// Measures all rows of this module. None of them can run under valgrind.
pub fn rows(bench: &mut Bench) -> anyhow::Result<()> {
    if !bench.is_measuring() {
        return Ok(());
    }
    let root = crate::root();
    let contracts = Workspace::at(&root).contracts(&[])?;
    let scratch = Scratch::write(&root, &contracts)?;
    for contract in &contracts {
        lines(bench, &root, contract)?;
    }
    for contract in &contracts {
        crates(bench, &scratch, &contract.name)?;
    }
    for contract in &contracts {
        check(bench, &scratch, &contract.name)?;
    }
    for contract in &contracts {
        programs(bench, &scratch, &contract.name)?;
    }
    Ok(())
}

/// Lines of generated code, with default and with all features.
fn lines(bench: &mut Bench, root: &Path, contract: &Contract) -> anyhow::Result<()> {
    let api = &contract.name;
    let emitted = sdk_codegen::unpolished(contract)?.lines() as f64;
    let folder = root.join("crates").join(api).join("src/generated");
    let optional = optional_modules(&fs::read_to_string(folder.join("mod.rs"))?);
    let (mut default, mut all) = (0, 0);
    for entry in folder.read_dir()? {
        let path = entry?.path();
        let count = fs::read_to_string(&path)?.lines().count();
        let module = path
            .file_stem()
            .context("a generated file has no name")?
            .to_string_lossy();
        all += count;
        default += if optional.contains(&*module) {
            0
        } else {
            count
        };
    }
    let row = format!("lines of generated code, {api}");
    bench.add(
        &row,
        Unit::Count,
        &[(OURS, default as f64), (UNPOLISHED, emitted)],
    );
    let row = format!("lines of generated code, {api} with all features");
    bench.add(
        &row,
        Unit::Count,
        &[(OURS, all as f64), (UNPOLISHED, emitted)],
    );
    Ok(())
}

/// The modules that need a feature other than `client`, the default.
fn optional_modules(root: &str) -> BTreeSet<String> {
    let mut lines = root.lines().peekable();
    let mut modules = BTreeSet::new();
    while let Some(line) = lines.next() {
        let is_optional = line.starts_with("#[cfg(feature") && !line.contains("\"client\"");
        let module = lines
            .peek()
            .and_then(|next| next.trim_start_matches("pub ").strip_prefix("mod "));
        if let Some(module) = module.filter(|_| is_optional) {
            modules.insert(module.trim_end_matches(';').to_owned());
        }
    }
    modules
}

/// The number of packages that a program depends on, including those of this workspace. The unpolished code is not
/// measured: it uses types of our SDK, so it depends on all packages of the SDK.
fn crates(bench: &mut Bench, scratch: &Scratch, api: &str) -> anyhow::Result<()> {
    let mut values = Vec::new();
    for (kind, side) in KINDS.into_iter().zip(SIDES).take(2) {
        let program = package(api, kind);
        let arguments = [
            "tree",
            "--package",
            &program,
            "--edges",
            "normal",
            "--prefix",
            "none",
            "--format",
            "{p}",
        ];
        let tree = scratch.cargo(&arguments)?;
        let packages: BTreeSet<_> = tree
            .lines()
            .map(|line| line.trim_end_matches(" (*)"))
            .collect();
        values.push((side, packages.len() as f64 - 1.0));
    }
    bench.add(
        &format!("packages that a program with {api} depends on"),
        Unit::Count,
        &values,
    );
    Ok(())
}

/// The time of `cargo check` of only the library. Its dependencies are checked before.
fn check(bench: &mut Bench, scratch: &Scratch, api: &str) -> anyhow::Result<()> {
    let packages = [api.to_owned(), library(api)];
    for package in &packages {
        scratch.cargo(&["check", "--lib", "--package", package])?;
    }
    let mut times = [Vec::new(), Vec::new()];
    for round in 0..if bench.is_quick() { 1 } else { ROUNDS } {
        for turn in 0..packages.len() {
            let index = (round + turn) % packages.len();
            times[index].push(check_once(scratch, &packages[index])?);
        }
    }
    let [ours, emitted] = times.map(|times| median(times).as_secs_f64());
    let row = format!("`cargo check` of {api}");
    bench.add(&row, Unit::Seconds, &[(OURS, ours), (UNPOLISHED, emitted)]);
    Ok(())
}

fn check_once(scratch: &Scratch, package: &str) -> anyhow::Result<Duration> {
    scratch.cargo(&["clean", "--package", package])?;
    let started = Instant::now();
    scratch.cargo(&["check", "--lib", "--package", package])?;
    Ok(started.elapsed())
}

/// Sizes of programs that make one call.
fn programs(bench: &mut Bench, scratch: &Scratch, api: &str) -> anyhow::Result<()> {
    let mut values = Vec::new();
    for (kind, side) in KINDS.into_iter().zip(SIDES) {
        values.push((side, scratch.size(&package(api, kind))? as f64));
    }
    bench.add(
        &format!("program that makes one call with {api}"),
        Unit::Bytes,
        &values,
    );
    Ok(())
}
