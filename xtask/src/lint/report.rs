//! Shows findings to people, to programs, and in the checks of a pull request.

use std::{collections::BTreeMap, fmt, io::Write, path::PathBuf};

use clap::ValueEnum;
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, SourceCode};
use openapi_document::{Diagnostic, Position, Severity, folder};
use serde_json::json;

use super::{Subject, external::Outcome};

/// How findings are shown.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, ValueEnum)]
pub enum Format {
    /// With the line of each finding
    #[default]
    Human,
    /// One JSON array
    Json,
    /// Workflow commands of GitHub Actions
    Github,
}

/// The findings, and notes about tools that could not run.
#[derive(Debug, Default)]
pub struct Report {
    /// Each finding, with the folder of its document and the path of its file in that folder. `None` for a file outside
    /// the folder: its finding is shown without lines of the file.
    found: Vec<(Option<(PathBuf, PathBuf)>, Diagnostic)>,
    /// Whether a finding makes the command fail.
    failed: bool,
    notes: Vec<String>,
}

impl Report {
    /// Adds findings about a document and the files that it refers to.
    pub fn add(&mut self, subject: &Subject, found: Vec<Diagnostic>) {
        let folder = subject.root.join(subject.folder());
        for finding in found {
            // Warnings count only for the contracts. For other documents, they are advice.
            self.failed |= subject.api.is_some() || finding.severity == Severity::Error;
            let file = finding.path.strip_prefix(subject.folder());
            let file = file.ok().map(|file| (folder.clone(), file.to_owned()));
            self.found.push((file, finding));
        }
    }

    /// Adds the outcome of an external tool. The same note is added once for all documents.
    pub fn add_outcome(&mut self, subject: &Subject, outcome: Outcome) {
        match outcome {
            Outcome::Found(found) => self.add(subject, found),
            Outcome::Absent(note) if self.notes.contains(&note) => {}
            Outcome::Absent(note) => self.notes.push(note),
        }
    }

    /// Whether no finding makes the command fail.
    pub fn is_in_order(&self) -> bool {
        !self.failed
    }

    /// All findings.
    pub fn findings(&self) -> impl Iterator<Item = &Diagnostic> {
        self.found.iter().map(|(_, finding)| finding)
    }
}

/// Writes the report.
pub fn write(
    out: &mut dyn Write,
    format: Format,
    colour: bool,
    report: &Report,
) -> anyhow::Result<()> {
    match format {
        Format::Human => human(out, colour, report),
        Format::Json => json(out, report),
        Format::Github => github(out, report),
    }
}

fn json(out: &mut dyn Write, report: &Report) -> anyhow::Result<()> {
    let note = |note: &String| {
        json!({
            "path": "",
            "line": null,
            "column": null,
            "severity": "note",
            "rule": "external",
            "message": note,
            "help": "",
        })
    };
    let found = report.findings().map(|finding| {
        let place = Some(finding.position).filter(|place| *place != Position::FILE);
        json!({
            "path": finding.path,
            "line": place.map(|place| place.line),
            "column": place.map(|place| place.column),
            "severity": finding.severity.name(),
            "rule": finding.rule,
            "message": finding.message,
            "help": finding.help,
        })
    });
    let all: Vec<_> = found.chain(report.notes.iter().map(note)).collect();
    writeln!(out, "{}", serde_json::to_string_pretty(&all)?)?;
    Ok(())
}

fn github(out: &mut dyn Write, report: &Report) -> anyhow::Result<()> {
    let data = |text: &str| {
        let text = text.replace('%', "%25").replace('\r', "%0D");
        text.replace('\n', "%0A")
    };
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    for finding in report.findings() {
        let message = match finding.help.as_str() {
            "" => finding.message.clone(),
            help => format!("{}\nhelp: {help}", finding.message),
        };
        let place = match finding.position {
            Position::FILE => String::new(),
            Position { line, column } => format!(",line={line},col={column}"),
        };
        writeln!(
            out,
            "::{} file={}{place},title={}::{}",
            finding.severity.name(),
            property(&finding.path.to_string_lossy()),
            property(&finding.rule),
            data(&message)
        )?;
    }
    for note in &report.notes {
        writeln!(out, "::notice title=lint::{}", data(note))?;
    }
    Ok(())
}

