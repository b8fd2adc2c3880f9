//! The releases: the tags of the repository, and the workspace at each tag.

use std::path::{Path, PathBuf};

use semver::Version;

use super::scratch::{self, Scratch};
use crate::git;

/// A tag that releases one API (`<api>-v1.2.3`) or all of them (`v1.2.3`).
#[derive(Clone, Debug, Eq, PartialEq)]
struct Tag {
    name: String,
    /// The API that it releases. `None` if it releases all.
    api: Option<String>,
    version: Version,
}

/// The workspace at a release, in a folder that is removed when this value is dropped.
#[derive(Debug)]
pub struct Checkout {
    /// The release, and the folder with its files.
    pub release: portal::Release,
    _scratch: Scratch,
}

/// The releases of the repository whose root is `root`, oldest first, each in a separate folder. There are none if
/// `root` is not a repository. The index and the working tree do not change.
pub fn check_out_all(root: &Path) -> anyhow::Result<Vec<Checkout>> {
    scratch::remove_abandoned();
    tags(root)?
        .into_iter()
        .map(|tag| check_out(root, tag))
        .collect()
}

fn tags(root: &Path) -> anyhow::Result<Vec<Tag>> {
    if !is_repository(root) {
        return Ok(Vec::new());
    }
    let listed = git::text(root, &["tag", "--list"])?;
    let mut found: Vec<_> = listed.lines().filter_map(tag).collect();
    found.sort_by(|a, b| (&a.version, &a.name).cmp(&(&b.version, &b.name)));
    Ok(found)
}

fn tag(name: &str) -> Option<Tag> {
    let (api, version) = match name.rsplit_once("-v") {
        Some((api, version)) => (Some(api.to_owned()), version),
        None => (None, name.strip_prefix('v')?),
    };
    Some(Tag {
        name: name.to_owned(),
        api,
        version: Version::parse(version).ok()?,
    })
}

/// Whether `root` is the root of a working tree. The tags of a repository do not belong to a folder inside it.
fn is_repository(root: &Path) -> bool {
    let top = git::text(root, &["rev-parse", "--show-toplevel"]);
    let top = top
        .ok()
        .and_then(|top| PathBuf::from(top).canonicalize().ok());
    top.is_some() && top == root.canonicalize().ok()
}

fn check_out(root: &Path, tag: Tag) -> anyhow::Result<Checkout> {
    let scratch = Scratch::new()?;
    let (index, folder) = (scratch.path().join("index"), scratch.path().join("files"));
    let tree = format!("refs/tags/{}", tag.name);
    git::with_index(root, &index, &["read-tree", &tree])?;
    let prefix = format!("--prefix={}/", folder.display());
    git::with_index(root, &index, &["checkout-index", "--all", &prefix])?;
    Ok(Checkout {
        release: portal::Release {
            tag: tag.name,
            api: tag.api,
            root: folder,
        },
        _scratch: scratch,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_name_an_api_or_all() {
        let of = |name| tag(name).map(|tag| tag.api);
        assert_eq!(of("v0.1.0"), Some(None));
        assert_eq!(
            of("order-desk-v1.2.3-rc.1"),
            Some(Some("order-desk".into()))
        );
        assert_eq!(of("v1"), None);
        assert_eq!(of("nightly"), None);
    }
}
