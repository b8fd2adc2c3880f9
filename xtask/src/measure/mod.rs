//! `cargo xtask measure`: what polishing gains over the code of the generators, and what liberal reading costs.

mod cargo;
mod lines;
mod page;
mod scratch;
mod table;

use std::{collections::BTreeMap, io::Write, time::Duration};

use anyhow::Context;
use clap::Args;

use crate::{codegen, output, workspace::Workspace};
use cargo::Cargo;
use page::{Page, RECORDS};
use scratch::Subject;
use table::{Table, Target};

/// Lines of ours, against those that the generators emit.
const LINES: Target = Target::AtMost(0.6);
/// Time of `cargo check` of ours, against the same.
const CHECK: Target = Target::AtMost(0.7);
/// Speed of ours, against models by hand.
const BY_HAND: Target = Target::AtLeast(0.9);
/// Speed of ours, against the models that the generators emit.
const UNPOLISHED: Target = Target::AtLeast(1.0);

/// What to measure, and how often.
#[derive(Args, Clone, Debug)]
pub struct Measure {
    /// Names of folders in spec/; all of them when none is given
    pub apis: Vec<String>,
    /// How often each time is taken; the median counts
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u16).range(1..))]
    pub rounds: u16,
}

/// The figures of one API.
#[derive(Debug, Default)]
struct Figures {
    lines: BTreeMap<&'static str, usize>,
    check: BTreeMap<&'static str, Duration>,
    reading: BTreeMap<String, Duration>,
    page: Option<usize>,
}

impl Measure {
    /// Runs the command: progress goes to `progress`, the table to `out`. Says whether every target is met.
    pub fn run(
        &self,
        workspace: &Workspace,
        out: &mut dyn Write,
        progress: &mut dyn Write,
    ) -> anyhow::Result<bool> {
        let contracts = workspace.contracts(&self.apis)?;
        let emitted: Vec<_> = contracts
            .iter()
            .map(codegen::unpolished)
            .collect::<anyhow::Result<_>>()?;
        let mut subjects = Vec::new();
        for (contract, unpolished) in contracts.iter().zip(&emitted) {
            subjects.push(Subject {
                contract,
                unpolished,
                page: Page::of(contract)?,
            });
        }
        let files = scratch::files(workspace.root(), &subjects)?;
        output::refresh(workspace.root(), &files)?;
        let cargo = Cargo::new(workspace.root())?;
        let mut all = Vec::new();
        for subject in &subjects {
            all.push(Figures {
                lines: lines::count(subject)?,
                check: self.check(&cargo, subject, progress)?,
                reading: self.reading(&cargo, subject, progress)?,
                page: subject.page.as_ref().map(|page| page.json.len()),
            });
        }
        let table = table(
            contracts.iter().map(|contract| contract.name.as_str()),
            &all,
        );
        table.write(out)?;
        Ok(table.met)
    }

    /// Medians of the time to check each crate, the crates taking turns.
    fn check(
        &self,
        cargo: &Cargo,
        subject: &Subject<'_>,
        progress: &mut dyn Write,
    ) -> anyhow::Result<BTreeMap<&'static str, Duration>> {
        let api = &subject.contract.name;
        writeln!(progress, "checking {api}")?;
        let kinds = [
            ("ours", scratch::ours(api)),
            ("unpolished", scratch::unpolished(api)),
        ];
        for (_, package) in &kinds {
            cargo.run(&["check", "--lib", "--package", package])?;
        }
        let mut times: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for round in 0..self.rounds {
            for turn in 0..kinds.len() {
                let (kind, package) = &kinds[(usize::from(round) + turn) % kinds.len()];
                times.entry(*kind).or_default().push(cargo.check(package)?);
            }
        }
        Ok(medians(times))
    }

    /// Medians of the time to read the page with each kind of model. The kinds take turns within the program; it runs
    /// several times, because where a program lies in memory tells on its speed.
    fn reading(
        &self,
        cargo: &Cargo,
        subject: &Subject<'_>,
        progress: &mut dyn Write,
    ) -> anyhow::Result<BTreeMap<String, Duration>> {
        if subject.page.is_none() {
            return Ok(BTreeMap::new());
        }
        let api = &subject.contract.name;
        writeln!(progress, "reading {api}")?;
        let package = scratch::reading(api);
        cargo.run(&["build", "--release", "--package", &package])?;
        let mut times: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for _ in 0..self.rounds {
            for line in cargo.program(&package)?.lines() {
                let (kind, time) = line.split_once('\t').context("a line of the program")?;
                let time = Duration::from_nanos(time.parse()?);
                times.entry(kind.to_owned()).or_default().push(time);
            }
        }
        Ok(medians(times))
    }
}

