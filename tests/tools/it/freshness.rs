//! The generated files are up to date, so `cargo test` notices stale ones.

use xtask::{generate, generate::Generate, workspace::Workspace};

use crate::support::root;

#[test]
fn generated_files_are_fresh() {
    let mut out = Vec::new();
    let check = Generate {
        check: true,
        ..Generate::default()
    };
    let fresh = check
        .run(&Workspace::at(root()), &mut out, &mut Vec::new())
        .expect("generation works");
    assert!(fresh, "{}", String::from_utf8_lossy(&out));
}

#[test]
fn two_runs_give_the_same_bytes() {
    let workspace = Workspace::at(root());
    let once = generate::files(&workspace, &[]).expect("generation works");
    let again = generate::files(&workspace, &[]).expect("generation works");
    assert_eq!(once, again);
    let mocks = once.iter().filter(|file| {
        let mut folders = file.path.iter().filter_map(|folder| folder.to_str());
        folders.any(|folder| folder.ends_with("-httpmock"))
    });
    assert_eq!(mocks.count(), 8, "two mock servers of four files each");
}
