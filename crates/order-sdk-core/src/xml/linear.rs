//! Reading takes time proportional to the length of the document, whatever its shape.

use std::time::{Duration, Instant};

use serde_json::Value;

use super::{
    Root, from_str,
    testing::{LIST, ROOT},
};

/// A name, a function that makes a document of about the given number of bytes, and the root of the document.
type Shape = (&'static str, fn(usize) -> String, &'static Root);

const SHAPES: [Shape; 15] = [
    ("unknown elements of one name", |n| record(n, "<x/>"), &ROOT),
    (
        "unknown elements of distinct names",
        |n| format!("<record>{}</record>", distinct(n)),
        &ROOT,
    ),
    (
        "unknown elements in a list",
        |n| {
            format!(
                "<record><items>{}<item/></items></record>",
                "<x/>".repeat(n / 4)
            )
        },
        &ROOT,
    ),
    (
        "lists with an unknown element each",
        |n| format!("<record><items>{}</items></record>", nested_lists(n)),
        &ROOT,
    ),
    (
        "unknown elements in an object",
        |n| format!("<record><address>{}</address></record>", distinct(n)),
        &ROOT,
    ),
    (
        "rows",
        |n| {
            format!(
                "<records>{}</records>",
                "<record><id>1</id></record>".repeat(n / 27)
            )
        },
        &LIST,
    ),
    ("repeated members", |n| record(n, "<mark>1</mark>"), &ROOT),
    ("pieces of text", |n| in_text(n, "a<!-- b -->"), &ROOT),
    ("entities", |n| in_text(n, "&amp;&#233;"), &ROOT),
    ("CDATA sections", |n| in_text(n, "<![CDATA[a]]>"), &ROOT),
    ("comments", |n| record(n, "<!-- a -->"), &ROOT),
    (
        "attributes",
        |n| format!("<record><x {}/></record>", "a='1' ".repeat(n / 6)),
        &ROOT,
    ),
    ("nested elements", |n| record(n, &nested()), &ROOT),
    (
        "lines, and an error at the end",
        |n| {
            format!(
                "{}<id/><id/></record>",
                record(n, "<x/>\n").trim_end_matches("</record>")
            )
        },
        &ROOT,
    ),
    (
        "elements without an end",
        |n| record(n, "<x/>").replace("</record>", ""),
        &ROOT,
    ),
];

fn record(bytes: usize, inside: &str) -> String {
    format!("<record>{}</record>", inside.repeat(bytes / inside.len()))
}

fn in_text(bytes: usize, pieces: &str) -> String {
    format!(
        "<record><id>{}</id></record>",
        pieces.repeat(bytes / pieces.len())
    )
}

fn distinct(bytes: usize) -> String {
    (0..bytes / 10)
        .map(|number| format!("<x{number:06}/>"))
        .collect()
}

fn nested_lists(bytes: usize) -> String {
    "<item><items><x/><item/></items></item>".repeat(bytes / 39)
}

fn nested() -> String {
    format!("{}{}", "<x>".repeat(60), "</x>".repeat(60))
}

/// The shorter of two measurements, which other work on the machine affects less.
fn time(shape: &Shape, bytes: usize) -> Duration {
    let (_, document, root) = shape;
    let document = document(bytes);
    let once = || {
        let start = Instant::now();
        let read = from_str::<Value>(root, &document);
        let time = start.elapsed();
        drop(read);
        time
    };
    (0..2).map(|_| once()).min().unwrap_or_default()
}

/// In a debug build each shape takes less than half a second. If the time were proportional to the square of the
/// length, a shape would take 20 seconds or more.
#[test]
fn no_shape_takes_time_in_proportion_to_the_square_of_its_length() {
    for shape in &SHAPES {
        let time = time(shape, 320_000);
        assert!(time < Duration::from_secs(10), "{}: {time:?}", shape.0);
    }
}

/// A measurement: `cargo test --release -p order-sdk-core --features xml linear -- --ignored --nocapture`. On two
/// cores that other builds used too, each shape took between 2 and 71 ms.
#[test]
#[ignore = "a measurement, of a release build"]
fn a_mebibyte_is_read_in_less_than_a_second() {
    for shape in &SHAPES {
        let time = time(shape, 1 << 20);
        println!("{:>8.1?}  {}", time, shape.0);
        assert!(time < Duration::from_secs(1), "{}: {time:?}", shape.0);
    }
}
