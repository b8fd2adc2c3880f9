//! The only module that runs git.

use std::{ffi::OsStr, path::Path, process::Command};

use anyhow::{Context, bail};

/// The output of git in `folder`, without trailing white space.
///
/// # Errors
///
/// If git cannot be run, or if it fails.
pub fn text(folder: &Path, arguments: &[&str]) -> anyhow::Result<String> {
    checked(command(folder), arguments)
}

/// The same as [`text`], but with the index file `index`, so that the index of the repository does not change.
pub fn with_index(folder: &Path, index: &Path, arguments: &[&str]) -> anyhow::Result<String> {
    let mut command = command(folder);
    command.env("GIT_INDEX_FILE", index);
    checked(command, arguments)
}

/// The bytes that git prints, or `None` if git fails. Callers use commands that fail if something does not exist.
///
/// # Errors
///
/// If git cannot be run.
pub fn bytes(folder: &Path, arguments: &[&str]) -> anyhow::Result<Option<Vec<u8>>> {
    let output = command(folder)
        .args(arguments)
        .output()
        .context("cannot run git; install it")?;
    Ok(output.status.success().then_some(output.stdout))
}

/// A git command for `folder`. Git hooks set these variables for their own repository, which may be another one.
fn command(folder: &Path) -> Command {
    let mut command = Command::new("git");
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        command.env_remove(name);
    }
    let folder = if folder.as_os_str().is_empty() {
        OsStr::new(".")
    } else {
        folder.as_os_str()
    };
    command.arg("-C").arg(folder);
    command
}

fn checked(mut command: Command, arguments: &[&str]) -> anyhow::Result<String> {
    let output = command
        .args(arguments)
        .output()
        .context("cannot run git, which lists releases; install it")?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr);
        bail!("git {}: {}", arguments.join(" "), message.trim());
    }
    let text = String::from_utf8(output.stdout).context("the output of git is not valid UTF-8")?;
    Ok(text.trim_end().to_owned())
}
