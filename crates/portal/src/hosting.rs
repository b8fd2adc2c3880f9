//! What a static host, a careful downloader and the next run need: `_headers`, `SHA256SUMS` and the mark of the folder.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

use crate::Blob;

/// Name of the file with the checksums, which is also the list of what was published.
pub const CHECKSUMS: &str = "SHA256SUMS";

/// Name of the file that marks a folder as made by `publish`, which then replaces and removes files in it.
pub const MARK: &str = ".order-contracts-site";

/// The mark.
pub fn mark() -> Blob {
    let text = format!(
        "Made by `cargo xtask publish`, which replaces and removes the files that {CHECKSUMS} lists.\n"
    );
    Blob::text(MARK, text)
}

const MARKDOWN: &str = "text/markdown; charset=utf-8";

/// Media types that hosts guess wrong, by the ending of the file.
const TYPES: [(&str, &str); 5] = [
    ("yaml", "application/yaml; charset=utf-8"),
    ("csv", "text/csv; charset=utf-8"),
    ("tsv", "text/tab-separated-values; charset=utf-8"),
    ("md", MARKDOWN),
    ("xml", "application/xml; charset=utf-8"),
];

/// `Cache-Control` for files that the next release changes, and for files that never change.
const LIFETIMES: [&str; 2] = ["public, max-age=600", "public, max-age=31536000, immutable"];

/// The rules that Netlify, Cloudflare Pages and others read: any page may fetch any file, files that hosts guess wrong
/// have their media types, and released versions may be cached for a year. `folders` are those of the editions, and
/// whether they are released. Cloudflare accepts 100 rules, so the files of `operations` share one.
pub fn headers(files: &[Blob], folders: &[(PathBuf, bool)]) -> String {
    let mut text = String::from(
        "# If the site is not at the root of its host, add the base path before each path.\n\
         /*\n  Access-Control-Allow-Origin: *\n  X-Content-Type-Options: nosniff\n",
    );
    for (folder, released) in folders {
        let lifetime = LIFETIMES[usize::from(*released)];
        let folder = slashed(folder);
        let _ = writeln!(text, "/{folder}/*\n  Cache-Control: {lifetime}");
        let _ = writeln!(text, "/{folder}/operations/*\n  Content-Type: {MARKDOWN}");
    }
    for file in files {
        let ending = file.path.extension().and_then(|ending| ending.to_str());
        let is_operation = file
            .path
            .parent()
            .is_some_and(|folder| folder.ends_with("operations"));
        let media = TYPES.iter().find(|(known, _)| Some(*known) == ending);
        if let Some((_, media)) = media.filter(|_| !is_operation) {
            let _ = writeln!(text, "/{}\n  Content-Type: {media}", slashed(&file.path));
        }
    }
    text
}

/// The checksums of all files, as `sha256sum --check` reads them.
pub fn checksums(files: &[Blob]) -> String {
    files.iter().fold(String::new(), |mut text, file| {
        for byte in Sha256::digest(&file.bytes) {
            let _ = write!(text, "{byte:02x}");
        }
        let _ = writeln!(text, "  {}", slashed(&file.path));
        text
    })
}

fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
