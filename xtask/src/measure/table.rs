//! The table of what was measured: a row for each figure, a column for each API.

use std::io::{self, Write};

/// What a figure should be.
#[derive(Clone, Copy, Debug)]
pub enum Target {
    /// At most this.
    AtMost(f64),
    /// At least this.
    AtLeast(f64),
}

impl Target {
    fn is_met(self, figure: f64) -> bool {
        match self {
            Self::AtMost(limit) => figure <= limit,
            Self::AtLeast(limit) => figure >= limit,
        }
    }

    fn shown(self) -> String {
        match self {
            Self::AtMost(limit) => format!("<= {limit:.2}"),
            Self::AtLeast(limit) => format!(">= {limit:.2}"),
        }
    }
}

/// A table in Markdown.
#[derive(Debug)]
pub struct Table {
    rows: Vec<Vec<String>>,
    /// Whether every figure that has a target meets it.
    pub met: bool,
}

impl Table {
    /// A table with a column for each of `names`.
    pub fn new<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let mut head = vec![String::new()];
        head.extend(names.map(str::to_owned));
        head.push("target".into());
        Self {
            rows: vec![head],
            met: true,
        }
    }

    /// Adds figures, one for each API; none where there is nothing to measure.
    pub fn row<T>(&mut self, title: &str, figures: &[Option<T>], shown: impl Fn(&T) -> String) {
        let mut row = vec![title.to_owned()];
        let cell = |figure: &Option<T>| figure.as_ref().map_or_else(|| "-".into(), &shown);
        row.extend(figures.iter().map(cell));
        row.push(String::new());
        self.rows.push(row);
    }

    /// Adds ratios that have a target; those that miss it are marked.
    pub fn ratios(&mut self, title: &str, ratios: &[Option<f64>], target: Target) {
        self.row(title, ratios, |ratio| match target.is_met(*ratio) {
            true => format!("{ratio:.2}"),
            false => format!("{ratio:.2} missed"),
        });
        self.met &= ratios.iter().flatten().all(|ratio| target.is_met(*ratio));
        if let Some(last) = self.rows.last_mut().and_then(|row| row.last_mut()) {
            *last = target.shown();
        }
    }

    /// Writes the table, columns aligned.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let columns = self.rows.first().map_or(0, Vec::len);
        let width = |column: usize| {
            let cells = self.rows.iter().map(|row| row[column].chars().count());
            cells.max().unwrap_or_default()
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        for (index, row) in self.rows.iter().enumerate() {
            let cells = row.iter().zip(&widths).enumerate();
            for (column, (cell, width)) in cells {
                match column {
                    0 => write!(out, "| {cell:width$} |")?,
                    _ => write!(out, " {cell:>width$} |")?,
                }
            }
            writeln!(out)?;
            if index == 0 {
                let lines = widths.iter().enumerate().map(|(column, width)| {
                    let mark = if column == 0 { '-' } else { ':' };
                    format!("{}{mark}", "-".repeat(width + 1))
                });
                writeln!(out, "|{}|", lines.collect::<Vec<_>>().join("|"))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_stand_in_columns_and_a_missed_target_is_told() {
        let mut table = Table::new(["one", "two"].into_iter());
        table.row("lines", &[Some(12), None], ToString::to_string);
        table.ratios("ratio", &[Some(0.5), Some(0.75)], Target::AtMost(0.6));
        let mut out = Vec::new();
        table.write(&mut out).expect("written");
        assert_eq!(
            String::from_utf8_lossy(&out),
            "\
|       |  one |         two |  target |
|-------|-----:|------------:|--------:|
| lines |   12 |           - |         |
| ratio | 0.50 | 0.75 missed | <= 0.60 |
"
        );
        assert!(!table.met);
    }
}
