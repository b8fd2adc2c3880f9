//! The workspace: its folder, and its APIs.

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail, ensure};
use contract::Contract;

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

    /// The workspace of the package that cargo runs, or else of the current folder. The folder in which the program was
    /// compiled has no effect, because a target folder can be copied or shared.
    pub fn of_this_run() -> anyhow::Result<Self> {
        let start = match env::var_os("CARGO_MANIFEST_DIR") {
            Some(package) => package.into(),
            None => env::current_dir().context("cannot find the current folder")?,
        };
        let mut folders = start.ancestors();
        let root = folders.find(|folder| is_workspace(folder));
        let root = root.with_context(|| {
            format!(
                "{} is not in a workspace: no folder above it has a Cargo.toml with [workspace]; name the workspace \
                 with --root",
                start.display()
            )
        })?;
        Ok(Self::at(root))
    }

    /// The folder of the workspace.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The names of all APIs: the folders in `spec/` with an `openapi.yaml`. Fails if one of them cannot be the name of
    /// a crate.
    pub fn apis(&self) -> anyhow::Result<Vec<String>> {
        let names = contract::apis(&self.root)?;
        let mut crates = BTreeMap::new();
        for name in &names {
            ensure!(
                is_crate_name(name),
                "spec/{name}: the name of the folder becomes the name of the crate, so it must begin with a lower-case \
                 letter, contain only lower-case letters, digits, `-` and `_`, and not end in `{}`; it must not be a \
                 Rust keyword, a crate of Rust itself or a module of the mock servers (`generated`, `then`, `when`); \
                 rename it",
                sdk_codegen::MOCK
            );
            let other = crates.insert(comparable(name), name);
            ensure!(
                other.is_none(),
                "spec/{name} and spec/{} have the same crate name in Rust; rename one of them",
                other.map_or("", |other| other)
            );
        }
        Ok(names)
    }

    /// The contracts of the APIs in `names`, or of all APIs if `names` is empty.
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

fn is_workspace(folder: &Path) -> bool {
    let manifest = fs::read_to_string(folder.join("Cargo.toml"));
    let manifest = manifest
        .ok()
        .and_then(|text| text.parse::<toml::Table>().ok());
    manifest.is_some_and(|manifest| manifest.contains_key("workspace"))
}

/// Crates of Rust itself, and modules of the mock servers: the crate of a mock server also exports the SDK by its name.
const TAKEN: [&str; 8] = [
    "alloc",
    "core",
    "generated",
    "proc_macro",
    "std",
    "test",
    "then",
    "when",
];

fn is_crate_name(name: &str) -> bool {
    let starts_well = name.starts_with(|c: char| c.is_ascii_lowercase());
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
    let ident = name.replace('-', "_");
    starts_well
        && name.chars().all(allowed)
        && !ident.ends_with(&sdk_codegen::MOCK.replace('-', "_"))
        && !TAKEN.contains(&ident.as_str())
        && syn::parse_str::<syn::Ident>(&ident).is_ok()
}

/// The name in a form for comparison, because rustc treats a hyphen in the name of a crate as an underscore.
pub fn comparable(name: &str) -> String {
    name.replace('-', "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_must_be_a_crate_name() {
        for good in ["bouwsoft", "my-api", "api_2"] {
            assert!(is_crate_name(good), "{good}");
        }
        for bad in [
            "my api",
            "a.b",
            "1st",
            ".hidden",
            "Api",
            "type",
            "api-httpmock",
            "api_httpmock",
            "std",
            "proc-macro",
            "generated",
            "when",
            "api-httpmock",
            "",
        ] {
            assert!(!is_crate_name(bad), "{bad}");
        }
    }
}
