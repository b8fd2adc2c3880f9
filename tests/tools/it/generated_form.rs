//! The form of generated code and of the code that generates it.

use std::{fs, path::Path, process::Command};

use crate::support::{contracts, root};

#[test]
fn clients_and_calls_are_formatted_as_rustfmt_does() {
    for contract in contracts() {
        let folder = root()
            .join("crates")
            .join(&contract.name)
            .join("src/generated");
        assert_formatted(&[folder.join("client.rs"), folder.join("calls.rs")]);
    }
}

/// Fails with the changes that rustfmt would make.
pub fn assert_formatted(files: &[std::path::PathBuf]) {
    let done = Command::new("rustfmt")
        .args([
            "--edition",
            "2024",
            "--check",
            "--config",
            "skip_children=true",
        ])
        .args(files)
        .output()
        .expect("rustfmt runs: `rustup component add rustfmt`");
    let printed = String::from_utf8_lossy(&done.stdout);
    let stderr = String::from_utf8_lossy(&done.stderr);
    assert!(
        done.status.success() && printed.is_empty(),
        "{printed}{stderr}"
    );
}

#[test]
fn generated_code_is_wrapped_and_its_limits_are_constants() {
    for contract in contracts() {
        let folder = root()
            .join("crates")
            .join(&contract.name)
            .join("src/generated");
        for entry in folder.read_dir().expect("a folder") {
            let path = entry.expect("a file").path();
            let text = fs::read_to_string(&path).expect("text");
            assert!(!text.contains("allow("), "{}", path.display());
            let docs = text
                .lines()
                .filter(|line| line.trim_start().starts_with("//"));
            // A link or an inline code span cannot be broken.
            let long = docs
                .filter(|line| line.chars().count() > 100 && line.split_whitespace().count() > 2);
            assert_eq!(long.collect::<Vec<_>>(), [""; 0], "{}", path.display());
        }
        let validation = fs::read_to_string(folder.join("validation.rs")).expect("text");
        let (constants, checks) = validation
            .split_once("impl Validate")
            .unwrap_or((&validation, ""));
        assert!(!checks.contains("Text::ANY."), "limits in checks");
        assert!(!checks.contains("Number::ANY."), "limits in checks");
        assert!(contract.name != "eenvoudigfactureren" || constants.contains("Text::ANY.max("));
    }
}

/// Only one module reads generated code; all others work with values.
#[test]
fn only_the_reader_inspects_the_text_of_generated_code() {
    let mut files = Vec::new();
    rust_files(&root().join("crates/sdk-codegen/src"), &mut files);
    assert!(files.len() > 40, "{} files", files.len());
    for path in files {
        let text = fs::read_to_string(&path).expect("text");
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let is_reader = path.to_string_lossy().contains("/src/read/");
        for compared in [
            "to_token_stream",
            "into_token_stream",
            ".to_string().contains(",
            "unparse(",
        ] {
            let allowed = is_reader || (compared == "unparse(" && may_print(&path));
            assert!(
                allowed || !code.contains(compared),
                "{}: {compared}",
                path.display()
            );
        }
    }
}

/// The files of the modules that print code.
fn may_print(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    matches!(&*name, "format.rs" | "unpolished.rs")
}

fn rust_files(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in folder.read_dir().expect("a folder") {
        let path = entry.expect("a file").path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}
