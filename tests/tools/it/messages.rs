//! The errors of `generate` for documents that it cannot read or generate from. It does not change the crates in that
//! case.

use std::{fs, path::Path};

use xtask::{generate::Generate, workspace::Workspace};

/// A valid document. Each case breaks one thing in it.
const VALID: &str = r##"openapi: 3.0.3
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
fn error(document: &str, settings: &str) -> String {
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
        VALID.matches(old).count(),
        1,
        "`{old}` must occur once in the document"
    );
    error(&VALID.replace(old, new), SETTINGS)
}

#[test]
fn an_unreadable_document_is_refused_with_its_position() {
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
            "parameter without `in`",
            broken("          in: query\n", ""),
        ),
        ("empty", error("", SETTINGS)),
        ("a list", error("- a\n", SETTINGS)),
    ];
    insta::assert_snapshot!(listed(&cases));
}

#[test]
fn an_unsupported_document_is_refused_with_its_position() {
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
            "responses of two shapes",
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
            error(
                &VALID.replace(
                    "        '404':",
                    "        default: { description: Broken. }\n        '404':",
                ),
                "",
            ),
        ),
        (
            "another fixup missing",
            error(
                &VALID.replace("      operationId: list_things\n", ""),
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
            "schema of `x-columns` missing",
            broken(
                "note: { type: string }",
                "note: { type: string }\n    Text: { type: string, x-columns: schemas/text.yaml }",
            ),
        ),
    ];
    insta::assert_snapshot!(listed(&cases));
}

#[test]
fn invalid_settings_are_refused() {
    let cases = [
        (
            "unknown fixup",
            error(VALID, "fixups = [\"error_response\"]\n"),
        ),
        (
            "unused fixup",
            error(VALID, "fixups = [\"error_responses\", \"limits\"]\n"),
        ),
        (
            "duplicate fixup",
            error(
                VALID,
                "fixups = [\n    \"error_responses\",\n    \"error_responses\",\n]\n",
            ),
        ),
        ("empty list of fixups", error(VALID, "\nfixups = []\n")),
        (
            "unknown parameter",
            error(
                VALID,
                "fixups = [\"client_parameters\"]\nclient_parameters = [\"page\", \"pages\"]\n",
            ),
        ),
        (
            "unknown body",
            error(VALID, "[bodies]\nlist_things = \"::a::B\"\n"),
        ),
        ("unknown file", error(VALID, "[files]\nprint = {}\n")),
        (
            "unknown download",
            error(VALID, "[downloads]\nlist_things = \"print\"\n"),
        ),
        (
            "unknown fields",
            error(VALID, "[fields]\nthin_fields = \"Thin\"\n"),
        ),
        ("unknown setting", error(VALID, "fixup = []\n")),
        ("not TOML", error(VALID, "fixups = [\n")),
        (
            "nothing to replace",
            error(
                VALID,
                "fixups = [\"replaced_strings\"]\n[replace]\nText = \"::a::B\"\n",
            ),
        ),
        (
            "no string to replace",
            error(
                VALID,
                "fixups = [\"replaced_strings\"]\n[replace]\nThing = \"::a::B\"\n",
            ),
        ),
    ];
    insta::assert_snapshot!(listed(&cases));
}

#[test]
fn the_error_for_an_unknown_api_lists_the_apis() {
    let workspace = Workspace::at(crate::support::root());
    let generate = Generate {
        apis: vec!["bouwsof".into()],
        check: true,
    };
    let error = generate.run(&workspace, &mut Vec::new(), &mut Vec::new());
    let error = error.expect_err("no such API").to_string();
    assert_eq!(
        error,
        "no API `bouwsof`; spec/ has: bouwsoft, eenvoudigfactureren"
    );
}

#[test]
fn check_names_every_stale_file_and_the_command_that_updates_them() {
    let root = tempfile::tempdir().expect("a folder");
    for (path, text) in [
        ("spec/sound/openapi.yaml", VALID),
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
    let (fine, output) = run(true);
    assert!(!fine);
    insta::assert_snapshot!(output);
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
