//! Temporary folders. A run removes its own folders, and those that earlier, killed runs left.

#![allow(
    clippy::disallowed_methods,
    reason = "its folder is among the temporary files of the system"
)]

use std::{
    fs::{self, File},
    io,
    path::Path,
};

use anyhow::Context;
use tempfile::TempDir;

/// The beginning of the names of the folders.
const PREFIX: &str = "order-contracts-release-";
/// The file in a folder that its run locks. The operating system releases the lock when the run ends, even if it is
/// killed.
const LOCK: &str = "lock";

/// A temporary folder, which is removed when this value is dropped.
#[derive(Debug)]
pub struct Scratch {
    // Fields are dropped in order: the folder is removed before the lock is released.
    folder: TempDir,
    _lock: File,
}

impl Scratch {
    /// A new folder in the temporary folder of the system.
    pub fn new() -> anyhow::Result<Self> {
        let make = || {
            let folder = tempfile::Builder::new().prefix(PREFIX).tempdir()?;
            let (new, lock) = (folder.path().join("lock.new"), folder.path().join(LOCK));
            let file = File::create(&new)?;
            // The file gets its name after it is locked, so that another run cannot find it unlocked.
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

/// Removes the folders of killed runs. A folder that cannot be removed stays, for example that of another user.
#[cfg(unix)]
pub fn remove_abandoned() {
    let entries = std::env::temp_dir().read_dir().into_iter().flatten();
    for entry in entries.flatten() {
        let is_ours = entry.file_name().to_string_lossy().starts_with(PREFIX);
        if is_ours && is_abandoned(&entry.path()) {
            // A folder that stays only takes space.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// On other systems, the lock of another run cannot be tested, so its folder stays.
#[cfg(not(unix))]
pub fn remove_abandoned() {}

/// Whether no run has the lock of a folder.
#[cfg(unix)]
fn is_abandoned(folder: &Path) -> bool {
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
        // A killed run does not remove its folder, and the system closes its files.
        let Scratch { folder, _lock } = dead;
        let dead = folder.keep();
        drop(_lock);
        remove_abandoned();
        assert!(live.path().is_dir());
        assert!(!dead.exists());
    }
}
