//! The errors of `generate` for documents that it cannot read or generate from. It does not change the crates in that
//! case.

use std::{fs, path::Path};

use xtask::{generate::Generate, workspace::Workspace};

/// A valid document. Each case breaks one thing in it.
const SOUND: &str = r##"openapi: 3.0.3
info:
  title: Broken
  version: 0.1.0
paths:
  /things:
    get:
      operationId: list_things
      parameters:
        - name: page
          in: query
          schema: { type: integer }
      responses:
        '200':
          description: Things.
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Thing' }
        '404':
          description: None.
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Problem' }
components:
  schemas:
    Thing:
      type: object
      properties:
        size: { type: integer }
        note: { type: string }
    Problem:
      type: object
      properties:
        reason: { type: string }
"##;

const SETTINGS: &str = "fixups = [\"error_responses\"]\n";

/// The error of `generate` for a document and settings. A file that was generated earlier must not change.
fn said(document: &str, settings: &str) -> String {
    let root = tempfile::tempdir().expect("a folder");
    let write = |path: &str, text: &str| {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("created");
        fs::write(path, text).expect("written");
    };
    let generated = "crates/broken/src/generated/types.rs";
    write("crates/broken/Cargo.toml", "");
    write(generated, "// as it was\n");
    write("spec/broken/openapi.yaml", document);
    write("spec/broken/codegen.toml", settings);
    let mut out = Vec::new();
    let workspace = Workspace::at(root.path());
    let outcome = Generate::default().run(&workspace, &mut out, &mut Vec::new());
    let error = outcome.expect_err("the document is broken");
    let kept = fs::read_to_string(root.path().join(generated)).expect("read");
    assert_eq!(kept, "// as it was\n");
    assert_eq!(files(&root.path().join("crates/broken/src/generated")), 1);
    assert!(out.is_empty(), "{}", String::from_utf8_lossy(&out));
    format!("error: {error:#}")
}

fn files(folder: &Path) -> usize {
    folder.read_dir().expect("a folder").count()
}

/// The error if `old` is replaced by `new` in the valid document.
fn broken(old: &str, new: &str) -> String {
    assert_eq!(
        SOUND.matches(old).count(),
        1,
        "`{old}` must occur once in the document"
    );
    said(&SOUND.replace(old, new), SETTINGS)
}

#[test]
fn a_document_that_cannot_be_read_is_refused_at_its_place() {
    let cases = [
        (
            "duplicate key",
            broken("  version: 0.1.0", "  version: 0.1.0\n  title: Again"),
        ),
        ("tab", broken("  title: Broken", "\ttitle: Broken")),
        (
            "unclosed",
            broken("size: { type: integer }", "size: { type: integer"),
        ),
        ("two documents", broken("components:", "---\ncomponents:")),
        ("no title", broken("  title: Broken\n", "")),
        (
            "unknown type",
            broken("size: { type: integer }", "size: { type: intger }"),
        ),
        (
            "parameter without place",
            broken("          in: query\n", ""),
        ),
        ("empty", said("", SETTINGS)),
        ("a list", said("- a\n", SETTINGS)),
    ];
    insta::assert_snapshot!(listed(&cases));
}

#[test]
fn a_document_that_the_generator_cannot_take_is_refused_at_its_place() {
    let cases = [
        ("OpenAPI 3.1", broken("openapi: 3.0.3", "openapi: 3.1.0")),
        (
            "no operationId",
            broken("      operationId: list_things\n", ""),
        ),
        (
            "deep object",
            broken(
                "          in: query",
                "          in: query\n          style: deepObject",
            ),
        ),
        (
            "cookie",
            broken("          in: query", "          in: cookie"),
        ),
        (
            "dangling reference",
            broken("schemas/Thing' }", "schemas/Thin' }"),
        ),
        (
            "reference to a file",
            broken("'#/components/schemas/Thing'", "'thing.yaml#/Thing'"),
        ),
        (
            "answers of two shapes",
            broken(
                "        '404':",
                "        '201':\n          description: One.\n          content:\n            application/json:\n              schema: { type: string }\n        '404':",
            ),
        ),
        (
            "errors of two shapes",
            broken(
                "        '404':",
                "        '400':\n          description: One.\n          content:\n            application/json:\n              schema: { type: string }\n        '404':",
            ),
        ),
        (
            "fixup missing",
            said(
                &SOUND.replace(
                    "        '404':",
                    "        default: { description: Broken. }\n        '404':",
                ),
                "",
            ),
        ),
        (
            "another fixup missing",
            said(
                &SOUND.replace("      operationId: list_things\n", ""),
                SETTINGS,
            ),
        ),
        (
            "JSON without a schema",
            broken(
                "              schema: { $ref: '#/components/schemas/Thing' }",
                "              example: {}",
            ),
        ),
        (
            "form with a file",
            broken(
                "      responses:",
                "      requestBody: { content: { multipart/form-data: { schema: { type: object } } } }\n      responses:",
            ),
        ),
        (
            "parameter in two places",
            broken(
                "        - name: page",
                "        - { name: page, in: header, schema: { type: string } }\n        - name: page",
            ),
        ),
        (
            "carried schema missing",
            broken(
                "note: { type: string }",
                "note: { type: string }\n    Text: { type: string, x-columns: schemas/text.yaml }",
            ),
        ),
    ];
    insta::assert_snapshot!(listed(&cases));
}

