//! The folder of a document: the files that the document may refer to, and the functions that read them.
//!
//! Documents are untrusted input. Their paths must not make the tools read, print or publish other files of the
//! machine.

use std::{
    fs, io,
    path::{Component, Path, PathBuf},
};

/// The folder that a document is in.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Folder {
    root: PathBuf,
    path: PathBuf,
}

impl Folder {
    /// The folder `path` of `root`. Messages show `path` alone; an empty `root` is the current folder.
    pub fn new(root: impl Into<PathBuf>, path: impl Into<PathBuf>) -> Self {
        Self {
            root: root.into(),
            path: path.into(),
        }
    }

    /// The path of the folder in messages.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The folder on disk.
    pub fn place(&self) -> PathBuf {
        self.root.join(&self.path)
    }
}

/// The path of the file that `reference` in the file `from` names. All three paths are relative to the folder. Fails if
/// the path leaves the folder.
pub fn beside(from: &Path, reference: &str) -> io::Result<PathBuf> {
    let parent = from.parent().unwrap_or(Path::new(""));
    inside(&parent.join(reference))
}

/// The path on disk of `file` in `folder`. Fails if the file does not exist or is not a regular file, or if its path or
/// a symbolic link leads outside the folder.
pub fn locate(folder: &Path, file: &Path) -> io::Result<PathBuf> {
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let folder = folder.canonicalize()?;
    let found = folder.join(inside(file)?).canonicalize()?;
    if !found.starts_with(&folder) {
        return Err(outside());
    }
    if !found.is_file() {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "it is not a regular file",
        ));
    }
    Ok(found)
}

/// The bytes of `file` of `folder`. Fails in the same cases as [`locate`].
pub fn read(folder: &Path, file: &Path) -> io::Result<Vec<u8>> {
    fs::read(locate(folder, file)?)
}

/// The text of `file` of `folder`. Fails in the same cases as [`locate`].
pub fn text(folder: &Path, file: &Path) -> io::Result<String> {
    fs::read_to_string(locate(folder, file)?)
}

/// The text of `file` of `folder`, or `None` if the file does not exist. Otherwise fails in the same cases as
/// [`locate`].
pub fn text_if_any(folder: &Path, file: &Path) -> io::Result<Option<String>> {
    match text(folder, file) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The path without `.` and `..`. Fails if it is absolute or leaves the folder that it starts in.
fn inside(path: &Path) -> io::Result<PathBuf> {
    let mut found = PathBuf::new();
    for component in path.components() {
        match component {
            Component::Normal(name) => found.push(name),
            Component::CurDir => {}
            Component::ParentDir if found.pop() => {}
            _ => return Err(outside()),
        }
    }
    Ok(found)
}

fn outside() -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidInput,
        "it is outside the folder that it must be in; move the file into the folder",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_in_the_folder() {
        let from = Path::new("a/b.yaml");
        let found = |reference| beside(from, reference).ok();
        assert_eq!(found("c.json"), Some("a/c.json".into()));
        assert_eq!(found("./../c.json"), Some("c.json".into()));
        for outside in ["../../c.json", "/c.json", "../c/../../../d"] {
            assert_eq!(found(outside), None, "{outside}");
        }
    }
}
