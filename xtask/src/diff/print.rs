//! Prints the findings for people and programs.

use std::io::Write;

use openapi_diff::{Change, Kind};
use serde_json::Value;

use super::Comparison;

/// The maximum number of characters of a value that are shown.
const SHOWN: usize = 80;

/// Writes the findings for a terminal.
pub fn human(comparison: &Comparison, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, "{}", headline(comparison))?;
    for change in &comparison.changes {
        let Change {
            file,
            line,
            pointer,
            why,
            ..
        } = change;
        writeln!(out)?;
        writeln!(
            out,
            "{}, {}: {} ({})",
            change.kind, change.direction, change.change, change.rule
        )?;
        writeln!(out, "    at:     {file}:{line} {pointer}")?;
        for (label, value) in [("before:", &change.before), ("after: ", &change.after)] {
            if let Some(value) = value {
                writeln!(out, "    {label} {}", short(value))?;
            }
        }
        writeln!(out, "    why:    {why}")?;
        if !change.operations.is_empty() {
            writeln!(out, "    in:     {}", operations(change))?;
        }
    }
    if let Some(advice) = comparison.versions.advice() {
        writeln!(out, "\n{advice}")?;
    }
    Ok(())
}

/// Writes the findings of all documents as one JSON array.
pub fn json(comparisons: &[Comparison], out: &mut dyn Write) -> anyhow::Result<()> {
    let all: Vec<_> = comparisons.iter().flat_map(|one| &one.changes).collect();
    writeln!(out, "{}", serde_json::to_string_pretty(&all)?)?;
    Ok(())
}

/// Writes the findings as a Markdown table.
pub fn markdown(comparison: &Comparison, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, "## {}", headline(comparison))?;
    if !comparison.changes.is_empty() {
        writeln!(
            out,
            "\n| Kind | Direction | Change | Where | Before | After | Why |"
        )?;
        writeln!(out, "|---|---|---|---|---|---|---|")?;
    }
    for change in &comparison.changes {
        let value = |value: &Option<Value>| value.as_ref().map(|value| code(&short(value)));
        writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} | {} |",
            change.kind,
            change.direction,
            change.change,
            code(&place(comparison, change)),
            value(&change.before).unwrap_or_default(),
            value(&change.after).unwrap_or_default(),
            change.why
        )?;
    }
    if let Some(advice) = comparison.versions.advice() {
        writeln!(out, "\n{advice}.")?;
    }
    Ok(())
}

/// The pointer of a change. The name of the file comes first, if it is not the document itself.
pub fn place(comparison: &Comparison, change: &Change) -> String {
    if comparison.is_main_file(&change.file) {
        change.pointer.clone()
    } else {
        format!("{}#{}", change.file, change.pointer)
    }
}

fn headline(comparison: &Comparison) -> String {
    let Comparison { path, base, .. } = comparison;
    let count = |kind| {
        let changes = comparison.changes.iter();
        let count = changes.filter(|change| change.kind == kind).count();
        (count > 0).then(|| format!("{count} {kind}"))
    };
    let kinds = [Kind::Breaking, Kind::Additive, Kind::Documentation].into_iter();
    let counts: Vec<_> = kinds.filter_map(count).collect();
    let counts = if counts.is_empty() {
        "nothing has changed".to_owned()
    } else {
        counts.join(", ")
    };
    format!("{} since {base}: {counts}", path.display())
}

fn operations(change: &Change) -> String {
    let names: Vec<_> = change.operations.iter().map(String::as_str).collect();
    names.join(", ")
}

/// A value on one line. A long value is cut.
pub fn short(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// A string as Markdown code in a table cell.
pub fn code(text: &str) -> String {
    let fence = if text.contains('`') { "``" } else { "`" };
    let text = text.replace('|', "\\|");
    match fence {
        "``" => format!("`` {text} ``"),
        _ => format!("`{text}`"),
    }
}