fn medians<K: Ord>(times: BTreeMap<K, Vec<Duration>>) -> BTreeMap<K, Duration> {
    let times = times.into_iter();
    times
        .map(|(kind, mut times)| {
            times.sort();
            (kind, times[times.len() / 2])
        })
        .collect()
}

fn table<'a>(names: impl Iterator<Item = &'a str>, all: &[Figures]) -> Table {
    let mut table = Table::new(names);
    let lines = |kind| all.iter().map(|one| one.lines.get(kind).copied()).collect();
    let check = |kind| all.iter().map(|one| one.check.get(kind).copied()).collect();
    let reading = |kind| {
        all.iter()
            .map(|one| one.reading.get(kind).copied())
            .collect()
    };
    let (ours, whole, theirs): (Vec<_>, Vec<_>, Vec<_>) =
        (lines("ours"), lines("all"), lines("unpolished"));
    table.row("generated lines, unpolished", &theirs, ToString::to_string);
    table.row("generated lines, ours", &ours, ToString::to_string);
    table.row("... with all features", &whole, ToString::to_string);
    let count = |lines: &usize| *lines as f64;
    table.ratios("ours / unpolished", &ratios(&ours, &theirs, count), LINES);
    let whole = ratios(&whole, &theirs, count);
    table.ratios("... with all features", &whole, LINES);

    let (ours, theirs): (Vec<_>, Vec<_>) = (check("ours"), check("unpolished"));
    let seconds = |time: &Duration| format!("{:.2} s", time.as_secs_f64());
    table.row("cargo check, unpolished", &theirs, seconds);
    table.row("cargo check, ours", &ours, seconds);
    let time = Duration::as_secs_f64;
    table.ratios("ours / unpolished", &ratios(&ours, &theirs, time), CHECK);

    let (ours, extra): (Vec<_>, Vec<_>) = (reading("ours"), reading("extra"));
    let (by_hand, theirs): (Vec<_>, Vec<_>) = (reading("by hand"), reading("unpolished"));
    let size: Vec<_> = all.iter().map(|one| one.page).collect();
    let title = format!("page of {RECORDS} records");
    table.row(&title, &size, |bytes| format!("{} kB", bytes / 1000));
    let micros = |time: &Duration| format!("{} µs", time.as_micros());
    table.row("reading it, by hand", &by_hand, micros);
    table.row("reading it, unpolished", &theirs, micros);
    table.row("reading it, ours", &ours, micros);
    table.row("... with extra-fields", &extra, micros);
    let speed = ratios(&by_hand, &ours, time);
    table.ratios("speed of ours / by hand", &speed, BY_HAND);
    let speed = ratios(&theirs, &ours, time);
    table.ratios("speed of ours / unpolished", &speed, UNPOLISHED);
    let cost = ratios(&extra, &ours, time);
    let percent = |ratio: &f64| format!("{:+.0} %", (ratio - 1.0) * 100.0);
    table.row("cost of extra-fields", &cost, percent);
    table
}

fn ratios<T>(
    above: &[Option<T>],
    below: &[Option<T>],
    number: impl Fn(&T) -> f64,
) -> Vec<Option<f64>> {
    let pairs = above.iter().zip(below);
    pairs
        .map(|(above, below)| Some(number(above.as_ref()?) / number(below.as_ref()?)))
        .collect()
}
