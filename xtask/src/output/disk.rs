//! Single files on disk: replaced in one step, and never through a symbolic link.

use std::{
    collections::BTreeSet,
    fs, io,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, ensure};

/// How names of temporary files begin and end, by which a later run knows what a killed one left.
const TEMPORARY: (&str, &str) = (".order-contracts-", ".tmp");

/// Fails when `path` below `root`, or a folder on the way to it, is a symbolic link: what is written or removed there
/// would be elsewhere.
pub fn refuse_links(root: &Path, path: &Path) -> anyhow::Result<()> {
    let mut place = root.to_owned();
    for component in path.components() {
        place.push(component);
        let found = place.symlink_metadata();
        ensure!(
            !found.is_ok_and(|found| found.is_symlink()),
            "{} is a symbolic link, and nothing is written through links; remove it",
            place.display()
        );
    }
    Ok(())
}

/// Writes beside the file and renames, so that a reader sees the old bytes or the new ones.
pub fn replace(root: &Path, path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    refuse_links(root, path)?;
    let path = root.join(path);
    let folder = path.parent().context("a file is in a folder")?;
    let failed = || format!("cannot write {}", path.display());
    fs::create_dir_all(folder).with_context(failed)?;
    let (prefix, suffix) = TEMPORARY;
    let mut beside = tempfile::Builder::new();
    let beside = beside.prefix(prefix).suffix(suffix).tempfile_in(folder);
    let mut beside = beside.with_context(failed)?;
    beside.write_all(bytes).with_context(failed)?;
    readable(beside.as_file()).with_context(failed)?;
    beside.persist(&path).with_context(failed)?;
    Ok(())
}

/// Removes a file.
pub fn remove(root: &Path, path: &Path) -> anyhow::Result<()> {
    refuse_links(root, path)?;
    let path = root.join(path);
    fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))
}

/// Whether a file of this name is a temporary one of [`replace`].
pub fn is_temporary(name: &str) -> bool {
    let (prefix, suffix) = TEMPORARY;
    name.starts_with(prefix) && name.ends_with(suffix)
}

/// Removes the temporary files that killed runs left in the folders of these files.
pub fn remove_temporary<'a>(
    root: &Path,
    files: impl Iterator<Item = &'a Path>,
) -> anyhow::Result<()> {
    let folders: BTreeSet<_> = files.filter_map(Path::parent).collect();
    for folder in folders {
        refuse_links(root, folder)?;
        let entries = root.join(folder).read_dir().into_iter().flatten();
        for entry in entries {
            let name = PathBuf::from(entry?.file_name());
            if name.to_str().is_some_and(is_temporary) {
                remove(root, &folder.join(name))?;
            }
        }
    }
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
