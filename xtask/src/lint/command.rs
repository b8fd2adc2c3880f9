//! The command: which documents are looked at, and how the findings are shown.

use std::{
    io::{self, IsTerminal, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use clap::Args;

use super::{
    RULES, compare, external,
    report::{self, Format, Report},
};
use crate::{
    document::{Contract, Diagnostic},
    workspace::Workspace,
};

/// What to lint.
#[derive(Args, Clone, Debug, Default)]
pub struct Lint {
    /// Names of folders in spec/, or OpenAPI 3.0 documents elsewhere; all of spec/ when none is given
    #[arg(value_name = "API|FILE")]
    pub apis: Vec<String>,
    /// How findings are shown
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// Run Redocly and Spectral as well, through npx
    #[arg(long)]
    pub external: bool,
    /// Print what we, Redocly and Spectral find in the documents of a folder, each of which marks its defect by a
    /// comment `# defect`
    #[arg(long, value_name = "DIR", conflicts_with_all = ["apis", "format", "external"])]
    pub compare: Option<PathBuf>,
    /// Whether findings are coloured: on a terminal, unless the environment says NO_COLOR.
    #[arg(skip = colours())]
    pub colour: bool,
}

fn colours() -> bool {
    let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    io::stdout().is_terminal() && !unwanted
}

/// A document to look at.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The folder that paths are relative to; the current one where it is empty.
    pub root: PathBuf,
    /// The document.
    pub path: PathBuf,
    /// The name of the API, where it is one of the workspace.
    pub api: Option<String>,
}

impl Lint {
    /// Runs the command: findings go to `out`, and a line that counts them. Says whether there were none.
    pub fn run(&self, workspace: &Workspace, out: &mut dyn Write) -> anyhow::Result<bool> {
        if let Some(folder) = &self.compare {
            compare::write(workspace, folder, out)?;
            return Ok(true);
        }
        let subjects = self.subjects(workspace)?;
        let mut report = Report::default();
        for subject in &subjects {
            report.add(subject, subject.findings()?);
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
            let looked_at = [(apis, "contract"), (subjects.len() - apis, "document")];
            let looked_at = looked_at.iter().filter(|(count, _)| *count > 0);
            let looked_at: Vec<_> = looked_at
                .map(|(count, what)| counted(*count, what))
                .collect();
            let findings = counted(total, "finding");
            writeln!(
                out,
                "{}, {} rules, {findings}",
                looked_at.join(", "),
                RULES.len()
            )?;
        }
        Ok(total == 0)
    }

    fn subjects(&self, workspace: &Workspace) -> anyhow::Result<Vec<Subject>> {
        if self.apis.is_empty() {
            let apis = workspace.apis()?.into_iter();
            return Ok(apis.map(|api| Subject::api(workspace, api)).collect());
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

    /// A document that belongs to no API.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        Self {
            root: PathBuf::new(),
            path: path.into(),
            api: None,
        }
    }

    fn named(workspace: &Workspace, name: &str) -> anyhow::Result<Self> {
        let apis = workspace.apis().unwrap_or_default();
        let path = Path::new(name);
        let same = |api: &String| {
            let document = Self::api(workspace, api.clone()).place();
            path.is_file() && document.canonicalize().ok() == path.canonicalize().ok()
        };
        match apis.iter().find(|api| *api == name || same(api)) {
            Some(api) => Ok(Self::api(workspace, api.clone())),
            None if path.is_file() => Ok(Self::file(name)),
            None => bail!(
                "no API and no file `{name}`; spec/ has: {}",
                apis.join(", ")
            ),
        }
    }

    /// The folder of the document, relative to the root.
    pub fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }

    /// Where the document is.
    pub fn place(&self) -> PathBuf {
        self.root.join(&self.path)
    }

    /// What our own rules find. A document that cannot be read has one finding, which says why.
    pub fn findings(&self) -> anyhow::Result<Vec<Diagnostic>> {
        let read = match &self.api {
            Some(api) => Contract::read(&self.root, api),
            None => Contract::alone(&self.root, &self.path),
        };
        let contract = match read {
            Ok(contract) => contract,
            Err(error) => {
                let inside = error.chain().find_map(|cause| cause.downcast_ref());
                let finding: Option<Diagnostic> = inside.cloned();
                return Ok(vec![finding.ok_or(error)?]);
            }
        };
        match self.api {
            Some(_) => super::findings(&contract),
            None => Ok(super::of_document(&contract)),
        }
        .with_context(|| format!("cannot lint {}", self.path.display()))
    }
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
