//! A folder that a command writes completely. It removes files that it wrote earlier and no longer writes.

use std::{
    fs, io,
    path::{Component, Path, PathBuf},
};

use anyhow::{Context, ensure};
use portal::Blob;

use super::{State, disk, short_diff};

/// The folder, and the files that show that this command wrote it.
#[derive(Debug)]
pub struct Tree {
    /// The folder that the user names or works in. Its path can contain links.
    base: PathBuf,
    /// The folder, relative to `base`.
    folder: PathBuf,
    /// The file that marks the folder as written by this command.
    mark: &'static str,
    /// The file that lists the written files, with a path at the end of each line.
    list: &'static str,
}

impl Tree {
    /// The folder `out`, relative to `root`. The file `mark` marks it as written by this command, and the file `list`
    /// lists its files.
    pub fn new(root: &Path, out: &Path, mark: &'static str, list: &'static str) -> Self {
        let (base, folder) = match (out.parent(), out.file_name()) {
            _ if is_inside(out) => (root.to_owned(), out.to_owned()),
            (Some(parent), Some(name)) => (root.join(parent), name.into()),
            _ => (root.join(out), PathBuf::new()),
        };
        Self {
            base,
            folder,
            mark,
            list,
        }
    }

    /// Compares `files` with the folder. Other files in its list are orphans. Fails if the folder is not empty and has
    /// no mark, or if something in it is a symbolic link.
    pub fn compare(&self, files: &[Blob]) -> anyhow::Result<Vec<State>> {
        let before = self.listed()?;
        let mut states = Vec::new();
        for file in files {
            let path = self.folder.join(&file.path);
            disk::refuse_links(&self.base, &path)?;
            states.push(match fs::read(self.base.join(path)) {
                Ok(bytes) if bytes == file.bytes => State::Fresh,
                old => State::Stale {
                    path: file.path.clone(),
                    diff: old
                        .map_or_else(|_| "missing".to_owned(), |old| diff_of_bytes(&old, file)),
                },
            });
        }
        for path in before {
            let old = self.folder.join(&path);
            disk::refuse_links(&self.base, &old)?;
            if files.iter().all(|file| file.path != path) && self.base.join(old).is_file() {
                states.push(State::Orphan { path });
            }
        }
        Ok(states)
    }

    /// The files that the last run wrote. There are none if the folder is new.
    fn listed(&self) -> anyhow::Result<Vec<PathBuf>> {
        disk::refuse_links(&self.base, &self.folder.join(self.mark))?;
        disk::refuse_links(&self.base, &self.folder.join(self.list))?;
        let place = self.base.join(&self.folder);
        if !place.join(self.mark).is_file() {
            ensure!(
                is_empty(&place)?,
                "{} has files but no {}, so this command did not make it; empty it, or name another folder with --out",
                place.display(),
                self.mark
            );
            return Ok(Vec::new());
        }
        let list = match fs::read_to_string(place.join(self.list)) {
            Ok(list) => list,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(error).with_context(|| format!("cannot read {}", self.list)),
        };
        let paths = list.lines().filter_map(|line| line.split_once("  "));
        let paths = paths.map(|(_, path)| PathBuf::from(path));
        Ok(paths.filter(|path| is_inside(path)).collect())
    }

    /// Writes and removes the files that differ according to `states`, so that the folder matches `files`. The first
    /// file must be the mark, so that the next run recognises the folder even if this run is killed.
    pub fn write(&self, files: &[Blob], states: &[State]) -> anyhow::Result<()> {
        let paths: Vec<_> = files
            .iter()
            .map(|file| self.folder.join(&file.path))
            .collect();
        disk::remove_temporary(&self.base, paths.iter().map(PathBuf::as_path))?;
        for ((file, path), state) in files.iter().zip(&paths).zip(states) {
            if *state != State::Fresh {
                disk::replace(&self.base, path, &file.bytes)?;
            }
        }
        for state in states {
            if let State::Orphan { path } = state {
                self.remove(path)?;
            }
        }
        Ok(())
    }

    /// Removes a file, and the folders that it leaves empty.
    fn remove(&self, path: &Path) -> anyhow::Result<()> {
        disk::remove(&self.base, &self.folder.join(path))?;
        let folders = path
            .ancestors()
            .skip(1)
            .filter(|folder| *folder != Path::new(""));
        for folder in folders {
            // A folder that is not empty stays.
            if fs::remove_dir(self.base.join(&self.folder).join(folder)).is_err() {
                break;
            }
        }
        Ok(())
    }
}

/// Whether a path stays inside the folder that it is relative to.
fn is_inside(path: &Path) -> bool {
    let mut components = path.components();
    components.all(|part| matches!(part, Component::Normal(_)))
}

/// Whether a folder is absent or contains only temporary files of this program.
fn is_empty(folder: &Path) -> anyhow::Result<bool> {
    let failed = || format!("cannot read {}", folder.display());
    let entries = match folder.read_dir() {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
        Err(error) => return Err(error).with_context(failed),
    };
    for entry in entries {
        let name = entry.with_context(failed)?.file_name();
        if !name.to_str().is_some_and(disk::is_temporary) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A short description of the difference. Binary and very large files have no diff.
fn diff_of_bytes(old: &[u8], file: &Blob) -> String {
    let text = |bytes| std::str::from_utf8(bytes).ok();
    match (text(old), text(&file.bytes)) {
        (Some(old), Some(new)) if old.len() + new.len() < 200_000 => short_diff(old, new),
        _ => "other content".to_owned(),
    }
}
