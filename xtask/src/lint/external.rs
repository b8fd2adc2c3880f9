//! `--external`: runs pinned versions of Redocly and Spectral through npx, and reads their findings.

use std::{
    io,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::LazyLock,
};

use anyhow::Context;
use openapi_document::{Diagnostic, Position, SYNTAX, Severity};
use regex::Regex;
use serde_json::Value;

use super::Subject;
use crate::workspace::Workspace;

/// The program that runs packages of npm.
pub const NPX: &str = "npx";

/// A validator from npm.
pub struct Tool {
    /// The prefix of its rules.
    pub name: &'static str,
    package: &'static str,
    arguments: &'static [&'static str],
    /// Whether it needs `spec/.spectral.yaml`.
    rules: bool,
    read: fn(&str) -> anyhow::Result<Vec<Diagnostic>>,
}

/// Redocly with its recommended rules, and Spectral with its rules for OpenAPI. Redocly's rule against a slash at the
/// end of a path is off, because the paths of some lists end with one.
pub const TOOLS: [Tool; 2] = [
    Tool {
        name: "redocly",
        package: "@redocly/cli@2.77.0",
        arguments: &[
            "lint",
            "--extends",
            "recommended",
            "--skip-rule",
            "no-path-trailing-slash",
            "--format",
            "json",
        ],
        rules: false,
        read: redocly,
    },
    Tool {
        name: "spectral",
        package: "@stoplight/spectral-cli@6.16.3",
        arguments: &["lint", "--format", "json", "--quiet"],
        rules: true,
        read: spectral,
    },
];

/// The outcome of running a tool.
#[derive(Debug)]
pub enum Outcome {
    /// The tool ran, and reported these findings.
    Found(Vec<Diagnostic>),
    /// The tool could not be run, for this reason.
    Absent(String),
}

/// Runs all tools on one document. `npx` is the program that runs them.
pub fn run(workspace: &Workspace, subject: &Subject, npx: &str) -> anyhow::Result<Vec<Outcome>> {
    TOOLS
        .iter()
        .map(|tool| tool.run(workspace, subject, npx))
        .collect()
}

impl Tool {
    /// Runs the tool on one document.
    pub fn run(
        &self,
        workspace: &Workspace,
        subject: &Subject,
        npx: &str,
    ) -> anyhow::Result<Outcome> {
        let mut command = Command::new(npx);
        command
            .args(["--yes", self.package])
            .args(self.arguments)
            .env("REDOCLY_TELEMETRY", "off")
            .env("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true");
        if self.rules {
            let rules = std::path::absolute(workspace.root().join("spec/.spectral.yaml"))?;
            command.arg("--ruleset").arg(rules);
        }
        if !subject.root.as_os_str().is_empty() {
            command.current_dir(&subject.root);
        }
        let output = match command.arg(&subject.path).output() {
            Ok(output) => output,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(Outcome::Absent(format!(
                    "{npx} is not installed, so Redocly and Spectral did not run; it comes with Node.js"
                )));
            }
            Err(error) => return Err(error).with_context(|| format!("cannot run {npx}")),
        };
        let found = self.findings(subject, &output)?;
        Ok(Outcome::Found(found))
    }

    fn findings(&self, subject: &Subject, output: &Output) -> anyhow::Result<Vec<Diagnostic>> {
        let stdout = String::from_utf8_lossy(&output.stdout);
        let start = stdout.find(['{', '[']).unwrap_or(stdout.len());
        let mut found = match (self.read)(&stdout[start..]) {
            Ok(found) => found,
            // If the tool cannot parse a document, it prints an error message instead of a report.
            Err(_) => vec![
                refusal(&String::from_utf8_lossy(&output.stderr))
                    .with_context(|| format!("cannot read the output of {}", self.package))?,
            ],
        };
        for finding in &mut found {
            finding.rule = format!("{}/{}", self.name, finding.rule).into();
            finding.path = shown(subject, &finding.path);
        }
        found.sort();
        Ok(found)
    }
}

/// A path from a tool, as messages show it: relative to the root, or as the user named the document.
fn shown(subject: &Subject, path: &Path) -> PathBuf {
    let absolute = |path: &Path| subject.root.join(path).canonicalize().ok();
    if path.as_os_str().is_empty() || absolute(path) == absolute(&subject.path) {
        return subject.path.clone();
    }
    let root = subject.root.canonicalize().unwrap_or_default();
    path.strip_prefix(root).unwrap_or(path).to_owned()
}

fn finding(
    path: &Value,
    rule: &Value,
    message: &Value,
    (position, length): (Position, usize),
    severity: Severity,
) -> Diagnostic {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    Diagnostic {
        path: text(path).into(),
        position,
        length,
        severity,
        rule: text(rule).into(),
        message: text(message),
        help: String::new(),
    }
}

fn number(value: &Value) -> usize {
    let number = value
        .as_u64()
        .and_then(|number| usize::try_from(number).ok());
    number.unwrap_or_default()
}

