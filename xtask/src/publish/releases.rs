//! What was released: the tags of the repository, and the contracts as they were then.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, bail};
use semver::Version;

use super::scratch::Scratch;

/// A tag that releases one API (`<api>-v1.2.3`) or all of them (`v1.2.3`).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Release {
    /// Name of the tag.
    pub tag: String,
    /// The API it is for; none when it is for all.
    pub api: Option<String>,
    version: Version,
}

/// The workspace as it was at a release, in a folder that is removed with this value.
#[derive(Debug)]
pub struct Checkout {
    root: PathBuf,
    _scratch: Scratch,
}

impl Checkout {
    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }
}

/// The releases of the repository whose root is `root`, oldest first; none when it is not a repository.
pub fn releases(root: &Path) -> anyhow::Result<Vec<Release>> {
    if !is_repository(root) {
        return Ok(Vec::new());
    }
    let tags = git(root, None, &["tag", "--list"])?;
    let mut found: Vec<_> = tags.lines().filter_map(release).collect();
    found.sort_by(|a, b| a.version.cmp(&b.version).then_with(|| a.tag.cmp(&b.tag)));
    Ok(found)
}

fn release(tag: &str) -> Option<Release> {
    let (api, version) = match tag.rsplit_once("-v") {
        Some((api, version)) => (Some(api.to_owned()), version),
        None => (None, tag.strip_prefix('v')?),
    };
    Some(Release {
        tag: tag.to_owned(),
        api,
        version: Version::parse(version).ok()?,
    })
}

/// Whether `root` is the root of a working tree. A folder inside another repository has none of its tags.
fn is_repository(root: &Path) -> bool {
    let top = git(root, None, &["rev-parse", "--show-toplevel"]);
    let top = top
        .ok()
        .and_then(|top| PathBuf::from(top.trim()).canonicalize().ok());
    top.is_some() && top == root.canonicalize().ok()
}

/// Writes the files of `tag` into a folder of their own; index and working tree stay as they are.
pub fn check_out(root: &Path, tag: &str) -> anyhow::Result<Checkout> {
    let scratch = Scratch::new()?;
    let (index, folder) = (scratch.path().join("index"), scratch.path().join("files"));
    git(
        root,
        Some(&index),
        &["read-tree", &format!("refs/tags/{tag}")],
    )?;
    let prefix = format!("--prefix={}/", folder.display());
    git(root, Some(&index), &["checkout-index", "--all", &prefix])?;
    Ok(Checkout {
        root: folder,
        _scratch: scratch,
    })
}

fn git(root: &Path, index: Option<&Path>, arguments: &[&str]) -> anyhow::Result<String> {
    let mut command = Command::new("git");
    // Hooks set these for the repository they run in, which need not be this one.
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        command.env_remove(name);
    }
    if let Some(index) = index {
        command.env("GIT_INDEX_FILE", index);
    }
    let output = command
        .current_dir(root)
        .args(arguments)
        .output()
        .context("cannot run git, which knows the releases")?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("git {}: {}", arguments.join(" "), said.trim());
    }
    String::from_utf8(output.stdout).context("git returned something other than text")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_name_an_api_or_all() {
        let of = |tag| release(tag).map(|release| release.api);
        assert_eq!(of("v0.1.0"), Some(None));
        assert_eq!(
            of("order-desk-v1.2.3-rc.1"),
            Some(Some("order-desk".into()))
        );
        assert_eq!(of("v1"), None);
        assert_eq!(of("nightly"), None);
    }
}
