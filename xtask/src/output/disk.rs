//! Replaces single files on disk atomically, and never through a symbolic link.

use std::{
    collections::BTreeSet,
    fs, io,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, ensure};

/// The prefix and suffix of temporary files. A later run uses them to find the files that a killed run left.
const TEMPORARY: (&str, &str) = (".order-contracts-", ".tmp");

/// Fails if `path` below `root`, or a folder in that path, is a symbolic link. Otherwise, a file in another place would
/// be written or removed.
pub fn refuse_links(root: &Path, path: &Path) -> anyhow::Result<()> {
    let mut place = root.to_owned();
    for component in path.components() {
        place.push(component);
        let found = place.symlink_metadata();
        ensure!(
            !found.is_ok_and(|found| found.is_symlink()),
            "{} is a symbolic link, and this command does not write through links; remove it",
            place.display()
        );
    }
    Ok(())
}

/// Writes a temporary file in the same folder and renames it, so that a reader sees either the old or the new bytes.
pub fn replace(root: &Path, path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    refuse_links(root, path)?;
    let path = root.join(path);
    let folder = path.parent().context("the path has no folder")?;
    let failed = || format!("cannot write {}", path.display());
    fs::create_dir_all(folder).with_context(failed)?;
    let (prefix, suffix) = TEMPORARY;
    let mut builder = tempfile::Builder::new();
    let temporary = builder.prefix(prefix).suffix(suffix).tempfile_in(folder);
    let mut temporary = temporary.with_context(failed)?;
    temporary.write_all(bytes).with_context(failed)?;
    make_readable(temporary.as_file()).with_context(failed)?;
    temporary.persist(&path).with_context(failed)?;
    Ok(())
}

/// Removes a file, unless its path contains a symbolic link.
pub fn remove(root: &Path, path: &Path) -> anyhow::Result<()> {
    refuse_links(root, path)?;
    let path = root.join(path);
    fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))
}

/// Whether a file with this name is a temporary file of [`replace`].
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

/// Makes a file readable for everyone, because only the owner can read a new temporary file.
#[cfg(unix)]
fn make_readable(file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_readable(_: &fs::File) -> io::Result<()> {
    Ok(())
}