fn human(out: &mut dyn Write, colour: bool, report: &Report) -> anyhow::Result<()> {
    let theme = if colour {
        GraphicalTheme::unicode()
    } else {
        GraphicalTheme::unicode_nocolor()
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(120)
        .with_context_lines(1);
    let mut texts = BTreeMap::new();
    for (file, finding) in &report.found {
        let text = texts.entry(file).or_insert_with(|| {
            let (folder, file) = file.as_ref()?;
            folder::text(folder, file).ok()
        });
        let shown = text.as_ref().filter(|_| finding.position != Position::FILE);
        let Some(text) = shown else {
            writeln!(out, "{finding}\n")?;
            continue;
        };
        let mut shown = String::new();
        handler.render_report(&mut shown, &Shown::new(finding, text))?;
        writeln!(out, "{}", shown.trim_end())?;
        writeln!(out)?;
    }
    for note in &report.notes {
        writeln!(out, "note: {note}")?;
    }
    Ok(())
}

/// A finding with the text of its file, for miette.
#[derive(Debug)]
struct Shown<'a> {
    finding: &'a Diagnostic,
    source: NamedSource<String>,
    span: (usize, usize),
}

impl<'a> Shown<'a> {
    fn new(finding: &'a Diagnostic, text: &str) -> Self {
        let name = finding.path.to_string_lossy();
        Self {
            finding,
            source: NamedSource::new(name, text.to_owned()),
            span: span(finding, text),
        }
    }
}

/// The bytes to underline: the offset of the first byte, and the number of bytes.
fn span(finding: &Diagnostic, text: &str) -> (usize, usize) {
    let before = finding.position.line.saturating_sub(1);
    let lines = text.split_inclusive('\n');
    let start: usize = lines.clone().take(before).map(str::len).sum();
    let line = lines.clone().nth(before).unwrap_or_default().trim_end();
    let bytes = |count: usize| line.chars().take(count).map(char::len_utf8).sum::<usize>();
    let column = finding.position.column.saturating_sub(1);
    let (from, to) = (bytes(column), bytes(column + finding.length));
    (start + from, to - from)
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.finding.rule, self.finding.message)
    }
}

impl std::error::Error for Shown<'_> {}

impl miette::Diagnostic for Shown<'_> {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.finding.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
        })
    }

    fn help<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        let help = &self.finding.help;
        (!help.is_empty()).then(|| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let label = LabeledSpan::underline(self.span);
        Some(Box::new(std::iter::once(label)))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use openapi_document::{Document, SYNTAX};

    use super::*;

    fn document(text: &str) -> Document {
        Document::parse(Path::new("openapi.yaml"), text).expect("valid YAML")
    }

    fn written(format: Format) -> String {
        let document = document("a: 1\nné: 'x, %'\n");
        let mut report = Report::default();
        let finding = document.diagnostic("/né", &SYNTAX, "wrong, 100%", "fix\nit");
        let subject = Subject::file("nowhere/openapi.yaml");
        report.add(&subject, vec![finding]);
        report.add_outcome(&subject, Outcome::Absent("no npx".into()));
        report.add_outcome(&subject, Outcome::Absent("no npx".into()));
        let mut out = Vec::new();
        write(&mut out, format, false, &report).expect("written");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn github_has_its_escapes() {
        assert_eq!(
            written(Format::Github),
            "::error file=openapi.yaml,line=2,col=1,title=syntax::wrong, 100%25%0Ahelp: fix%0Ait\n\
             ::notice title=lint::no npx\n"
        );
    }

    #[test]
    fn json_is_one_array() {
        let all: serde_json::Value = serde_json::from_str(&written(Format::Json)).expect("JSON");
        assert_eq!(all.as_array().map(Vec::len), Some(2));
        assert_eq!(
            all[0],
            json!({"path": "openapi.yaml", "line": 2, "column": 1, "severity": "error", "rule": "syntax",
                   "message": "wrong, 100%", "help": "fix\nit"})
        );
        assert_eq!(all[1]["message"], "no npx");
    }

    #[test]
    fn a_file_that_cannot_be_read_shows_the_finding_alone() {
        let text = written(Format::Human);
        assert_eq!(
            text,
            "openapi.yaml:2:1: syntax: wrong, 100%\n    help: fix\nit\n\nnote: no npx\n"
        );
    }

    #[test]
    fn spans_are_bytes() {
        let text = "a: 1\nné: 'x, %'\n";
        let document = document(text);
        let finding = document.diagnostic("/né", &SYNTAX, "", "");
        let (start, length) = span(&finding, text);
        assert_eq!(&text[start..start + length], "né: 'x, %'");
    }
}
