//! Shared by several tests: the repository, and git in temporary repositories.

#[path = "../../repository.rs"]
mod repository;

use std::{path::Path, process::Command};

pub use repository::{cargo, contract, contracts, root, target_folder};

/// Runs git in a folder, with only these settings.
pub fn git(folder: &Path, arguments: &[&str]) {
    let settings = [
        "user.name=Tester",
        "user.email=tester@example.com",
        "commit.gpgsign=false",
    ];
    let mut command = Command::new("git");
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        command.env_remove(name);
    }
    let done = command
        .current_dir(folder)
        .args(settings.iter().flat_map(|setting| ["-c", *setting]))
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .output()
        .expect("git runs");
    let stderr = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{arguments:?}: {stderr}");
}

/// The text with `to` instead of each `from`. Fails if the text does not contain `from`.
pub fn replaced(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "`{from}` is not in the text:\n{text}");
    text.replace(from, to)
}
