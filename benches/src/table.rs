//! The table of results: a line for each row and each side that ours is compared with.

use std::io::{self, Write};

use crate::{
    harness::{Figure, Unit},
    targets::Target,
};

/// The side of our code.
pub const OURS: &str = "ours";

const HEAD: [&str; 9] = [
    "",
    "against",
    "ours",
    "theirs",
    "ours ÷ theirs",
    "allocations",
    "theirs",
    "instructions ÷ theirs",
    "target",
];

/// Writes the figures as a table in Markdown.
pub fn write(figures: &[Figure], out: &mut dyn Write) -> io::Result<()> {
    let mut lines = vec![HEAD.map(str::to_owned)];
    let mut ours: Option<&Figure> = None;
    for figure in figures {
        match ours.filter(|ours| ours.row == figure.row) {
            Some(ours) => lines.push(line(ours, figure)),
            None => ours = Some(figure),
        }
    }
    aligned(&lines, out)
}

fn line(ours: &Figure, theirs: &Figure) -> [String; 9] {
    let count = |count: Option<u64>| count.map_or_else(|| "-".to_owned(), grouped);
    let ratio = |ours: f64, theirs: f64| format!("{:.2}", ours / theirs);
    let instructions = ours.instructions.zip(theirs.instructions);
    let target = Target::of(&ours.row, &theirs.side);
    [
        ours.row.clone(),
        theirs.side.clone(),
        value(ours),
        value(theirs),
        ratio(ours.value, theirs.value),
        count(ours.allocations),
        count(theirs.allocations),
        instructions.map_or_else(
            || "-".to_owned(),
            |(ours, theirs)| ratio(ours as f64, theirs as f64),
        ),
        target.map_or_else(String::new, Target::shown),
    ]
}

/// The value of a figure with its unit.
pub fn value(figure: &Figure) -> String {
    let value = figure.value;
    match figure.unit {
        Unit::Seconds if value >= 1.0 => format!("{value:.2} s"),
        Unit::Seconds if value >= 1e-3 => format!("{:.2} ms", value * 1e3),
        Unit::Seconds => format!("{:.2} µs", value * 1e6),
        Unit::Bytes => format!("{} kB", grouped((value / 1e3).round() as u64)),
        Unit::Count => grouped(value as u64),
    }
}

/// A number with commas as thousands separators.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn aligned(lines: &[[String; 9]], out: &mut dyn Write) -> io::Result<()> {
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max();
    let widths: [usize; 9] = std::array::from_fn(|column| width(column).unwrap_or_default());
    for (index, line) in lines.iter().enumerate() {
        for (column, (cell, width)) in line.iter().zip(widths).enumerate() {
            match column {
                0 | 1 => write!(out, "| {cell:width$} ")?,
                _ => write!(out, "| {cell:>width$} ")?,
            }
        }
        writeln!(out, "|")?;
        if index == 0 {
            for (column, width) in widths.into_iter().enumerate() {
                let mark = if column < 2 { '-' } else { ':' };
                write!(out, "|{}{mark}", "-".repeat(width + 1))?;
            }
            writeln!(out, "|")?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_side_is_a_line_with_the_ratio_of_ours_to_it() {
        let figures = [
            Figure {
                allocations: Some(1200),
                ..Figure::new("reading", OURS, Unit::Seconds, 0.0015)
            },
            Figure {
                allocations: Some(7),
                ..Figure::new("reading", "serde", Unit::Seconds, 0.003)
            },
            Figure::new("lines", OURS, Unit::Count, 12.0),
            Figure::new("lines", "unpolished", Unit::Count, 24_000.0),
        ];
        let mut out = Vec::new();
        write(&figures, &mut out).expect("written");
        let text = String::from_utf8_lossy(&out).into_owned();
        let cells = |line: &str| line.split('|').map(str::trim).collect::<Vec<_>>().join("|");
        let lines: Vec<_> = text.lines().skip(2).map(cells).collect();
        assert_eq!(
            lines,
            [
                "|reading|serde|1.50 ms|3.00 ms|0.50|1,200|7|-||",
                "|lines|unpolished|12|24,000|0.00|-|-|-||",
            ]
        );
    }
}