/// The number of characters between two positions on one line, or 1 if the positions are on different lines.
fn length(start: Position, end: Position) -> usize {
    if start.line == end.line {
        end.column.saturating_sub(start.column).max(1)
    } else {
        1
    }
}

fn severity(is_error: bool) -> Severity {
    if is_error {
        Severity::Error
    } else {
        Severity::Warning
    }
}

fn redocly(text: &str) -> anyhow::Result<Vec<Diagnostic>> {
    let report: Value = serde_json::from_str(text)?;
    let problems = report["problems"].as_array().context("no `problems`")?;
    let place = |value: &Value| Position {
        line: number(&value["line"]).max(1),
        column: number(&value["col"]).max(1),
    };
    let found = problems.iter().map(|problem| {
        let location = &problem["location"][0];
        let (start, end) = (place(&location["start"]), place(&location["end"]));
        finding(
            &location["source"]["ref"],
            &problem["ruleId"],
            &problem["message"],
            (start, length(start, end)),
            severity(problem["severity"] == "error"),
        )
    });
    Ok(found.collect())
}

fn spectral(text: &str) -> anyhow::Result<Vec<Diagnostic>> {
    let report: Value = serde_json::from_str(text)?;
    let problems = report.as_array().context("no list of findings")?;
    let place = |value: &Value| Position {
        line: number(&value["line"]) + 1,
        column: number(&value["character"]) + 1,
    };
    let found = problems.iter().map(|problem| {
        let range = &problem["range"];
        let (start, end) = (place(&range["start"]), place(&range["end"]));
        finding(
            &problem["source"],
            &problem["code"],
            &problem["message"],
            (start, length(start, end)),
            severity(problem["severity"] == 0),
        )
    });
    Ok(found.collect())
}

static REASON: LazyLock<Regex> = LazyLock::new(|| {
    let place = r#" in ".*" \((?<line>\d+):(?<column>\d+)\)"#;
    Regex::new(&format!(r"(?m)^\s*-\s+(?<what>.+?)({place})?\s*$")).expect("a valid pattern")
});

/// The finding in Redocly's error message about a document that it cannot read.
fn refusal(text: &str) -> anyhow::Result<Diagnostic> {
    let refused = ["Failed to parse", "Something went wrong when processing"];
    let refused = refused.iter().find_map(|words| text.split_once(words));
    let reason = refused.and_then(|(_, after)| REASON.captures(after));
    let reason = reason.with_context(|| text.to_owned())?;
    let number = |name: &str| {
        let number = reason
            .name(name)
            .and_then(|found| found.as_str().parse().ok());
        number.unwrap_or(1)
    };
    Ok(Diagnostic {
        path: PathBuf::new(),
        position: Position {
            line: number("line"),
            column: number("column"),
        },
        length: 1,
        severity: SYNTAX.severity,
        rule: SYNTAX.id.into(),
        message: reason["what"].to_owned(),
        help: String::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_reports_are_read() {
        let found = redocly(
            r#"{"problems": [{"ruleId": "info-license", "message": "No licence.", "location": [{
                "source": {"ref": "a.yaml"}, "start": {"line": 2, "col": 1}, "end": {"line": 2, "col": 5}}]}]}"#,
        );
        let found = found.expect("a report");
        assert_eq!(
            found[0].to_string(),
            "a.yaml:2:1: info-license: No licence.\n    help: "
        );
        assert_eq!(found[0].length, 4);
        let found = spectral(
            r#"[{"code": "info-contact", "message": "No contact.", "source": "/b.yaml", "range": {
                "start": {"line": 1, "character": 5}, "end": {"line": 1, "character": 9}}}]"#,
        );
        let found = found.expect("a report");
        assert_eq!(
            found[0].to_string(),
            "/b.yaml:2:6: info-contact: No contact.\n    help: "
        );
    }

    #[test]
    fn a_document_that_is_refused_is_a_finding() {
        let text = "Failed to parse API description at /a.yaml:\n\n  - tabs must not be used in \"/a.yaml\" (3:1)\n";
        let found = refusal(text).expect("a reason");
        assert_eq!(found.position, Position { line: 3, column: 1 });
        assert_eq!(found.message, "tabs must not be used");
        let text = "Something went wrong when processing /a.yaml:\n\n  - Unsupported OpenAPI version: 3.0\n";
        let found = refusal(text).expect("a reason");
        assert_eq!(found.position, Position::START);
        assert_eq!(found.message, "Unsupported OpenAPI version: 3.0");
        assert!(refusal("npm error\n - no network\n").is_err());
    }

    #[test]
    fn an_absent_npx_is_reported() {
        let subject = Subject::file("a.yaml");
        let workspace = Workspace::at("nowhere");
        let outcomes = run(&workspace, &subject, "no-such-npx").expect("it runs");
        let Outcome::Absent(note) = &outcomes[0] else {
            panic!("{outcomes:?}");
        };
        assert!(note.starts_with("no-such-npx is not installed"), "{note}");
    }
}
