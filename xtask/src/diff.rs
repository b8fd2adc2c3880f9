//! `cargo xtask diff`: reports which changes to a document are breaking, and for whom.

mod base;
mod changelog;
mod print;

use std::{
    fs, io,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, ensure};
use clap::{Args, ValueEnum};
use openapi_diff::{Change, Versions};
use sdk_codegen::GeneratedFile;

use self::base::{Base, Target};
use crate::{output, workspace::Workspace};

/// The name of the changelog of an API.
const CHANGELOG: &str = "CHANGELOG.md";

/// What to compare, and how to show it.
#[derive(Args, Clone, Debug, Default)]
pub struct Diff {
    /// Names of folders in spec/, or OpenAPI documents; all of spec/ if omitted
    #[arg(value_name = "API|FILE")]
    pub documents: Vec<String>,
    /// What to compare with: a revision of the repository, or a file; by default, the last release, or, if there is no
    /// release, the commit at which the branch left `main`
    #[arg(long, value_name = "REV|FILE")]
    pub base: Option<String>,
    /// How to show the findings
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// Write the changes into the changelog of each API, or print them for a document that is not in spec/
    #[arg(long)]
    pub changelog: bool,
    /// Print the rules as a table, and compare nothing
    #[arg(long)]
    pub rules: bool,
}

/// How findings are shown.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, ValueEnum)]
pub enum Format {
    /// For a terminal
    #[default]
    Human,
    /// An array of objects
    Json,
    /// A table
    Markdown,
}

/// A document and its changes.
struct Comparison {
    api: Option<String>,
    path: PathBuf,
    base: String,
    changes: Vec<Change>,
    versions: Versions,
}

impl Comparison {
    /// The name of the document in the changelog.
    fn name(&self) -> String {
        match &self.api {
            Some(api) => api.clone(),
            None => self.path.display().to_string(),
        }
    }

    /// Whether `file` is the document itself, not a file that it refers to.
    fn is_main_file(&self, file: &str) -> bool {
        Path::new(file).file_name() == self.path.file_name()
    }
}

impl Diff {
    /// Runs the command, and writes findings to `out`. Returns whether the versions allow the changes.
    pub fn run(&self, workspace: &Workspace, out: &mut dyn Write) -> anyhow::Result<bool> {
        if self.rules {
            write!(out, "{}", openapi_diff::table())?;
            return Ok(true);
        }
        let mut comparisons = Vec::new();
        for target in self.targets(workspace)? {
            let base = Base::of(self.base.as_deref(), &target)?;
            match compared(&target, &base)? {
                Some(comparison) => comparisons.push(comparison),
                None if self.format == Format::Json => {}
                None => writeln!(
                    out,
                    "{} is not in {}: there is nothing to compare with",
                    target.path.display(),
                    base.name
                )?,
            }
        }
        self.print(&comparisons, out)?;
        if self.changelog {
            self.write_changelog(workspace, &comparisons, out)?;
        }
        Ok(comparisons.iter().all(|one| one.versions.allow()))
    }

    fn targets(&self, workspace: &Workspace) -> anyhow::Result<Vec<Target>> {
        let targets: Vec<_> = if self.documents.is_empty() {
            let apis = workspace.apis()?;
            apis.iter().map(|api| Target::api(workspace, api)).collect()
        } else {
            let named = self.documents.iter();
            named
                .map(|name| Target::named(workspace, name))
                .collect::<anyhow::Result<_>>()?
        };
        let file = self.base.as_ref().filter(|base| Path::new(base).is_file());
        ensure!(
            targets.len() == 1 || file.is_none(),
            "--base is a file, which can be compared with only one document; name that document"
        );
        Ok(targets)
    }

    fn print(&self, comparisons: &[Comparison], out: &mut dyn Write) -> anyhow::Result<()> {
        match self.format {
            Format::Json => return print::json(comparisons, out),
            Format::Human => {
                for (index, comparison) in comparisons.iter().enumerate() {
                    if index > 0 {
                        writeln!(out)?;
                    }
                    print::human(comparison, out)?;
                }
            }
            Format::Markdown => {
                for (index, comparison) in comparisons.iter().enumerate() {
                    if index > 0 {
                        writeln!(out)?;
                    }
                    print::markdown(comparison, out)?;
                }
            }
        }
        Ok(())
    }

    /// Writes the section of each API into its changelog, and prints those of other documents.
    fn write_changelog(
        &self,
        workspace: &Workspace,
        comparisons: &[Comparison],
        out: &mut dyn Write,
    ) -> anyhow::Result<()> {
        let mut files = Vec::new();
        for comparison in comparisons {
            if let Some(api) = &comparison.api {
                let path = Path::new("spec").join(api).join(CHANGELOG);
                let old = existing(&workspace.root().join(&path))?;
                let text = changelog::inserted(&old, comparison);
                files.push(GeneratedFile { path, text });
            } else if self.format != Format::Json {
                let section = changelog::section(comparison).unwrap_or_default();
                write!(out, "\n{section}")?;
            }
        }
        let states = output::compare(workspace.root(), &files, &[])?;
        output::write(workspace.root(), &files, &states)?;
        if self.format == Format::Human {
            for (file, state) in files.iter().zip(&states) {
                let word = match state {
                    output::State::Fresh => "is up to date",
                    _ => "is written",
                };
                writeln!(out, "\n{} {word}", file.path.display())?;
            }
        }
        Ok(())
    }
}

/// The text of a file. It is empty if the file does not exist.
fn existing(path: &Path) -> anyhow::Result<String> {
    match fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        read => read.with_context(|| format!("cannot read {}", path.display())),
    }
}

fn compared(target: &Target, base: &Base) -> anyhow::Result<Option<Comparison>> {
    let new = target.read()?;
    let Some(old) = base.read(target)? else {
        return Ok(None);
    };
    let changes = openapi_diff::compare(&old, &new);
    Ok(Some(Comparison {
        api: target.api.clone(),
        path: target.path.clone(),
        base: base.name.clone(),
        versions: Versions::of(&old, &new, &changes),
        changes,
    }))
}
