//! Measures the sides of a row alternately, in one process.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use serde::Serialize;

use crate::{instructions, table};

/// The maximum number of rounds in a full run. The median of the rounds is reported.
const ROUNDS: usize = 81;
/// The minimum duration of a sample. A faster operation is repeated within the sample.
const SAMPLE: Duration = Duration::from_millis(5);
/// The maximum time for one side in a full run, unless this allows fewer than [`FEWEST`] rounds.
const PER_SIDE: Duration = Duration::from_secs(3);
/// The minimum number of rounds of a slow operation.
const FEWEST: usize = 3;
/// The number of rounds in a quick run, which only shows that everything works.
const QUICK: usize = 3;

/// The unit of a value.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Seconds for one operation.
    Seconds,
    /// Bytes of a file.
    Bytes,
    /// Lines, or packages.
    Count,
}

/// The measurements of one side of a row.
#[derive(Clone, Debug, Serialize)]
pub struct Figure {
    /// The row.
    pub row: String,
    /// The side: `ours`, or the code that it is compared with.
    pub side: String,
    /// The unit of `value`.
    pub unit: Unit,
    /// The median of all rounds.
    pub value: f64,
    /// Allocations and reallocations of one operation.
    pub allocations: Option<u64>,
    /// The total number of bytes that one operation allocates.
    pub allocated_bytes: Option<u64>,
    /// Instructions of one operation, if valgrind is installed.
    pub instructions: Option<u64>,
}

impl Figure {
    /// A figure with only a value.
    pub fn new(row: &str, side: &str, unit: Unit, value: f64) -> Self {
        Self {
            row: row.to_owned(),
            side: side.to_owned(),
            unit,
            value,
            allocations: None,
            allocated_bytes: None,
            instructions: None,
        }
    }
}

/// One way to do the work of a row.
pub struct Side<'a> {
    name: &'static str,
    run: Box<dyn FnMut() + 'a>,
}

/// A side. Dropping the result is part of the measured operation.
pub fn side<'a, T>(name: &'static str, mut run: impl FnMut() -> T + 'a) -> Side<'a> {
    let run = Box::new(move || drop(black_box(run())));
    Side { name, run }
}

/// What is measured in a row.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Time, allocations and instructions.
    Short,
    /// Time and allocations. Under valgrind, the row would take minutes.
    Long,
    /// Only time, because several threads run.
    Threads,
}

/// The task of the program.
#[derive(Clone, Debug)]
pub enum Task {
    /// To measure.
    Measure {
        /// Whether to measure only a few rounds.
        quick: bool,
    },
    /// To run one side once under valgrind.
    Count {
        /// The row.
        row: String,
        /// The side.
        side: String,
    },
}

/// Measures rows and stores their figures.
pub struct Bench {
    task: Task,
    /// Whether instructions can be counted.
    counts_instructions: bool,
    /// The figures that were measured so far.
    pub figures: Vec<Figure>,
}

impl Bench {
    /// A bench without figures.
    pub fn new(task: Task) -> Self {
        let counts_instructions =
            matches!(task, Task::Measure { .. }) && instructions::are_counted();
        Self {
            task,
            counts_instructions,
            figures: Vec::new(),
        }
    }

    /// Whether rows whose names begin with `group` are wanted.
    pub fn wants(&self, group: &str) -> bool {
        match &self.task {
            Task::Measure { .. } => true,
            Task::Count { row, .. } => row.starts_with(group),
        }
    }

    /// Whether the task is to measure, and not to run one side.
    pub fn is_measuring(&self) -> bool {
        matches!(self.task, Task::Measure { .. })
    }

    /// Whether to measure only a few rounds.
    pub fn is_quick(&self) -> bool {
        matches!(self.task, Task::Measure { quick: true })
    }

    /// Measures a row. The first side is ours. The others are the code that it is compared with.
    pub fn row(&mut self, name: &str, kind: Kind, mut sides: Vec<Side<'_>>) -> anyhow::Result<()> {
        if let Task::Count { row, side } = &self.task {
            let wanted = sides.iter_mut().find(|one| row == name && one.name == side);
            if let Some(wanted) = wanted {
                // The first run does what is only done once, for example connecting.
                (wanted.run)();
                instructions::counted(&mut wanted.run);
                std::process::exit(0);
            }
            return Ok(());
        }
        eprint!("{name} ");
        let times = times(&mut sides, self.is_quick());
        for (side, time) in sides.iter_mut().zip(times) {
            let mut figure = Figure::new(name, side.name, Unit::Seconds, time.as_secs_f64());
            if !matches!(kind, Kind::Threads) {
                let allocated = allocation_counter::measure(|| (side.run)());
                figure.allocations = Some(allocated.count_total);
                figure.allocated_bytes = Some(allocated.bytes_total);
            }
            if matches!(kind, Kind::Short) && self.counts_instructions {
                figure.instructions = Some(instructions::of(name, side.name)?);
            }
            self.figures.push(figure);
        }
        self.report(name);
        Ok(())
    }

    /// Adds figures that were not measured by [`row`](Self::row).
    pub fn add(&mut self, name: &str, unit: Unit, values: &[(&str, f64)]) {
        let figures = values
            .iter()
            .map(|(side, value)| Figure::new(name, side, unit, *value));
        self.figures.extend(figures);
        eprint!("{name} ");
        self.report(name);
    }

    /// Prints the result of a row.
    fn report(&self, name: &str) {
        let row = self.figures.iter().filter(|figure| figure.row == name);
        let shown: Vec<_> = row
            .map(|figure| format!("{} {}", figure.side, table::value(figure)))
            .collect();
        eprintln!("\n    {}", shown.join(", "));
    }
}

/// The median time of one operation of each side.
fn times(sides: &mut [Side<'_>], quick: bool) -> Vec<Duration> {
    // The first run of a side may connect or fill caches.
    sides.iter_mut().for_each(|side| (side.run)());
    let first: Vec<Duration> = sides.iter_mut().map(|side| once(side, 1)).collect();
    let repeats: Vec<u32> = first.iter().map(|time| repeats(*time)).collect();
    let slowest = first
        .iter()
        .zip(&repeats)
        .map(|(time, repeats)| *time * *repeats)
        .max();
    let rounds = if quick {
        QUICK
    } else {
        rounds(slowest.unwrap_or(SAMPLE))
    };
    let mut times = vec![Vec::new(); sides.len()];
    for round in 0..rounds {
        eprint!(".");
        for turn in 0..sides.len() {
            // The sequence varies, so that each side runs equally often after each other side.
            let step = if (round / sides.len()).is_multiple_of(2) {
                1
            } else {
                sides.len() - 1
            };
            let index = (round + turn * step) % sides.len();
            times[index].push(once(&mut sides[index], repeats[index]) / repeats[index]);
        }
    }
    times.into_iter().map(median).collect()
}

fn rounds(sample: Duration) -> usize {
    let fit = PER_SIDE.as_secs_f64() / sample.as_secs_f64();
    (fit as usize).clamp(FEWEST, ROUNDS)
}

fn repeats(time: Duration) -> u32 {
    let repeats = SAMPLE.as_secs_f64() / time.as_secs_f64().max(1e-9);
    (repeats.ceil() as u32).max(1)
}

fn once(side: &mut Side<'_>, repeats: u32) -> Duration {
    let started = Instant::now();
    for _ in 0..repeats {
        (side.run)();
    }
    started.elapsed()
}

/// The median. For an even number of times, it is the higher of the two middle times.
pub fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
