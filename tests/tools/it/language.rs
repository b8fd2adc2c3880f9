//! The project's texts contain no words that make a sentence hard to read.

use std::{fs, path::Path};

use crate::support::root;

/// The words, and parts of words.
const WORDS: [&str; 12] = [
    "parted by",
    "reckoned",
    " is none",
    " mends ",
    " mended",
    "blot",
    "told by",
    "stands in",
    "left out",
    "held against",
    "somebody",
    "answers with",
];
/// Plain phrases that contain one of the words.
const PLAIN: [&str; 3] = ["there is none", "is none of", "content is none:"];
/// The folders that are searched.
const FOLDERS: [&str; 8] = [
    "benches", "crates", "docs", "examples", "spec", "tests", "xtask", ".github",
];
/// Paths that are not searched: texts of others, recorded output, and this file.
const EXCEPTIONS: [&str; 5] = [
    "spec/eenvoudigfactureren/examples",
    "spec/bouwsoft/examples",
    "tests/fixtures",
    "tests/tools/it/language.rs",
    "/snapshots/",
];
const ENDINGS: [&str; 9] = ["rs", "md", "toml", "tsv", "yaml", "yml", "py", "mjs", "js"];

fn search(folder: &Path, found: &mut Vec<String>) {
    for entry in folder.read_dir().expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.strip_prefix(root()).expect("below the root");
        let name = name.to_string_lossy().replace('\\', "/");
        if EXCEPTIONS.iter().any(|exception| name.contains(exception)) || path.is_symlink() {
            continue;
        }
        if path.is_dir() {
            search(&path, found);
            continue;
        }
        let ending = path.extension().and_then(|ending| ending.to_str());
        if !ending.is_some_and(|ending| ENDINGS.contains(&ending)) {
            continue;
        }
        let text = fs::read_to_string(&path).expect("text");
        for (index, line) in text.lines().enumerate() {
            let plain = |line: String, plain: &&str| line.replace(*plain, "");
            let line = PLAIN.iter().fold(line.to_lowercase(), plain);
            let words = WORDS.iter().filter(|word| line.contains(**word));
            found.extend(words.map(|word| format!("{name}:{}: {word}", index + 1)));
        }
    }
}

#[test]
fn texts_are_in_plain_english() {
    let mut found = Vec::new();
    for folder in FOLDERS {
        search(&root().join(folder), &mut found);
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
