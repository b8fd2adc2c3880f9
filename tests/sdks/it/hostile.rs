//! Payloads in the forms that servers have sent, and worse ones: each is read by its model, or refused with the name of
//! the field.

mod bouwsoft;
mod eenvoudigfactureren;
mod lists;

use std::fmt::Write as _;

use order_sdk_core::json;
use serde::de::DeserializeOwned;

/// The name of a shape, a body of that shape, and the field that shows how it was read.
type Case<T> = (&'static str, &'static str, fn(&T) -> String);

/// Cases in the form `name, body => field`.
macro_rules! cases {
    ($($name:literal, $body:expr => $field:ident;)+) => {
        &[$(($name, $body, |model| format!("{:?}", model.$field))),+]
    };
}
use cases;

/// The maximum number of characters of a body in a table.
const SHOWN: usize = 90;

/// A line for each case, in order.
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

/// A body on one line, cut if it is long.
fn short(body: &[u8]) -> String {
    let text: String = String::from_utf8_lossy(body)
        .chars()
        .flat_map(|c| {
            if c.is_control() || c == '\u{feff}' {
                c.escape_default().collect()
            } else {
                vec![c]
            }
        })
        .collect();
    if text.chars().count() > SHOWN {
        text.chars().take(SHOWN).chain(['…']).collect()
    } else {
        text
    }
}
