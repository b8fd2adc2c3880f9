//! The program works on the workspace in which it runs, not on the one in which it was compiled.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

/// The program, next to the folder of this test's binary. A path from compile time would be in another checkout if the
/// target folder is a copy.
fn program() -> PathBuf {
    let own = std::env::current_exe().expect("a program");
    let folder = own.ancestors().nth(2).expect("the folder of the profile");
    folder.join(format!("xtask{}", std::env::consts::EXE_SUFFIX))
}

fn workspace() -> TempDir {
    let root = TempDir::new().expect("a folder");
    for (path, text) in [
        ("Cargo.toml", "[workspace]\nmembers = [\"xtask\"]\n"),
        ("xtask/Cargo.toml", "[package]\nname = \"xtask\"\n"),
        ("spec/desk/openapi.yaml", "openapi: 3.0.3\n"),
    ] {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }
    root
}

/// The error message for an API that the workspace does not have. It lists the APIs of the workspace.
fn error_message(folder: &Path, manifest_dir: Option<&Path>, arguments: &[&str]) -> String {
    let mut command = Command::new(program());
    command.current_dir(folder).env_remove("CARGO_MANIFEST_DIR");
    if let Some(manifest_dir) = manifest_dir {
        command.env("CARGO_MANIFEST_DIR", manifest_dir);
    }
    let arguments = arguments.iter().chain(&["generate", "--check", "none"]);
    let output = command.args(arguments).output().expect("it runs");
    assert!(!output.status.success());
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn the_workspace_is_that_of_the_run() {
    let (here, elsewhere) = (workspace(), TempDir::new().expect("a folder"));
    let desk = "no API `none`; spec/ has: desk\n";
    let package = here.path().join("xtask");
    let message = error_message(elsewhere.path(), Some(&package), &[]);
    assert!(message.ends_with(desk), "cargo run: {message}");
    let message = error_message(&here.path().join("spec/desk"), None, &[]);
    assert!(message.ends_with(desk), "below the workspace: {message}");
    let root = here.path().display().to_string();
    let message = error_message(elsewhere.path(), None, &["--root", &root]);
    assert!(message.ends_with(desk), "--root: {message}");
    let message = error_message(elsewhere.path(), None, &[]);
    assert!(
        message.contains("is not in a workspace"),
        "elsewhere: {message}"
    );
}
