//! The workspace: where it is, and which APIs it has.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};

use crate::document::Contract;

/// A checkout of the workspace.
#[derive(Clone, Debug)]
pub struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// The workspace at `root`.
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The workspace this program was built from.
    pub fn own() -> Self {
        Self::at(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
    }

    /// The folder of the workspace.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The names of all APIs: the folders of `spec/` that hold an `openapi.yaml`.
    pub fn apis(&self) -> anyhow::Result<Vec<String>> {
        let folder = self.root.join("spec");
        let entries = folder
            .read_dir()
            .with_context(|| format!("cannot read {}", folder.display()))?;
        let mut names = Vec::new();
        for entry in entries {
            let entry = entry?;
            if entry.path().join("openapi.yaml").is_file() {
                names.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
        names.sort();
        ensure!(
            !names.is_empty(),
            "no spec/<api>/openapi.yaml in {}",
            self.root.display()
        );
        Ok(names)
    }

    /// The APIs called `names`, read; all of them where there are no names.
    pub fn contracts(&self, names: &[String]) -> anyhow::Result<Vec<Contract>> {
        let known = self.apis()?;
        if let Some(unknown) = names.iter().find(|name| !known.contains(name)) {
            bail!("no API `{unknown}`; spec/ has: {}", known.join(", "));
        }
        known
            .iter()
            .filter(|name| names.is_empty() || names.contains(name))
            .map(|name| Contract::read(&self.root, name))
            .collect()
    }
}
