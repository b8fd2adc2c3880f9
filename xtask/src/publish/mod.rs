//! `cargo xtask publish`: the documents and the portal, as a folder of static files.

mod annotate;
mod bundle;
mod catalog;
mod deref;
mod edition;
mod hosting;
mod markdown;
mod ordered;
mod portal;
mod releases;
mod samples;
mod scratch;
mod tables;
mod yaml;

use std::{
    collections::BTreeMap,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use clap::Args;

use crate::{
    output::{self, Blob, State, Tree},
    workspace::Workspace,
};
use edition::Edition;
pub(crate) use ordered::is_data;
use portal::Site;
use releases::Checkout;

/// What to publish, and where to.
#[derive(Args, Clone, Debug)]
pub struct Publish {
    /// Folder to write, relative to the workspace
    #[arg(long, value_name = "DIR", default_value = "dist")]
    pub out: PathBuf,
    /// Write nothing; fail and name every file that is not as it should be
    #[arg(long)]
    pub check: bool,
    /// Keep the extensions that only the generators of this workspace read
    #[arg(long)]
    pub keep_generator_extensions: bool,
}

/// What is published of an API: its current edition, and those that were released.
#[derive(Debug)]
struct Published {
    current: Edition,
    /// By version, oldest first.
    released: Vec<Edition>,
}

impl Published {
    /// Folders below that of the API, each with its edition: every released version, then `latest`. A version has no
    /// folder before it is released, since its files still change.
    fn folders(&self) -> impl Iterator<Item = (&str, &Edition)> {
        let released = self.released.iter();
        let released = released.map(|one| (one.version.as_str(), one));
        released.chain([("latest", &self.current)])
    }
}

impl Publish {
    /// Runs the command, and reports on `out`. Returns whether everything is in order.
    pub fn run(&self, workspace: &Workspace, out: &mut dyn Write) -> anyhow::Result<bool> {
        let files = self.files(workspace)?;
        let tree = Tree::new(
            workspace.root(),
            &self.out,
            hosting::MARK,
            hosting::CHECKSUMS,
        );
        let states = tree.compare(&files)?;
        let stale = states
            .iter()
            .filter(|state| **state != State::Fresh)
            .count();
        if self.check {
            output::report(&states, out)?;
            let count = states.len();
            match stale {
                0 => writeln!(out, "{count} files in {} are fresh", self.out.display())?,
                _ => writeln!(
                    out,
                    "{stale} of {count} files in {} are stale; to correct them: {}",
                    self.out.display(),
                    self.command()
                )?,
            }
            return Ok(stale == 0);
        }
        tree.write(&files, &states)?;
        let count = files.len();
        let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
        writeln!(
            out,
            "published {count} files ({:.1} MB) in {}, {stale} of them changed",
            bytes as f64 / 1e6,
            self.out.display(),
        )?;
        Ok(true)
    }

    /// Everything that is published: the mark of the folder first, the checksums last.
    pub fn files(&self, workspace: &Workspace) -> anyhow::Result<Vec<Blob>> {
        let root = workspace.root();
        let checkouts = checkouts(root)?;
        let apis = workspace.apis()?;
        let published = apis
            .iter()
            .map(|api| self.published(root, api, &checkouts))
            .collect::<anyhow::Result<Vec<_>>>()?;
        let site = Site::read(root, &published)?;
        let mut files = portal::assets()?;
        files.extend(portal::site_pages(&site, &published));
        let latest: Vec<_> = published.iter().map(|one| &one.current).collect();
        files.push(Blob::text("apis.json", catalog::apis_json(&site, &latest)?));
        files.push(Blob::text("catalog-info.yaml", catalog::backstage(&latest)));
        for one in &published {
            for (folder, edition) in one.folders() {
                let folder = Path::new(edition.api()).join(folder);
                files.extend(edition.files(&folder, &site)?);
            }
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        if let Some(pair) = files.windows(2).find(|pair| pair[0].path == pair[1].path) {
            bail!(
                "two files would be published as {}; rename the page or the file that the document refers to",
                pair[0].path.display()
            );
        }
        files.push(Blob::text("_headers", hosting::headers(&files)));
        files.insert(0, hosting::mark());
        let sums = hosting::checksums(&files);
        files.push(Blob::text(hosting::CHECKSUMS, sums));
        Ok(files)
    }

    fn published(
        &self,
        root: &Path,
        api: &str,
        checkouts: &BTreeMap<String, Checkout>,
    ) -> anyhow::Result<Published> {
        let keep = self.keep_generator_extensions;
        let mut released: Vec<Edition> = Vec::new();
        for release in releases::releases(root)? {
            let checkout = &checkouts[&release.tag];
            let concerned = release.api.as_deref().is_none_or(|name| name == api);
            let document = checkout.root().join("spec").join(api).join("openapi.yaml");
            if !concerned || !document.is_file() {
                continue;
            }
            let mut edition = Edition::read(checkout.root(), api, keep)
                .with_context(|| format!("release {}", release.tag))?;
            edition.released = true;
            // A version is what it was when it was released first.
            if released
                .iter()
                .all(|older| older.version != edition.version)
            {
                released.push(edition);
            }
        }
        let mut current = Edition::read(root, api, keep)?;
        current.released = released.iter().any(|one| one.version == current.version);
        Ok(Published { current, released })
    }

    /// The command that corrects what `--check` reports.
    fn command(&self) -> String {
        let mut command = String::from("cargo xtask publish");
        if self.out != Path::new("dist") {
            command.push_str(&format!(" --out {}", self.out.display()));
        }
        if self.keep_generator_extensions {
            command.push_str(" --keep-generator-extensions");
        }
        command
    }
}

/// The workspace as it was at each release, by tag.
fn checkouts(root: &Path) -> anyhow::Result<BTreeMap<String, Checkout>> {
    scratch::remove_left();
    let all = releases::releases(root)?.into_iter();
    all.map(|release| {
        let checkout = releases::check_out(root, &release.tag)?;
        Ok((release.tag, checkout))
    })
    .collect()
}
