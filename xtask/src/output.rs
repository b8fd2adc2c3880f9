//! The only place that writes: compares generated files with what is on disk, and replaces them atomically.

use std::{
    fs, io,
    io::Write,
    path::{Component, Path, PathBuf},
};

use anyhow::{Context, ensure};
use similar::TextDiff;

use crate::codegen::GeneratedFile;

/// A file that is published: text or not.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Blob {
    /// Where it belongs, relative to the folder that is published.
    pub path: PathBuf,
    /// What is in it.
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

/// What a file on disk is, compared with what it should be.
#[derive(Debug, Eq, PartialEq)]
pub enum State {
    /// As it should be.
    Fresh,
    /// Other than it should be, or missing.
    Stale {
        /// The file, relative to the root.
        path: PathBuf,
        /// The first differences.
        diff: String,
    },
    /// Generated earlier and no more.
    Orphan {
        /// The file, relative to the root.
        path: PathBuf,
    },
}

/// Lines of a diff that are shown; the rest is counted.
const SHOWN: usize = 12;

/// Compares `files` with the disk. Files of `folders` that are not among them are orphans.
pub fn compare(
    root: &Path,
    files: &[GeneratedFile],
    folders: &[PathBuf],
) -> anyhow::Result<Vec<State>> {
    let mut states = Vec::new();
    for file in files {
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
    let Ok(entries) = root.join(folder).read_dir() else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = folder.join(entry?.file_name());
        // What others put there, such as a backup, is not ours to remove.
        let ours =
            path.extension().is_some_and(|ending| ending == "rs") && root.join(&path).is_file();
        if ours && files.iter().all(|file| file.path != path) {
            found.push(State::Orphan { path });
        }
    }
    Ok(found)
}

/// Compares `files` with the folder `target`, whose file `list` names what was written there before, a file at the end
/// of each line: those of them that are not among `files` are orphans. A folder of someone else is refused.
pub fn compare_tree(target: &Path, files: &[Blob], list: &str) -> anyhow::Result<Vec<State>> {
    let before = match fs::read_to_string(target.join(list)) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let mut entries = target.read_dir().into_iter().flatten();
            ensure!(
                entries.next().is_none(),
                "{} has files but no {list}, so it was not made by this command; name another folder with --out",
                target.display()
            );
            String::new()
        }
        Err(error) => return Err(error).with_context(|| format!("cannot read {list}")),
    };
    let mut states = Vec::new();
    for file in files {
        states.push(match fs::read(target.join(&file.path)) {
            Ok(bytes) if bytes == file.bytes => State::Fresh,
            old => State::Stale {
                path: file.path.clone(),
                diff: old.map_or_else(|_| "missing".to_owned(), |old| diff_of_bytes(&old, file)),
            },
        });
    }
    let listed = before.lines().filter_map(|line| line.split_once("  "));
    let listed = listed.map(|(_, path)| PathBuf::from(path));
    let gone = listed.filter(|path| files.iter().all(|file| file.path != *path));
    let inside = |path: &PathBuf| {
        path.components()
            .all(|part| matches!(part, Component::Normal(_)))
    };
    let orphans = gone
        .filter(inside)
        .filter(|path| target.join(path).exists());
    states.extend(orphans.map(|path| State::Orphan { path }));
    Ok(states)
}

/// Differences are shown for texts of a size that someone may want to read.
fn diff_of_bytes(old: &[u8], file: &Blob) -> String {
    let text = |bytes| std::str::from_utf8(bytes).ok();
    match (text(old), text(&file.bytes)) {
        (Some(old), Some(new)) if old.len() + new.len() < 200_000 => short_diff(old, new),
        _ => "other content".to_owned(),
    }
}

/// Brings the folder `target` to what `files` say, where `states` say that it differs.
pub fn write_tree(target: &Path, files: &[Blob], states: &[State]) -> anyhow::Result<()> {
    for (file, state) in files.iter().zip(states) {
        if *state != State::Fresh {
            replace(&target.join(&file.path), &file.bytes)?;
        }
    }
    for state in states {
        if let State::Orphan { path } = state {
            remove(target, path)?;
        }
    }
    Ok(())
}

/// Removes a file, and the folders that it leaves empty.
fn remove(target: &Path, path: &Path) -> anyhow::Result<()> {
    let file = target.join(path);
    fs::remove_file(&file).with_context(|| format!("cannot remove {}", file.display()))?;
    let folders = path
        .ancestors()
        .skip(1)
        .filter(|folder| *folder != Path::new(""));
    for folder in folders {
        // A folder that holds something else stays.
        if fs::remove_dir(target.join(folder)).is_err() {
            break;
        }
    }
    Ok(())
}

/// Says on `out` which files are not as they should be.
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

/// Brings the disk to what `files` say, where `states` say that it differs.
pub fn write(root: &Path, files: &[GeneratedFile], states: &[State]) -> anyhow::Result<()> {
    for state in states {
        match state {
            State::Fresh => {}
            State::Stale { path, .. } => {
                let file = files.iter().find(|file| file.path == *path);
                let file = file.context("a stale file is one of the generated files")?;
                replace(&root.join(path), file.text.as_bytes())?;
            }
            State::Orphan { path } => {
                let path = root.join(path);
                fs::remove_file(&path)
                    .with_context(|| format!("cannot remove {}", path.display()))?;
            }
        }
    }
    Ok(())
}

/// Writes the files that differ from the disk and leaves all others alone, so that nothing is compiled anew in vain.
pub fn refresh(root: &Path, files: &[GeneratedFile]) -> anyhow::Result<()> {
    write(root, files, &compare(root, files, &[])?)
}

/// Writes beside the file and renames, so that a reader sees the old text or the new one.
fn replace(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let folder = path.parent().context("a file stands in a folder")?;
    let failed = || format!("cannot write {}", path.display());
    fs::create_dir_all(folder).with_context(failed)?;
    let mut beside = tempfile::NamedTempFile::new_in(folder).with_context(failed)?;
    beside.write_all(bytes).with_context(failed)?;
    readable(beside.as_file()).with_context(failed)?;
    beside.persist(path).with_context(failed)?;
    Ok(())
}

/// Temporary files are for their owner alone; source files are for everyone.
#[cfg(unix)]
fn readable(file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &fs::File) -> io::Result<()> {
    Ok(())
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
    fn stale_and_orphaned_files_are_mended() {
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
