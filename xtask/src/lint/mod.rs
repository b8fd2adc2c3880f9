//! `cargo xtask lint`: holds the documents against their tables, their examples and what the generator can take.

mod examples;
mod exceptions;
mod fields;
mod generator;
mod listed;
mod operation_ids;
mod operations;
mod order;
mod parameters;
mod references;
mod required;
mod tables;
#[cfg(test)]
mod testing;
mod walk;

use std::io::Write;

use clap::Args;

use crate::{
    document::{Contract, Diagnostic},
    workspace::Workspace,
};

/// The names of all rules, family by family.
pub const RULES: [&str; 42] = [
    // Schemas against the field tables.
    "schema-missing",
    "table-unused",
    "field-missing",
    "field-unknown",
    "field-order",
    "field-type",
    "field-length",
    "field-range",
    "field-decimals",
    "field-pattern",
    "field-values",
    "field-default",
    "field-access",
    "field-required",
    "field-fact",
    "exception-unused",
    "exception-erratum",
    "exception-aspect",
    // Operations and parameters against their tables.
    "operation-id-missing",
    "operation-id-unique",
    "operation-missing",
    "operation-unknown",
    "operation-path",
    "operation-headers",
    "operation-query",
    "operation-statuses",
    "operation-media",
    "operation-evidence",
    "parameter-missing",
    "parameter-unknown",
    "parameter-type",
    "parameter-order",
    "parameter-evidence",
    "parameter-value",
    // Examples against schemas.
    "example-unreadable",
    "example-invalid",
    "example-property",
    "schema-invalid",
    // What the document says about itself, and what the generator can take.
    "dangling-reference",
    "group-unknown",
    "fixup-needed",
    "generator-unsupported",
];

/// What to lint.
#[derive(Args, Clone, Debug, Default)]
pub struct Lint {
    /// Names of folders in spec/; all of them when none is given
    pub apis: Vec<String>,
}

impl Lint {
    /// Runs the command: findings go to `out`, and a line that counts them. Says whether there were none.
    pub fn run(&self, workspace: &Workspace, out: &mut dyn Write) -> anyhow::Result<bool> {
        let contracts = workspace.contracts(&self.apis)?;
        let mut total = 0;
        for contract in &contracts {
            let findings = findings(contract)?;
            total += findings.len();
            for finding in &findings {
                writeln!(out, "{finding}")?;
            }
        }
        writeln!(
            out,
            "{}, {} rules, {}",
            counted(contracts.len(), "contract"),
            RULES.len(),
            counted(total, "finding")
        )?;
        Ok(total == 0)
    }
}

/// All findings about one API, by file and line.
pub fn findings(contract: &Contract) -> anyhow::Result<Vec<Diagnostic>> {
    let mut found = tables::findings(contract)?;
    found.extend(operation_ids::findings(&contract.document));
    found.extend(operations::findings(contract));
    found.extend(parameters::findings(contract));
    found.extend(examples::findings(contract));
    found.extend(references::findings(contract));
    found.extend(generator::findings(contract));
    found.sort();
    // Examples that share a broken schema all say the same about it.
    found.dedup();
    Ok(found)
}

fn counted(count: usize, what: &str) -> String {
    match count {
        0 => format!("no {what}s"),
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn rules_are_named_once() {
        let names: BTreeSet<_> = RULES.iter().collect();
        assert_eq!(names.len(), RULES.len());
    }

    #[test]
    fn counts_read_well() {
        let texts = [0, 1, 2].map(|count| counted(count, "finding"));
        assert_eq!(texts, ["no findings", "1 finding", "2 findings"]);
    }
}
