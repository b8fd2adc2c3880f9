//! The targets of the SDKs: maximum ratios of our code to the code that it is compared with.

use crate::{
    harness::{Figure, Unit},
    table::OURS,
};

/// The measurement that a target limits.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Measure {
    /// Instructions of the calling thread. Rows without an instruction count are not checked.
    Instructions,
    /// The value of the row.
    Value,
}

/// A maximum ratio.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    row: &'static str,
    side: &'static str,
    measure: Measure,
    limit: f64,
}

/// How much a ratio of times may exceed its target, because times vary from run to run.
const NOISE: f64 = 1.1;

const DERIVE: &str = "serde's derive";
const BARE: &str = "reqwest and serde";
const ALONE: &str = "progenitor and typify alone";
const XML: &str = "quick-xml's derive";

const fn instructions(row: &'static str, side: &'static str, limit: f64) -> Target {
    Target {
        row,
        side,
        measure: Measure::Instructions,
        limit,
    }
}

const fn value(row: &'static str, side: &'static str, limit: f64) -> Target {
    Target {
        row,
        side,
        measure: Measure::Value,
        limit,
    }
}

const TARGETS: [Target; 29] = [
    instructions("read 100 Bouwsoft orders, contract order", DERIVE, 1.02),
    instructions("read 100 Bouwsoft orders, alphabetical order", DERIVE, 1.02),
    instructions("read 100 Bouwsoft orders, shuffled order", DERIVE, 1.02),
    instructions("read 100 Bouwsoft orders, numbers as strings", DERIVE, 1.1),
    instructions(
        "read 100 EenvoudigFactureren orders, contract order",
        DERIVE,
        1.02,
    ),
    instructions(
        "read 100 EenvoudigFactureren orders, alphabetical order",
        DERIVE,
        1.02,
    ),
    instructions(
        "read 100 EenvoudigFactureren orders, shuffled order",
        DERIVE,
        1.02,
    ),
    instructions(
        "read 100 EenvoudigFactureren orders, numbers as strings",
        DERIVE,
        1.1,
    ),
    instructions(
        "write a new Bouwsoft order as columns",
        "columns by hand",
        2.1,
    ),
    instructions(
        "check a new order with 100 items",
        "writing it as JSON",
        0.5,
    ),
    instructions("XML of 100 EenvoudigFactureren orders, read", XML, 1.0),
    instructions("XML of 100 EenvoudigFactureren orders, written", XML, 0.7),
    instructions("call get_order, EenvoudigFactureren", BARE, 1.15),
    instructions("call create_order, EenvoudigFactureren", BARE, 1.15),
    instructions("call create_order, Bouwsoft", BARE, 1.15),
    instructions(
        "call list_orders, Bouwsoft, which returns 100 rows",
        BARE,
        1.12,
    ),
    instructions(
        "call list_orders, EenvoudigFactureren, which returns 100 rows",
        BARE,
        1.05,
    ),
    instructions(
        "call get_order, EenvoudigFactureren, which returns 404",
        BARE,
        1.3,
    ),
    value("call get_order 512 times from 64 tasks", BARE, 1.18),
    value("call create_order 512 times from 64 tasks", BARE, 1.18),
    value(
        "call list_orders of Bouwsoft 512 times from 64 tasks",
        BARE,
        1.05,
    ),
    value("stream 100,000 EenvoudigFactureren orders", BARE, 1.0),
    value("generate bouwsoft", ALONE, 3.0),
    value("generate eenvoudigfactureren", ALONE, 3.0),
    value(
        "generate eenvoudigfactureren, 30 times as large",
        ALONE,
        3.0,
    ),
    value(
        "packages that a program with bouwsoft depends on",
        BARE,
        1.15,
    ),
    value(
        "packages that a program with eenvoudigfactureren depends on",
        BARE,
        1.15,
    ),
    value("program that makes one call with bouwsoft", BARE, 1.15),
    value(
        "program that makes one call with eenvoudigfactureren",
        BARE,
        1.15,
    ),
];

impl Target {
    /// The target of a line of the table.
    pub fn of(row: &str, side: &str) -> Option<&'static Self> {
        let mut targets = TARGETS.iter();
        targets.find(|target| target.row == row && target.side == side)
    }

    /// The limit as the table shows it.
    pub fn shown(&self) -> String {
        let what = match self.measure {
            Measure::Instructions => "instructions ",
            Measure::Value => "",
        };
        format!("{what}<= {:.2}", self.limit)
    }

    /// The ratio, if it exceeds the limit.
    fn missed(&self, ours: &Figure, theirs: &Figure) -> Option<f64> {
        let (ratio, noise) = match self.measure {
            Measure::Instructions => {
                let (ours, theirs) = ours.instructions.zip(theirs.instructions)?;
                (ours as f64 / theirs as f64, 1.0)
            }
            Measure::Value if ours.unit == Unit::Seconds => (ours.value / theirs.value, NOISE),
            Measure::Value => (ours.value / theirs.value, 1.0),
        };
        (ratio > self.limit * noise).then_some(ratio)
    }
}

/// The targets that the figures miss, as one line each. The times of a quick run are not reliable and not checked.
pub fn missed(figures: &[Figure], quick: bool) -> Vec<String> {
    let ours = figures.iter().filter(|figure| figure.side == OURS);
    let pairs = ours.flat_map(|ours| {
        let row = figures.iter().filter(|figure| figure.row == ours.row);
        row.map(move |theirs| (ours, theirs))
    });
    pairs
        .filter_map(|(ours, theirs)| {
            let target = Target::of(&ours.row, &theirs.side)?;
            if quick && target.measure == Measure::Value && ours.unit == Unit::Seconds {
                return None;
            }
            let ratio = target.missed(ours, theirs)?;
            let (row, side, target) = (&ours.row, &theirs.side, target.shown());
            Some(format!(
                "{row}, against {side}: {ratio:.3}, target {target}"
            ))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_above_its_limit_is_missed_and_times_may_vary() {
        let figure = |row: &str, side: &str, value, instructions| Figure {
            instructions,
            ..Figure::new(row, side, Unit::Seconds, value)
        };
        let get = "call get_order, EenvoudigFactureren";
        let stream = "stream 100,000 EenvoudigFactureren orders";
        let mut figures = vec![
            figure(get, OURS, 1.0, Some(116)),
            figure(get, BARE, 1.0, Some(100)),
            figure(stream, OURS, 1.09, None),
            figure(stream, BARE, 1.0, None),
        ];
        let expected = format!("{get}, against {BARE}: 1.160, target instructions <= 1.15");
        assert_eq!(missed(&figures, false), [expected]);
        figures[0].instructions = Some(115);
        figures[2].value = 1.11;
        assert_eq!(missed(&figures, false).len(), 1);
        assert_eq!(missed(&figures, true).len(), 0);
    }
}
