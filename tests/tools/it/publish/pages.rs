//! The published pages: their links, and what they load.

use std::path::{Path, PathBuf};

use super::{files, text};

/// Pages link to existing files by relative URLs, and load nothing from other servers.
#[test]
fn pages_work_under_any_path() {
    let files = files();
    let mut links = 0;
    for (path, bytes) in files {
        if path.extension().is_none_or(|ending| ending != "html") {
            continue;
        }
        let page = std::str::from_utf8(bytes).expect("text");
        for (attribute, tag, target) in addresses(page) {
            let context = format!("{}: <{tag} {attribute}=\"{target}\">", path.display());
            if target.contains("://") {
                assert!(tag == "a", "{context}: only `a` may lead to another site");
                continue;
            }
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let found = match file {
                "" => path.clone(),
                file => resolved(path.parent().expect("a folder"), file),
            };
            let linked = files
                .get(&found)
                .unwrap_or_else(|| panic!("{context}: no such file"));
            let linked = String::from_utf8_lossy(linked);
            let has_anchor = anchor.is_empty() || linked.contains(&format!("id=\"{anchor}\""));
            assert!(has_anchor, "{context}: no such anchor");
            links += 1;
        }
    }
    assert!(links > 300, "{links} links");
    for script in ["assets/site.css", "assets/table.js", "assets/reference.js"] {
        let script = text(files, script);
        assert!(
            !script.contains("http") && !script.contains("url("),
            "{script}"
        );
    }
}

/// Each `href` and `src` of a page with the tag that contains it.
fn addresses(page: &str) -> Vec<(&str, &str, &str)> {
    let tags = page
        .split('<')
        .skip(1)
        .filter_map(|tag| tag.split('>').next());
    tags.flat_map(|tag| {
        let name = tag.split([' ', '/']).next().unwrap_or_default();
        ["href", "src"].into_iter().filter_map(move |attribute| {
            let (_, rest) = tag.split_once(&format!(" {attribute}=\""))?;
            Some((attribute, name, rest.split('"').next()?))
        })
    })
    .collect()
}

fn resolved(folder: &Path, target: &str) -> PathBuf {
    assert!(!target.starts_with('/'), "{target} is absolute");
    let mut found = folder.to_owned();
    for part in target.split('/') {
        match part {
            ".." => assert!(found.pop(), "{target} leaves the site"),
            part => found.push(part),
        }
    }
    found
}
