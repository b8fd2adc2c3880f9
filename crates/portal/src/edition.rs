//! One version of one API, and every file that is published for it.

use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use contract::Contract;
use openapi_document::folder;
use semver::Version;

use super::{
    bundle::Bundle,
    ordered::{self, Value},
    pages::prose,
    samples,
};

/// A version of an API.
#[derive(Debug)]
pub struct Edition {
    /// The contract, as it is or was.
    pub contract: Contract,
    /// `info.version` of the document.
    pub version: String,
    /// Whether a release has this version.
    pub released: bool,
    /// Title of the document.
    pub title: String,
    /// The document in one file, with samples, for readers.
    pub document: Value,
    /// The document in one file, and the files beside it.
    pub bundle: Bundle,
    /// Pages of prose beside the document: errata and the like.
    pub pages: Vec<Prose>,
    /// The simplest call: a command, and the same in Rust.
    pub first_call: [Option<String>; 2],
}

/// A page written as Markdown.
#[derive(Debug)]
pub struct Prose {
    /// File of the page, such as `errata.html`.
    pub page: String,
    /// File of its source, such as `ERRATA.md`.
    pub source: String,
    /// The first heading.
    pub title: String,
    text: String,
}

impl Edition {
    /// Reads an API below `root`. With `keep`, extensions that only our generators read stay in the document.
    pub fn read(root: &Path, api: &str, keep: bool) -> anyhow::Result<Self> {
        let contract = Contract::read_published(root, api)?;
        let folder = contract.place();
        let bundle = Bundle::of(&contract.document)?;
        let info = |key: &str| {
            let value = ordered::at(&bundle.document, "/info")?.get(key)?;
            value.as_str().map(str::to_owned)
        };
        let lacks = |key: &str| {
            format!(
                "{}: `info` has no `{key}`",
                contract.document.path.display()
            )
        };
        let version = info("version").with_context(|| lacks("version"))?;
        // It becomes the name of a folder.
        ensure!(
            Version::parse(&version).is_ok(),
            "{}: `info.version` is `{version}`, which is not a semantic version; write, for example, 1.2.3",
            contract.document.path.display()
        );
        let title = info("title").with_context(|| lacks("title"))?;
        for (name, table) in &contract.fields {
            ensure_address(name, &table.path)?;
        }
        let document = if keep {
            bundle.document.clone()
        } else {
            bundle.for_readers()
        };
        let sample = |file: &str| {
            let file = Path::new("samples").join(file);
            let text = folder::text_if_any(&folder, &file);
            text.with_context(|| format!("cannot read {}", folder.join(&file).display()))
        };
        Ok(Self {
            first_call: [sample("first_call.sh")?, sample("first_call.rs")?],
            document: samples::with_samples(&document, &folder)?,
            pages: pages(&folder)?,
            version,
            released: false,
            title,
            bundle,
            contract,
        })
    }

    /// Name of the API.
    pub fn api(&self) -> &str {
        &self.contract.name
    }

    /// The version, as pages show it.
    pub fn shown_version(&self) -> String {
        if self.released {
            self.version.clone()
        } else {
            format!("{} (unreleased)", self.version)
        }
    }

    /// The first paragraph of the document's description.
    pub fn summary(&self) -> &str {
        let text = ordered::at(&self.document, "/info/description");
        let text = text.and_then(Value::as_str).unwrap_or_default();
        text.split("\n\n").next().unwrap_or_default().trim()
    }
}

/// The Markdown files of an API's folder.
fn pages(folder: &Path) -> anyhow::Result<Vec<Prose>> {
    let mut sources = Vec::new();
    for entry in folder.read_dir()? {
        let file = PathBuf::from(entry?.file_name());
        if file.extension().is_some_and(|ending| ending == "md") {
            sources.push(file);
        }
    }
    // Capitals are before small letters, so the errata and the changelog are before other pages.
    sources.sort();
    sources.iter().map(|file| read_page(folder, file)).collect()
}

fn read_page(folder: &Path, file: &Path) -> anyhow::Result<Prose> {
    let text = folder::text(folder, file)
        .with_context(|| format!("cannot read {}", folder.join(file).display()))?;
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    ensure_address(&stem, &folder.join(file))?;
    Ok(Prose {
        page: format!("{}.html", stem.to_lowercase()),
        source: format!("{stem}.md"),
        title: prose::title(&text).unwrap_or(&stem).to_owned(),
        text,
    })
}

/// Fails if a relative link to the page would not lead to it: browsers read `javascript:x.html` as a script.
fn ensure_address(name: &str, file: &Path) -> anyhow::Result<()> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    ensure!(
        name.chars().all(plain),
        "{}: the file name becomes part of a URL; rename the file, with only letters, digits, `-`, `_` and `.`",
        file.display()
    );
    Ok(())
}

impl Prose {
    /// The text of links to the page: its file name as words.
    pub fn name(&self) -> String {
        prose::title_of(self.page.trim_end_matches(".html"))
    }

    /// The Markdown text.
    pub fn text(&self) -> &str {
        &self.text
    }
}
