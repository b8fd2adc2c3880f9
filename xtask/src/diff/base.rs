//! The base of a comparison: another file, or the same file at a revision of the repository.

use std::{
    ffi::OsStr,
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail, ensure};
use openapi_diff::Source;
use openapi_document::folder;

use crate::{git, workspace::Workspace};

/// A document on disk to compare.
#[derive(Debug)]
pub struct Target {
    /// The API, if the document is in the workspace.
    pub api: Option<String>,
    /// The file, as messages show it.
    pub path: PathBuf,
    /// The file on disk.
    file: PathBuf,
}

impl Target {
    /// The target with this name: an API of the workspace, or else a file.
    pub fn named(workspace: &Workspace, name: &str) -> anyhow::Result<Self> {
        let known = workspace.apis().unwrap_or_default();
        if known.iter().any(|api| api == name) {
            return Ok(Self::api(workspace, name));
        }
        let path = PathBuf::from(name);
        ensure!(
            path.is_file(),
            "`{name}` is neither a file nor an API; spec/ has: {}",
            known.join(", ")
        );
        Ok(Self {
            api: None,
            file: path.clone(),
            path,
        })
    }

    /// The document of an API of the workspace.
    pub fn api(workspace: &Workspace, name: &str) -> Self {
        let path = Path::new("spec").join(name).join("openapi.yaml");
        Self {
            api: Some(name.to_owned()),
            file: workspace.root().join(&path),
            path,
        }
    }

    /// Reads the document on disk.
    pub fn read(&self) -> anyhow::Result<Source> {
        from_disk(&self.path, &self.file, self.api.is_none())
    }

    /// The folder of the document. Git runs in it.
    fn folder(&self) -> &Path {
        match self.file.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        }
    }

    /// The default base: the last release, or the commit at which the branch left `main`.
    fn last_release(&self) -> anyhow::Result<String> {
        let own = self.api.as_ref().map(|api| format!("{api}-v[0-9]*"));
        for pattern in own.into_iter().chain(["v[0-9]*".to_owned()]) {
            let arguments = ["describe", "--tags", "--abbrev=0", "--match", &pattern];
            if let Some(tag) = git(self.folder(), &arguments)? {
                return Ok(tag);
            }
        }
        for branch in ["main", "origin/main"] {
            if let Some(commit) = git(self.folder(), &["merge-base", "HEAD", branch])? {
                return Ok(commit.get(..12).unwrap_or(&commit).to_owned());
            }
        }
        bail!(
            "{}: there is no release tag (`v*`) and no branch `main` to compare with; name a revision or a file with \
             --base",
            self.path.display()
        )
    }
}

/// The base of a comparison.
#[derive(Debug)]
pub struct Base {
    /// The revision or file.
    pub name: String,
    file: bool,
}

impl Base {
    /// The base that the user names, or the last release of the target.
    pub fn of(named: Option<&str>, target: &Target) -> anyhow::Result<Self> {
        let file = named.is_some_and(|name| Path::new(name).is_file());
        let name = match named {
            Some(name) => name.to_owned(),
            None => target.last_release()?,
        };
        Ok(Self { name, file })
    }

    /// Reads the target in the base. `None` if the base does not have it.
    pub fn read(&self, target: &Target) -> anyhow::Result<Option<Source>> {
        if self.file {
            let file = Path::new(&self.name);
            return from_disk(file, file, true).map(Some);
        }
        let folder = target.folder();
        let revision = format!("{}^{{commit}}", self.name);
        let arguments = [
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &revision,
        ];
        let commit = git(folder, &arguments)?.with_context(|| {
            format!(
                "`{}` is neither a file nor a revision of the repository; --base takes one of the two",
                self.name
            )
        })?;
        let read = |name: &str| git::bytes(folder, &["show", &format!("{commit}:./{name}")]);
        Source::load(&target.path, &format!("{}:", self.name), &read)
    }
}

/// Reads a document on disk. If the user has `named` the document, it can be a link to any place. The files that it
/// refers to cannot.
fn from_disk(path: &Path, file: &Path, named: bool) -> anyhow::Result<Source> {
    let folder = file.parent().unwrap_or(Path::new(""));
    let read = |name: &str| {
        let is_main = file.file_name() == Some(OsStr::new(name));
        let bytes = if named && is_main {
            fs::read(file)
        } else {
            folder::read(folder, Path::new(name))
        };
        match bytes {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| format!("cannot read {name}")),
        }
    };
    let source = Source::load(path, "", &read)?;
    source.with_context(|| format!("cannot read {}: there is no such file", path.display()))
}

/// The output of git, without the line break. `None` if git fails, which means that there is no such tag or revision.
fn git(folder: &Path, arguments: &[&str]) -> anyhow::Result<Option<String>> {
    let bytes = git::bytes(folder, arguments);
    let bytes = bytes.context("compare with a file instead: --base FILE")?;
    Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).trim().to_owned()))
}
