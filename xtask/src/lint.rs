//! `cargo xtask lint`: checks documents, and shows the findings.

pub mod external;
mod report;

use std::{
    fs,
    io::{self, IsTerminal, Write},
    path::{Path, PathBuf},
};

use anyhow::Context;
use clap::Args;
use contract::Contract;
use openapi_document::{
    Diagnostic, Document, OPENAPI_VERSION, Position, Rule, SYNTAX, Severity, UNREADABLE,
};
use openapi_lint::SCHEMA_CIRCLE;

pub use self::report::Format;
use self::report::Report;
use crate::workspace::Workspace;

/// What to lint.
#[derive(Args, Clone, Debug, Default)]
pub struct Lint {
    /// Names of folders in spec/, or OpenAPI 3.0 documents elsewhere; all of spec/ if omitted
    #[arg(value_name = "API|FILE")]
    pub apis: Vec<String>,
    /// How findings are shown
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// Run Redocly and Spectral as well, through npx
    #[arg(long)]
    pub external: bool,
    /// Print the rules as tables, and check nothing
    #[arg(long)]
    pub rules: bool,
    /// Whether findings are coloured: on a terminal, unless the environment variable `NO_COLOR` is set.
    #[arg(skip = colours())]
    pub colour: bool,
}

fn colours() -> bool {
    let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    io::stdout().is_terminal() && !unwanted
}

/// A document to check.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The folder that paths are relative to. If it is empty, they are relative to the current folder.
    pub root: PathBuf,
    /// The document.
    pub path: PathBuf,
    /// The name of the API, if the document is in the workspace.
    pub api: Option<String>,
}

impl Lint {
    /// Runs the command. Writes the findings and a line with their number to `out`. Returns whether everything is in
    /// order: contracts have no findings, and other documents have no errors.
    pub fn run(&self, workspace: &Workspace, out: &mut dyn Write) -> anyhow::Result<bool> {
        if self.rules {
            write!(out, "{}", openapi_document::table(rules()).trim_start())?;
            return Ok(true);
        }
        let subjects = self.subjects(workspace);
        let mut report = Report::default();
        for subject in &subjects {
            report.add(subject, subject.findings());
            if self.external {
                for outcome in external::run(workspace, subject, external::NPX)? {
                    report.add_outcome(subject, outcome);
                }
            }
        }
        report::write(out, self.format, self.colour, &report)?;
        let total = report.findings().count();
        if self.format == Format::Human {
            let apis = subjects.iter().filter(|subject| subject.api.is_some());
            let apis = apis.count();
            let checked = [(apis, "contract"), (subjects.len() - apis, "document")];
            let checked = checked.iter().filter(|(count, _)| *count > 0);
            let checked: Vec<_> = checked.map(|(count, what)| counted(*count, what)).collect();
            let findings = counted(total, "finding");
            writeln!(
                out,
                "{}, {} rules, {findings}",
                checked.join(", "),
                rules().count()
            )?;
        }
        Ok(report.is_in_order())
    }

    fn subjects(&self, workspace: &Workspace) -> Vec<Subject> {
        if self.apis.is_empty() {
            return match contract::apis(workspace.root()) {
                Ok(apis) => apis
                    .into_iter()
                    .map(|api| Subject::api(workspace, api))
                    .collect(),
                // `spec` cannot be read. As a document, it gets a finding that says so.
                Err(_) => vec![Subject::file(workspace.root().join("spec"))],
            };
        }
        let named = self.apis.iter();
        named.map(|name| Subject::named(workspace, name)).collect()
    }
}

impl Subject {
    fn api(workspace: &Workspace, name: String) -> Self {
        Self {
            root: workspace.root().to_owned(),
            path: Path::new("spec").join(&name).join("openapi.yaml"),
            api: Some(name),
        }
    }

    /// A document that does not belong to an API.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        Self {
            root: PathBuf::new(),
            path: path.into(),
            api: None,
        }
    }

    /// The API of the workspace with this name or with a document at this path, or else a file.
    fn named(workspace: &Workspace, name: &str) -> Self {
        let apis = contract::apis(workspace.root()).unwrap_or_default();
        let path = Path::new(name);
        let same = |api: &String| {
            let document = Self::api(workspace, api.clone()).place();
            path.is_file() && document.canonicalize().ok() == path.canonicalize().ok()
        };
        match apis.iter().find(|api| *api == name || same(api)) {
            Some(api) => Self::api(workspace, api.clone()),
            None => Self::file(name),
        }
    }

    /// The folder of the document, relative to the root.
    pub fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }

    /// The path of the document on disk.
    pub fn place(&self) -> PathBuf {
        self.root.join(&self.path)
    }

    /// The findings of our own rules. A document that cannot be read has one finding, with the reason.
    pub fn findings(&self) -> Vec<Diagnostic> {
        let found = match &self.api {
            Some(api) => self.of_contract(api),
            None => self.of_document(),
        };
        found.map_or_else(|error| vec![self.unreadable(&error)], openapi_lint::sorted)
    }

    fn of_contract(&self, api: &str) -> anyhow::Result<Vec<Diagnostic>> {
        let contract = Contract::read(&self.root, api)?;
        let Some(misspelt) = openapi_lint::misspelt(&contract.document) else {
            return Ok(self.of_rules(&contract));
        };
        let mut found = self.of_rules(&contract.with_document(misspelt.corrected)?);
        found.extend(misspelt.findings);
        Ok(found)
    }

    fn of_rules(&self, contract: &Contract) -> Vec<Diagnostic> {
        let mut found = contract::findings(contract);
        // The generators would not terminate on such a schema.
        if !found.iter().any(|found| *found.rule == *SCHEMA_CIRCLE.id) {
            found.extend(sdk_codegen::lint::findings(contract));
        }
        // The rules do not cover everything that the generators refuse.
        if found.iter().all(|one| one.severity != Severity::Error)
            && let Err(error) = sdk_codegen::generate(contract)
        {
            found.push(self.unreadable(&error));
        }
        found
    }

    /// The user has named the file, so it can be a link to any place.
    fn of_document(&self) -> anyhow::Result<Vec<Diagnostic>> {
        let bytes =
            fs::read(self.place()).context("neither an API in spec/ nor a readable file")?;
        let document = Document::from_bytes(&self.path, bytes)?;
        Ok(openapi_lint::findings(&(&document).into()))
    }

    fn unreadable(&self, error: &anyhow::Error) -> Diagnostic {
        let inside = error.chain().find_map(|cause| cause.downcast_ref());
        inside.cloned().unwrap_or_else(|| Diagnostic {
            path: self.path.clone(),
            position: Position::FILE,
            length: 0,
            severity: UNREADABLE.severity,
            rule: UNREADABLE.id.into(),
            message: format!("{error:#}"),
            help: "name a folder of spec/ or the file of a document, and make sure that it can be read".into(),
        })
    }
}

/// All rules, family by family.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    let own = [&SYNTAX, &UNREADABLE, &OPENAPI_VERSION].into_iter();
    let of_crates = [openapi_lint::RULES, contract::RULES, sdk_codegen::RULES];
    own.chain(of_crates.into_iter().flatten())
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
    use super::*;

    #[test]
    fn counts_read_well() {
        let texts = [0, 1, 2].map(|count| counted(count, "finding"));
        assert_eq!(texts, ["no findings", "1 finding", "2 findings"]);
    }
}
