//! The section of the changelog with the changes of a contract.

use openapi_diff::{Change, Direction, Kind};

use super::{Comparison, print};

/// The section for one document. `None` if the document has no changes.
pub fn section(comparison: &Comparison) -> Option<String> {
    if comparison.changes.is_empty() {
        return None;
    }
    let mut text = format!(
        "{} {}\n\nChanges since {}.\n\n",
        heading(comparison),
        comparison.versions.due(),
        comparison.base
    );
    let (texts, changes): (Vec<_>, Vec<_>) = comparison
        .changes
        .iter()
        .partition(|change| change.kind == Kind::Documentation);
    for change in changes {
        text.push_str(&entry(comparison, change));
    }
    if !texts.is_empty() {
        let plural = if texts.len() == 1 { "" } else { "s" };
        text.push_str(&format!(
            "- Documentation: {} change{plural}.\n",
            texts.len()
        ));
    }
    Some(text)
}

/// The beginning of the heading for a document, without its version.
fn heading(comparison: &Comparison) -> String {
    format!("### Contract `{}`", comparison.name())
}

fn entry(comparison: &Comparison, change: &Change) -> String {
    let kind = match change.kind {
        Kind::Breaking => "**Breaking**",
        _ => "Additive",
    };
    let affected = match change.direction {
        Direction::Request => "requests",
        Direction::Answer => "responses",
        Direction::Document => "generated code",
    };
    let place = print::code(&print::place(comparison, change));
    let values = match (&change.before, &change.after) {
        (Some(before), Some(after)) => {
            let [before, after] = [before, after].map(|value| print::code(&print::short(value)));
            format!(", {before} becomes {after}")
        }
        _ => String::new(),
    };
    format!(
        "- {kind} for {affected}: {}: {place}{values}.\n",
        change.change
    )
}

/// The changelog with the section of this document, under the unreleased version. The section replaces the one that an
/// earlier run wrote.
pub fn inserted(changelog: &str, comparison: &Comparison) -> String {
    let changelog = if changelog.is_empty() {
        "# Changelog\n"
    } else {
        changelog
    };
    let lines: Vec<&str> = changelog.split_inclusive('\n').collect();
    let start = lines.iter().position(|line| line.starts_with("## "));
    let start = start.unwrap_or(lines.len());
    let (head, rest) = lines.split_at(start);
    let is_unreleased = rest
        .first()
        .is_some_and(|line| line.to_lowercase().contains("unreleased"));
    let length = if is_unreleased {
        1 + rest[1..]
            .iter()
            .take_while(|line| !line.starts_with("## "))
            .count()
    } else {
        0
    };
    let (release, older) = rest.split_at(length);
    let mut kept = without(release, &heading(comparison));
    let section = section(comparison);
    if kept.is_empty() && section.is_some() {
        kept = "## Unreleased\n".to_owned();
    }
    let parts = [
        head.concat(),
        kept,
        section.unwrap_or_default(),
        older.concat(),
    ];
    let parts = parts
        .iter()
        .map(|part| part.trim_end())
        .filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("\n\n") + "\n"
}

/// The lines without those from the heading up to the next heading.
fn without(lines: &[&str], heading: &str) -> String {
    let mut inside = false;
    let mut kept = String::new();
    for line in lines {
        if line.starts_with('#') {
            inside = line.starts_with(heading);
        }
        if !inside {
            kept.push_str(line);
        }
    }
    kept
}
