//! Payloads as the servers have sent them, and worse: each is read by its model, or refused with the field named.

mod bouwsoft;
mod eenvoudigfactureren;
mod lists;

use std::fmt::Write as _;

use order_sdk_core::json;
use serde::de::DeserializeOwned;

/// What a shape is called, a body of that shape, and the field that shows how it was read.
type Case<T> = (&'static str, &'static str, fn(&T) -> String);

/// Cases as `name, body => field`.
macro_rules! cases {
    ($($name:literal, $body:expr => $field:ident;)+) => {
        &[$(($name, $body, |model| format!("{:?}", model.$field))),+]
    };
}
use cases;

/// Most characters that a table shows of a body.
const SHOWN: usize = 90;

/// A line for each case, in the order in which they stand.
#[derive(Default)]
struct Table {
    text: String,
    read: usize,
    refused: usize,
}

impl Table {
    fn add<T: DeserializeOwned>(&mut self, cases: &[Case<T>]) {
        for (name, body, field) in cases {
            self.row(name, body.as_bytes(), field);
        }
    }

    fn row<T: DeserializeOwned>(&mut self, name: &str, body: &[u8], field: impl Fn(&T) -> String) {
        let outcome = match json::read::<T>(body) {
            Ok(model) => {
                self.read += 1;
                field(&model)
            }
            Err(error) => {
                self.refused += 1;
                assert_eq!(error.body, body, "{name}: the error keeps the body");
                format!("refused: {error}")
            }
        };
        writeln!(self.text, "{name} | {} | {outcome}", short(body)).expect("written");
    }
}

/// A body on one line, its end left out where it is long.
fn short(body: &[u8]) -> String {
    let text: String = String::from_utf8_lossy(body)
        .chars()
        .flat_map(|c| match c.is_control() || c == '\u{feff}' {
            true => c.escape_default().collect(),
            false => vec![c],
        })
        .collect();
    match text.chars().count() > SHOWN {
        true => text.chars().take(SHOWN).chain(['…']).collect(),
        false => text,
    }
}
