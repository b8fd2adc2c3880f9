//! Temporary folders that do not outlive a run for long: what a killed run leaves, the next run removes.

use std::{
    fs::{self, File},
    io,
    path::Path,
};

use anyhow::Context;
use tempfile::TempDir;

/// How the names of the folders begin.
const PREFIX: &str = "order-contracts-release-";
/// The file in a folder that its run holds locked. The system gives the lock up when the run ends, however it ends.
const LOCK: &str = "lock";

/// A temporary folder, which is removed with this value.
#[derive(Debug)]
pub struct Scratch {
    // Removed before the lock is given up.
    folder: TempDir,
    _lock: File,
}

impl Scratch {
    /// A new folder among the temporary files of the system.
    pub fn new() -> anyhow::Result<Self> {
        let make = || {
            let folder = tempfile::Builder::new().prefix(PREFIX).tempdir()?;
            let (new, lock) = (folder.path().join("lock.new"), folder.path().join(LOCK));
            let file = File::create(&new)?;
            // Another run must not find the file before it is locked.
            #[cfg(unix)]
            try_lock(&file)?;
            fs::rename(new, lock)?;
            io::Result::Ok(Self {
                folder,
                _lock: file,
            })
        };
        make().context("cannot make a temporary folder")
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Removes the folders of runs that were killed. One that cannot be removed, such as that of another user, stays.
#[cfg(unix)]
pub fn remove_left() {
    let entries = std::env::temp_dir().read_dir().into_iter().flatten();
    for entry in entries.flatten() {
        let ours = entry.file_name().to_string_lossy().starts_with(PREFIX);
        if ours && is_left(&entry.path()) {
            // It takes space and nothing more.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Elsewhere the lock of another run cannot be tested, so its folder stays.
#[cfg(not(unix))]
pub fn remove_left() {}

/// Whether no run holds the lock of a folder.
#[cfg(unix)]
fn is_left(folder: &Path) -> bool {
    let is_folder = folder.symlink_metadata().is_ok_and(|found| found.is_dir());
    let lock = File::open(folder.join(LOCK));
    is_folder && lock.is_ok_and(|lock| try_lock(&lock).is_ok())
}

#[cfg(unix)]
fn try_lock(file: &File) -> io::Result<()> {
    let lock = rustix::fs::FlockOperation::NonBlockingLockExclusive;
    Ok(rustix::fs::flock(file, lock)?)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn folders_of_runs_that_ended_are_removed_and_others_stay() {
        let live = Scratch::new().expect("a folder");
        let dead = Scratch::new().expect("a folder");
        // A killed run removes nothing, and the system closes its files.
        let Scratch { folder, _lock } = dead;
        let dead = folder.keep();
        drop(_lock);
        remove_left();
        assert!(live.path().is_dir());
        assert!(!dead.exists());
    }
}
