//! Times how fast each kind of model reads one page. `cargo xtask measure` builds and runs this for each API.

use std::{
    fmt::Debug,
    hint::black_box,
    time::{Duration, Instant},
};

use serde::de::DeserializeOwned;

/// How often each kind reads the page.
const ROUNDS: usize = 400;

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
    let mut times = vec![Vec::new(); kinds.len()];
    for round in 0..ROUNDS {
        // Each kind comes after each other one as often.
        for turn in 0..kinds.len() {
            let step = 1 + 2 * (round / kinds.len() % 2);
            let index = (round + turn * step) % kinds.len();
            times[index].push(time(&kinds[index], page));
        }
    }
    for (kind, times) in kinds.iter().zip(&mut times) {
        times.sort();
        println!("{}\t{}", kind.name, times[ROUNDS / 2].as_nanos());
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

fn time(kind: &Kind, page: &[u8]) -> Duration {
    let started = Instant::now();
    (kind.read)(black_box(page));
    started.elapsed()
}
