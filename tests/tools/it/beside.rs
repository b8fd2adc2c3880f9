//! A document may refer to files in the folder of its API, and to nothing outside it: not with `..`, an absolute path
//! or a symbolic link.

use std::{fs, path::Path};

use tempfile::TempDir;
use xtask::{diff::Diff, generate::Generate, lint::Lint, publish::Publish, workspace::Workspace};

use crate::support::replaced;

/// The text that must not be printed.
const SECRET: &str = "root-password-hash";

/// A document with this schema and this example.
fn document(schema: &str, example: &str) -> String {
    format!(
        r##"openapi: 3.0.3
info: {{title: Desk, version: 0.1.0}}
paths:
  /a:
    get:
      operationId: get_a
      responses:
        '200':
          description: A.
          content:
            application/json:
              schema: {{ $ref: '#/components/schemas/A' }}
              examples:
                one: {{ {example} }}
components:
  schemas:
    A: {{ {schema} }}
"##
    )
}

/// A folder with a secret file next to a workspace with one API, which contains links to the secret.
struct Site {
    folder: TempDir,
}

impl Site {
    fn new(schema: &str, example: &str) -> Self {
        let folder = TempDir::new().expect("a folder");
        let api = folder.path().join("work/spec/desk");
        fs::create_dir_all(api.join("examples")).expect("created");
        fs::create_dir_all(folder.path().join("out")).expect("created");
        for (file, text) in [
            ("secret", format!("{SECRET}:x:0\n\tno: yaml\n")),
            (
                "secret.yaml",
                format!("value: {SECRET}\ntype: string\ntitle: T\n"),
            ),
            ("secret.xml", format!("<a>{SECRET}</a>")),
        ] {
            fs::write(folder.path().join(file), text).expect("written");
            #[cfg(unix)]
            {
                let link = api.join("examples").join(format!("link-{file}"));
                std::os::unix::fs::symlink(folder.path().join(file), link).expect("linked");
            }
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(folder.path(), api.join("up")).expect("linked");
        fs::write(api.join("openapi.yaml"), document(schema, example)).expect("written");
        Self { folder }
    }

    fn workspace(&self) -> Workspace {
        Workspace::at(self.folder.path().join("work"))
    }

    /// Everything that the commands print and write.
    fn output(&self) -> String {
        let mut out = Vec::new();
        let mut output = String::new();
        let mut note = |error: anyhow::Error| output.push_str(&format!("{error:#}\n"));
        let workspace = self.workspace();
        let lint = Lint::default().run(&workspace, &mut out);
        lint.map(drop).unwrap_or_else(&mut note);
        let generate = Generate::default().run(&workspace, &mut out, &mut Vec::new());
        generate.map(drop).unwrap_or_else(&mut note);
        let publish = Publish {
            out: "dist".into(),
            check: false,
            keep_generator_extensions: true,
        };
        match publish.files(&workspace) {
            Ok(files) => {
                for file in files.iter().filter(|file| file.path.starts_with("desk")) {
                    out.extend_from_slice(&file.bytes);
                }
            }
            Err(error) => note(error),
        }
        let base = self.folder.path().join("base.yaml");
        fs::write(&base, document("type: integer", "value: 1")).expect("written");
        let diff = Diff {
            documents: vec!["desk".into()],
            base: Some(base.display().to_string()),
            ..Diff::default()
        };
        diff.run(&workspace, &mut out)
            .map(drop)
            .unwrap_or_else(&mut note);
        output + &String::from_utf8_lossy(&out)
    }
}

/// Each form of a reference to a file, with this path.
fn references(path: &str) -> [(&'static str, String, String); 4] {
    let plain = ("type: string".to_owned(), "value: a".to_owned());
    let [text, yaml, xml] = ["", ".yaml", ".xml"].map(|ending| format!("{path}{ending}"));
    [
        (
            "x-columns",
            format!("type: string, x-columns: '{text}'"),
            plain.1.clone(),
        ),
        ("schema", format!("$ref: '{yaml}'"), plain.1.clone()),
        ("example", plain.0.clone(), format!("$ref: '{yaml}'")),
        (
            "externalValue",
            plain.0.clone(),
            format!("externalValue: '{xml}'"),
        ),
    ]
}

#[test]
fn no_path_leads_out_of_the_folder() {
    let mut leaks = Vec::new();
    let above = "../../../secret".to_owned();
    for (form, schema, example) in references(&above) {
        let output = Site::new(&schema, &example).output();
        if output.contains(SECRET) || !output.contains("outside the folder") {
            leaks.push(format!("{form}: {output}"));
        }
    }
    assert!(leaks.is_empty(), "{}", leaks.join("\n\n"));
}

#[test]
fn no_absolute_path_is_followed() {
    let elsewhere = TempDir::new().expect("a folder");
    for ending in ["", ".yaml", ".xml"] {
        let file = elsewhere.path().join(format!("secret{ending}"));
        fs::write(file, format!("value: {SECRET}\n")).expect("written");
    }
    let path = elsewhere.path().join("secret").display().to_string();
    for (form, schema, example) in references(&path) {
        let output = Site::new(&schema, &example).output();
        assert!(!output.contains(SECRET), "{form}: {output}");
        assert!(output.contains("outside the folder"), "{form}: {output}");
    }
}

#[cfg(unix)]
#[test]
fn no_link_leads_out_of_the_folder() {
    let mut leaks = Vec::new();
    for path in ["examples/link-secret", "up/secret"] {
        for (form, schema, example) in references(path) {
            let output = Site::new(&schema, &example).output();
            if output.contains(SECRET) || !output.contains("outside the folder") {
                leaks.push(format!("{path}, {form}: {output}"));
            }
        }
    }
    assert!(leaks.is_empty(), "{}", leaks.join("\n\n"));
}

/// Files that are read although the document does not name them: prose, tables, settings and samples.
#[cfg(unix)]
#[test]
fn files_of_the_folder_must_not_link_out_of_it() {
    for file in [
        "ERRATA.md",
        "codegen.toml",
        "fields/tables.toml",
        "fields/order.tsv",
        "samples/get_a.rs",
    ] {
        let site = Site::new("type: string", "value: a");
        let link = site.folder.path().join("work/spec/desk").join(file);
        fs::create_dir_all(link.parent().expect("a folder")).expect("created");
        std::os::unix::fs::symlink(site.folder.path().join("secret"), link).expect("linked");
        let output = site.output();
        assert!(!output.contains(SECRET), "{file}: {output}");
        assert!(output.contains("outside the folder"), "{file}: {output}");
    }
    let site = Site::new("type: string", "value: a");
    let document = site.folder.path().join("work/spec/desk/openapi.yaml");
    fs::remove_file(&document).expect("removed");
    std::os::unix::fs::symlink(site.folder.path().join("secret.yaml"), document).expect("linked");
    let output = site.output();
    assert!(!output.contains(SECRET), "{output}");
}

/// The operationId names the file of the sample.
#[test]
fn an_operation_id_is_not_a_path() {
    let site = Site::new("type: string", "value: a");
    let document = site.folder.path().join("work/spec/desk/openapi.yaml");
    let text = fs::read_to_string(&document).expect("read");
    let text = replaced(&text, "get_a", "../../../../secret");
    fs::write(document, text).expect("written");
    fs::write(site.folder.path().join("secret.rs"), SECRET).expect("written");
    fs::create_dir_all(site.folder.path().join("work/spec/desk/samples")).expect("created");
    let output = site.output();
    assert!(!output.contains(SECRET), "{output}");
}

/// Links within the folder are allowed, like files.
#[cfg(unix)]
#[test]
fn a_link_within_the_folder_is_followed() {
    let site = Site::new("type: string", "$ref: examples/twin.yaml");
    let examples: &Path = &site.folder.path().join("work/spec/desk/examples");
    fs::write(examples.join("real.yaml"), "value: kept\n").expect("written");
    std::os::unix::fs::symlink("real.yaml", examples.join("twin.yaml")).expect("linked");
    assert!(site.output().contains("kept"));
}
