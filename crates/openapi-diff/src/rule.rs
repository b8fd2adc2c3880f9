//! What a rule is, and all of them as a table for people.

use super::{
    change::{Direction, Kind},
    rules::RULES,
};

/// A kind of change, and what it means.
#[derive(Debug)]
pub struct Rule {
    /// Its name.
    pub name: &'static str,
    /// What happened, in words.
    pub change: &'static str,
    /// What it means, at most once for each direction. A direction that has none is not affected.
    pub verdicts: &'static [Verdict],
}

/// What a change means in one direction.
#[derive(Debug)]
pub struct Verdict {
    /// The direction.
    pub direction: Direction,
    /// What it does.
    pub kind: Kind,
    /// Why.
    pub why: &'static str,
}

impl Rule {
    /// What the rule says about one direction.
    pub fn verdict(&self, direction: Direction) -> Option<&'static Verdict> {
        let mut verdicts = self.verdicts.iter();
        verdicts.find(|verdict| verdict.direction == direction)
    }
}

/// The table of all rules, as `docs/reference/diff.md` has it.
pub fn table() -> String {
    let mut table =
        String::from("| Rule | Change | Requests | Answers | Document |\n|---|---|---|---|---|\n");
    for rule in RULES {
        let cell = |direction| {
            rule.verdict(direction)
                .map_or_else(String::new, |verdict| format!(" {}", verdict.kind))
        };
        let [request, answer, document] =
            [Direction::Request, Direction::Answer, Direction::Document].map(cell);
        table.push_str(&format!(
            "| `{}` | {} |{request} |{answer} |{document} |\n",
            rule.name, rule.change
        ));
    }
    table
}
