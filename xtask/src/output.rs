//! The only module that writes files, except temporary ones. It compares generated files with the disk, and replaces
//! those that differ.

#![allow(clippy::disallowed_methods, reason = "this is the module that writes")]

mod disk;
mod tree;

use std::{
    fs, io,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::Context;
use similar::TextDiff;

use sdk_codegen::GeneratedFile;

pub use tree::Tree;

/// The state of a file on disk, compared with the generated file.
#[derive(Debug, Eq, PartialEq)]
pub enum State {
    /// It has the generated content.
    Fresh,
    /// It has other content, or is missing.
    Stale {
        /// The file, relative to the root.
        path: PathBuf,
        /// The first differences.
        diff: String,
    },
    /// It was generated earlier, but no longer is.
    Orphan {
        /// The file, relative to the root.
        path: PathBuf,
    },
}

/// The maximum number of lines of a diff that are shown. The others are counted.
const SHOWN: usize = 12;

/// Compares `files` with the disk. Files in `folders` that are not among them are orphans. Fails if one of the files,
/// or a folder in its path, is a symbolic link.
pub fn compare(
    root: &Path,
    files: &[GeneratedFile],
    folders: &[PathBuf],
) -> anyhow::Result<Vec<State>> {
    let mut states = Vec::new();
    for file in files {
        disk::refuse_links(root, &file.path)?;
        let path = root.join(&file.path);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => {
                return Err(error).with_context(|| format!("cannot read {}", path.display()));
            }
        };
        states.push(if text == file.text {
            State::Fresh
        } else {
            State::Stale {
                path: file.path.clone(),
                diff: short_diff(&text, &file.text),
            }
        });
    }
    for folder in folders {
        states.extend(orphans(root, folder, files)?);
    }
    Ok(states)
}

fn orphans(root: &Path, folder: &Path, files: &[GeneratedFile]) -> anyhow::Result<Vec<State>> {
    disk::refuse_links(root, folder)?;
    let Ok(entries) = root.join(folder).read_dir() else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = folder.join(entry?.file_name());
        // Only Rust files can be generated files. Others, for example a backup, stay.
        let is_ours =
            path.extension().is_some_and(|ending| ending == "rs") && root.join(&path).is_file();
        if is_ours && files.iter().all(|file| file.path != path) {
            found.push(State::Orphan { path });
        }
    }
    Ok(found)
}

/// Writes to `out` which files are stale or orphans.
pub fn report(states: &[State], out: &mut dyn Write) -> anyhow::Result<()> {
    for state in states {
        match state {
            State::Fresh => {}
            State::Stale { path, diff } => {
                writeln!(out, "stale: {}", path.display())?;
                for line in diff.lines() {
                    writeln!(out, "    {line}")?;
                }
            }
            State::Orphan { path } => {
                writeln!(out, "no longer generated: {}", path.display())?;
            }
        }
    }
    Ok(())
}

fn short_diff(old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let text = diff.unified_diff().context_radius(1).to_string();
    let lines: Vec<_> = text.lines().collect();
    let mut shown = lines[..lines.len().min(SHOWN)].join("\n");
    if lines.len() > SHOWN {
        shown.push_str(&format!("\n({} more lines)", lines.len() - SHOWN));
    }
    shown
}

/// Writes and removes the files that differ according to `states`, so that the disk matches `files`.
pub fn write(root: &Path, files: &[GeneratedFile], states: &[State]) -> anyhow::Result<()> {
    disk::remove_temporary(root, files.iter().map(|file| file.path.as_path()))?;
    for state in states {
        match state {
            State::Fresh => {}
            State::Stale { path, .. } => {
                let file = files.iter().find(|file| file.path == *path);
                let file = file.context("a stale file is not one of the generated files")?;
                disk::replace(root, path, file.text.as_bytes())?;
            }
            State::Orphan { path } => disk::remove(root, path)?,
        }
    }
    Ok(())
}

/// Writes only the files that differ from the disk, so that cargo does not compile more than necessary.
pub fn refresh(root: &Path, files: &[GeneratedFile]) -> anyhow::Result<()> {
    write(root, files, &compare(root, files, &[])?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> Vec<GeneratedFile> {
        vec![GeneratedFile {
            path: "a/b.rs".into(),
            text: text.into(),
        }]
    }

    #[test]
    fn stale_and_orphaned_files_are_corrected() {
        let root = tempfile::tempdir().expect("a folder");
        let folders = [PathBuf::from("a")];
        let files = file("new\n");
        fs::create_dir(root.path().join("a")).expect("a folder");
        fs::write(root.path().join("a/b.rs"), "old\n").expect("written");
        fs::write(root.path().join("a/gone.rs"), "").expect("written");
        let states = compare(root.path(), &files, &folders).expect("compared");
        assert_eq!(
            states,
            [
                State::Stale {
                    path: "a/b.rs".into(),
                    diff: "@@ -1 +1 @@\n-old\n+new".into(),
                },
                State::Orphan {
                    path: "a/gone.rs".into()
                },
            ]
        );
        write(root.path(), &files, &states).expect("written");
        let states = compare(root.path(), &files, &folders).expect("compared");
        assert_eq!(states, [State::Fresh]);
    }

    #[test]
    fn a_long_diff_is_cut() {
        let new: String = (0..40).map(|line| format!("{line}\n")).collect();
        let diff = short_diff("", &new);
        assert_eq!(diff.lines().count(), SHOWN + 1);
        assert!(diff.ends_with("(29 more lines)"), "{diff}");
    }
}
