//! Generates what is published from the contracts: documents for tools, pages for people, catalogues for other portals.
//!
//! It reads a workspace and its releases, and returns files in memory. This crate does not write files or run git.

#![cfg_attr(not(test), warn(clippy::disallowed_methods))]

mod bundle;
mod catalog;
mod deref;
mod edition;
mod files;
mod hosting;
mod markdown;
mod ordered;
mod pages;
mod portable;
mod reference;
mod samples;
mod tables;
mod v31;
mod yaml;

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use edition::Edition;
pub use hosting::{CHECKSUMS, MARK};
use pages::Site;

/// A file that is published: text or other bytes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Blob {
    /// Its path, relative to the folder that is published.
    pub path: PathBuf,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl Blob {
    /// A file of text.
    pub fn text(path: impl Into<PathBuf>, text: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            bytes: text.into().into_bytes(),
        }
    }
}

/// The workspace as it was at a release.
#[derive(Clone, Debug)]
pub struct Release {
    /// What the release is called.
    pub tag: String,
    /// The API that was released, or `None` if all were.
    pub api: Option<String>,
    /// The root folder of the workspace.
    pub root: PathBuf,
}

/// What is published for an API: its current edition, and those that were released.
#[derive(Debug)]
struct Published {
    current: Edition,
    /// One for each version, oldest release first.
    released: Vec<Edition>,
}

impl Published {
    fn read(root: &Path, api: &str, releases: &[Release], keep: bool) -> anyhow::Result<Self> {
        let mut released: Vec<Edition> = Vec::new();
        for release in releases {
            let concerned = release.api.as_deref().is_none_or(|name| name == api);
            let document = release.root.join("spec").join(api).join("openapi.yaml");
            if !concerned || !document.is_file() {
                continue;
            }
            let mut edition = Edition::read(&release.root, api, keep)
                .with_context(|| format!("release {}", release.tag))?;
            edition.released = true;
            // If several releases have the same version, the oldest one is published.
            if released
                .iter()
                .all(|older| older.version != edition.version)
            {
                released.push(edition);
            }
        }
        let mut current = Edition::read(root, api, keep)?;
        current.released = released.iter().any(|one| one.version == current.version);
        Ok(Self { current, released })
    }

    /// Folders below that of the API, each with its edition: every released version, then `latest`. A version has no
    /// folder before it is released, since its files still change.
    fn folders(&self) -> impl Iterator<Item = (&str, &Edition)> {
        let released = self.released.iter();
        let released = released.map(|one| (one.version.as_str(), one));
        released.chain([("latest", &self.current)])
    }
}

/// Everything that is published for the APIs of the workspace at `root` and for its `releases`, oldest first. The mark
/// of the folder is the first file, and the checksums are the last. With `keep`, extensions that only our generators
/// read stay in the documents.
///
/// # Errors
///
/// If a document cannot be read, or if two files would have one path.
pub fn files(
    root: &Path,
    apis: &[String],
    releases: &[Release],
    keep: bool,
) -> anyhow::Result<Vec<Blob>> {
    let published = apis
        .iter()
        .map(|api| Published::read(root, api, releases, keep))
        .collect::<anyhow::Result<Vec<_>>>()?;
    let site = Site::read(root, &published)?;
    let mut files = pages::assets();
    files.extend(pages::site_pages(&site, &published));
    let latest: Vec<_> = published.iter().map(|one| &one.current).collect();
    files.push(Blob::text("apis.json", catalog::apis_json(&site, &latest)?));
    files.push(Blob::text("catalog-info.yaml", catalog::backstage(&latest)));
    files.push(Blob::text("llms.txt", catalog::llms_txt(&site, &latest)));
    let mut folders = Vec::new();
    for one in &published {
        for (folder, edition) in one.folders() {
            let folder = Path::new(edition.api()).join(folder);
            folders.push((
                folder.clone(),
                edition.released && !folder.ends_with("latest"),
            ));
            files.extend(files::of_edition(edition, &folder, &site)?);
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    if let Some(pair) = files.windows(2).find(|pair| pair[0].path == pair[1].path) {
        bail!(
            "two files would be published as {}; rename the page or the file that the document refers to",
            pair[0].path.display()
        );
    }
    files.push(Blob::text("_headers", hosting::headers(&files, &folders)));
    files.insert(0, hosting::mark());
    let sums = hosting::checksums(&files);
    files.push(Blob::text(CHECKSUMS, sums));
    Ok(files)
}
