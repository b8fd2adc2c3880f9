//! `--compare`: a table of what we, Redocly and Spectral find in documents that each mark their one defect.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, ensure};

use super::{
    command::Subject,
    external::{NPX, Outcome, TOOLS},
};
use crate::{document::Diagnostic, workspace::Workspace};

/// The comment that marks the line of a defect, perhaps with words of its own behind it.
const MARK: &str = "# defect";

/// Writes the table for the documents of `folder`, and how many defects each of us finds on its line.
pub fn write(workspace: &Workspace, folder: &Path, out: &mut dyn Write) -> anyhow::Result<()> {
    let documents = documents(folder)?;
    ensure!(
        !documents.is_empty(),
        "no document in {} has a line with `{MARK}`",
        folder.display()
    );
    writeln!(
        out,
        "| Defect | Line | Ours | Redocly | Spectral |\n|---|---|---|---|---|"
    )?;
    let mut totals = [0; 3];
    for (path, line) in &documents {
        let subject = Subject::file(path);
        let mut cells = vec![cell(&subject.findings()?, *line)];
        for tool in &TOOLS {
            cells.push(match tool.run(workspace, &subject, NPX)? {
                Outcome::Found(found) => cell(&found, *line),
                Outcome::Absent(_) => Cell {
                    text: "not run".into(),
                    hit: false,
                },
            });
        }
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let texts: Vec<_> = cells.iter().map(|cell| cell.text.as_str()).collect();
        writeln!(out, "| {name} | {line} | {} |", texts.join(" | "))?;
        for (total, cell) in totals.iter_mut().zip(&cells) {
            *total += usize::from(cell.hit);
        }
    }
    let [ours, redocly, spectral] = totals;
    writeln!(
        out,
        "| **on their line, of {}** | | {ours} | {redocly} | {spectral} |",
        documents.len()
    )?;
    Ok(())
}

/// The documents of a folder that mark a line, with that line.
fn documents(folder: &Path) -> anyhow::Result<Vec<(PathBuf, usize)>> {
    let entries = folder
        .read_dir()
        .with_context(|| format!("cannot read {}", folder.display()))?;
    let mut found = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_none_or(|ending| ending != "yaml") {
            continue;
        }
        let text = std::fs::read_to_string(&path)
            .with_context(|| format!("cannot read {}", path.display()))?;
        if let Some(line) = text.lines().position(|line| line.contains(MARK)) {
            found.push((path, line + 1));
        }
    }
    found.sort();
    Ok(found)
}

struct Cell {
    text: String,
    hit: bool,
}

/// The rules that speak on the line; otherwise those that speak elsewhere, with their lines.
fn cell(found: &[Diagnostic], line: usize) -> Cell {
    let rule = |finding: &Diagnostic| {
        let rule = finding.rule.rsplit('/').next().unwrap_or_default();
        format!("`{rule}`")
    };
    let on_line = found.iter().filter(|finding| finding.position.line == line);
    let mut rules: Vec<_> = on_line.map(rule).collect();
    let hit = !rules.is_empty();
    if !hit {
        let elsewhere = found
            .iter()
            .map(|at| format!("line {}: {}", at.position.line, rule(at)));
        rules.extend(elsewhere);
    }
    rules.dedup();
    let text = match rules.is_empty() {
        true => "–".into(),
        false => rules.join(", "),
    };
    Cell { text, hit }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::testing;

    #[test]
    fn cells_tell_hits_from_misses() {
        let document = testing::contract("a: 1\nb: 2\n").document;
        let found = [document.diagnostic("/b", "tool/rule", "", "")];
        let hit = cell(&found, 2);
        assert_eq!((hit.text.as_str(), hit.hit), ("`rule`", true));
        let miss = cell(&found, 1);
        assert_eq!((miss.text.as_str(), miss.hit), ("line 2: `rule`", false));
        assert_eq!(cell(&[], 1).text, "–");
    }
}