#[test]
fn settings_that_do_not_fit_are_refused() {
    let cases = [
        (
            "unknown fixup",
            said(SOUND, "fixups = [\"error_response\"]\n"),
        ),
        (
            "idle fixup",
            said(SOUND, "fixups = [\"error_responses\", \"limits\"]\n"),
        ),
        (
            "fixup twice",
            said(
                SOUND,
                "fixups = [\n    \"error_responses\",\n    \"error_responses\",\n]\n",
            ),
        ),
        ("nothing listed", said(SOUND, "\nfixups = []\n")),
        (
            "unknown parameter",
            said(
                SOUND,
                "fixups = [\"client_parameters\"]\nclient_parameters = [\"page\", \"pages\"]\n",
            ),
        ),
        (
            "unknown body",
            said(SOUND, "[bodies]\nlist_things = \"::a::B\"\n"),
        ),
        ("unknown file", said(SOUND, "[files]\nprint = {}\n")),
        (
            "unknown download",
            said(SOUND, "[downloads]\nlist_things = \"print\"\n"),
        ),
        (
            "unknown fields",
            said(SOUND, "[fields]\nthin_fields = \"Thin\"\n"),
        ),
        ("unknown setting", said(SOUND, "fixup = []\n")),
        ("not TOML", said(SOUND, "fixups = [\n")),
        (
            "nothing to replace",
            said(
                SOUND,
                "fixups = [\"replaced_strings\"]\n[replace]\nText = \"::a::B\"\n",
            ),
        ),
        (
            "no string to replace",
            said(
                SOUND,
                "fixups = [\"replaced_strings\"]\n[replace]\nThing = \"::a::B\"\n",
            ),
        ),
    ];
    insta::assert_snapshot!(listed(&cases));
}

#[test]
fn an_unknown_api_is_answered_with_those_there_are() {
    let workspace = Workspace::at(crate::support::root());
    let generate = Generate {
        apis: vec!["bouwsof".into()],
        check: true,
    };
    let error = generate.run(&workspace, &mut Vec::new(), &mut Vec::new());
    let said = error.expect_err("no such API").to_string();
    assert_eq!(
        said,
        "no API `bouwsof`; spec/ has: bouwsoft, eenvoudigfactureren"
    );
}

#[test]
fn check_names_every_stale_file_and_the_command_that_mends_them() {
    let root = tempfile::tempdir().expect("a folder");
    for (path, text) in [
        ("spec/sound/openapi.yaml", SOUND),
        ("spec/sound/codegen.toml", SETTINGS),
        ("crates/sound/Cargo.toml", ""),
        ("crates/sound/src/generated/mod.rs", ""),
    ] {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("created");
        fs::write(path, text).expect("written");
    }
    let workspace = Workspace::at(root.path());
    let run = |check| {
        let generate = Generate {
            apis: vec!["sound".into()],
            check,
        };
        let mut out = Vec::new();
        let fine = generate
            .run(&workspace, &mut out, &mut Vec::new())
            .expect("generation works");
        (fine, String::from_utf8(out).expect("text"))
    };
    assert!(run(false).0);
    let generated = root.path().join("crates/sound/src/generated");
    fs::write(generated.join("mod.rs"), "// edited by hand\n").expect("written");
    fs::write(generated.join("old.rs"), "").expect("written");
    fs::remove_file(generated.join("client.rs")).expect("removed");
    let (fine, said) = run(true);
    assert!(!fine);
    insta::assert_snapshot!(said);
    assert_eq!(
        fs::read_to_string(generated.join("mod.rs")).expect("read"),
        "// edited by hand\n"
    );
    assert!(run(false).0);
    assert!(run(true).0);
    assert!(!generated.join("old.rs").exists());
}

fn listed(cases: &[(&str, String)]) -> String {
    let texts = cases
        .iter()
        .map(|(name, text)| format!("# {name}\n{text}\n"));
    texts.collect::<Vec<_>>().join("\n")
}
