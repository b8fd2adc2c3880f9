//! The hand-written files of a new API's crates: cargo and rustc can read them whatever the title, and they never
//! replace another crate.

use std::{fs, path::Path};

use tempfile::TempDir;
use xtask::{generate::Generate, workspace::Workspace};

use crate::support::replaced;

/// A workspace with the document of the third API, with this name and title.
fn workspace(name: &str, title: &str) -> TempDir {
    let root = TempDir::new().expect("a folder");
    let fixture = crate::support::root().join("tests/fixtures/third_api");
    let folder = root.path().join("spec").join(name);
    fs::create_dir_all(&folder).expect("created");
    let text = fs::read_to_string(fixture.join("openapi.yaml")).expect("read");
    let title = serde_json::to_string(title).expect("JSON");
    let text = replaced(&text, "title: Workshop hours", &format!("title: {title}"));
    fs::write(folder.join("openapi.yaml"), text).expect("written");
    fs::copy(fixture.join("codegen.toml"), folder.join("codegen.toml")).expect("copied");
    root
}

fn generated(root: &Path) -> Result<(), String> {
    let outcome = Generate::default().run(&Workspace::at(root), &mut Vec::new(), &mut Vec::new());
    outcome.map(drop).map_err(|error| format!("{error:#}"))
}

#[test]
fn any_title_gives_a_manifest_and_a_root_module() {
    for (title, shown) in [
        ("L'Atelier", "L'Atelier"),
        ("Größe", "Größe"),
        (
            "Two\nlines\r\tand \"quotes\" \\",
            "Two lines and \"quotes\" \\",
        ),
        ("Left\u{202e}right\u{0}", "Leftright"),
    ] {
        let root = workspace("desk", title);
        generated(root.path()).expect("generated");
        for (folder, what) in [
            ("crates/desk", "Client and models of"),
            ("crates/desk-httpmock", "Typed mock server of"),
        ] {
            let folder = root.path().join(folder);
            let manifest = fs::read_to_string(folder.join("Cargo.toml")).expect("read");
            let manifest: toml::Table = manifest.parse().expect("valid TOML");
            let description = manifest["package"]["description"].as_str();
            assert_eq!(description, Some(format!("{what} {shown}").as_str()));
            let module = fs::read_to_string(folder.join("src/lib.rs")).expect("read");
            syn::parse_file(&module).unwrap_or_else(|error| panic!("{error}\n{module}"));
            assert!(module.contains(&format!("{what} {shown}")), "{module}");
            assert!(!module.contains(['\r', '\0', '\u{202e}']), "{module}");
        }
    }
}

#[test]
fn a_crate_written_by_hand_is_not_overwritten() {
    for name in ["order-sdk-core", "desk"] {
        let root = workspace(name, "Desk");
        let source = root.path().join("crates").join(name).join("src");
        fs::create_dir_all(&source).expect("created");
        fs::write(source.join("lib.rs"), "// by hand\n").expect("written");
        let message = generated(root.path()).expect_err("refused");
        let expected = format!("crates/{name} is a crate without src/generated");
        assert!(message.contains(&expected), "{message}");
        assert_eq!(source.read_dir().expect("read").count(), 1);
    }
}

/// The mock server is a crate too, and its name must also differ from packages in other folders and from dependencies.
#[test]
fn a_name_that_the_workspace_uses_is_refused() {
    let root = workspace("desk", "Desk");
    let mock = root.path().join("crates/desk-httpmock/src");
    fs::create_dir_all(&mock).expect("created");
    let message = generated(root.path()).expect_err("refused");
    assert!(
        message.contains("crates/desk-httpmock is a crate without"),
        "{message}"
    );

    for name in ["xtask", "http_mock", "serde", "tests-of-it"] {
        let root = workspace(name, "Desk");
        let manifest = "[workspace]\nmembers = [\"crates/*\", \"tests\"]\n\
                        [workspace.dependencies]\nxtask = { path = \"xtask\" }\nhttp-mock = \"1\"\nserde = \"1\"\n";
        fs::write(root.path().join("Cargo.toml"), manifest).expect("written");
        let tests = root.path().join("tests");
        fs::create_dir_all(&tests).expect("created");
        fs::write(
            tests.join("Cargo.toml"),
            "[package]\nname = \"tests_of_it\"\n",
        )
        .expect("written");
        let message = generated(root.path()).expect_err("refused");
        assert!(
            message.contains("already has a package or a dependency"),
            "{name}: {message}"
        );
        assert!(!root.path().join("crates").exists());
    }
}

#[test]
fn two_folders_do_not_give_the_same_crate() {
    let root = workspace("my-desk", "Desk");
    let copy = root.path().join("spec/my_desk");
    fs::create_dir(&copy).expect("created");
    fs::copy(
        root.path().join("spec/my-desk/openapi.yaml"),
        copy.join("openapi.yaml"),
    )
    .expect("copied");
    let message = generated(root.path()).expect_err("refused");
    assert!(
        message.contains("spec/my_desk and spec/my-desk have the same crate name"),
        "{message}"
    );
}
