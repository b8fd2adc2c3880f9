//! Times how fast each kind of model reads one page. `cargo xtask measure` builds and runs this for each API.

use std::{
    fmt::Debug,
    hint::black_box,
    time::{Duration, Instant},
};

use serde::de::DeserializeOwned;

/// Samples of each kind, taken in turn.
const ROUNDS: usize = 40;
/// How long one sample takes, about.
const SAMPLE: Duration = Duration::from_millis(5);

/// A kind of model.
pub struct Kind {
    name: &'static str,
    read: fn(&[u8]),
    show: fn(&[u8]) -> String,
}

impl Kind {
    /// Models that serde_json reads.
    pub fn by_serde<T: DeserializeOwned + Debug>(name: &'static str) -> Self {
        Self {
            name,
            read: |page| drop(black_box(by_serde::<T>(page))),
            show: |page| format!("{:?}", by_serde::<T>(page)),
        }
    }

    /// Models that are read as our clients read answers.
    pub fn by_runtime<T: DeserializeOwned + Debug>(name: &'static str) -> Self {
        Self {
            name,
            read: |page| drop(black_box(by_runtime::<T>(page))),
            show: |page| format!("{:?}", by_runtime::<T>(page)),
        }
    }
}

fn by_serde<T: DeserializeOwned>(page: &[u8]) -> T {
    serde_json::from_slice(page).expect("the page can be read")
}

fn by_runtime<T: DeserializeOwned>(page: &[u8]) -> T {
    sdk_runtime::json::read(page).expect("the page can be read")
}

/// Prints the median time of each kind in nanoseconds, a line for each.
pub fn run(page: &[u8], kinds: &[Kind]) {
    if let Some(by_hand) = shown(kinds, "by hand", page) {
        agree(&by_hand, &shown(kinds, "ours", page).unwrap_or_default());
    }
    let reads: Vec<u32> = kinds
        .iter()
        .map(|kind| reads_in_a_sample(kind, page))
        .collect();
    let mut samples = vec![Vec::new(); kinds.len()];
    for round in 0..ROUNDS {
        for turn in 0..kinds.len() {
            let index = (round + turn) % kinds.len();
            samples[index].push(time(&kinds[index], page, reads[index]) / reads[index]);
        }
    }
    for (kind, samples) in kinds.iter().zip(&mut samples) {
        samples.sort();
        println!("{}\t{}", kind.name, samples[ROUNDS / 2].as_nanos());
    }
}

fn shown(kinds: &[Kind], name: &str, page: &[u8]) -> Option<String> {
    let kind = kinds.iter().find(|kind| kind.name == name)?;
    Some((kind.show)(page))
}

/// Panics where the models differ in what they read, with the place alone: a page is long.
fn agree(by_hand: &str, ours: &str) {
    let mut pairs = by_hand.bytes().zip(ours.bytes());
    if let Some(at) = pairs.position(|(by_hand, ours)| by_hand != ours) {
        let around = |text: &str| {
            let bytes = &text.as_bytes()[at.saturating_sub(80)..];
            String::from_utf8_lossy(&bytes[..bytes.len().min(160)]).into_owned()
        };
        panic!("by hand: {}\nours: {}", around(by_hand), around(ours));
    }
}

fn reads_in_a_sample(kind: &Kind, page: &[u8]) -> u32 {
    let mut reads = 1;
    while time(kind, page, reads) < SAMPLE {
        reads *= 2;
    }
    reads
}

fn time(kind: &Kind, page: &[u8], reads: u32) -> Duration {
    let started = Instant::now();
    for _ in 0..reads {
        (kind.read)(black_box(page));
    }
    started.elapsed()
}
