//! A workspace in `target/bench`. For each API, it has a program with our client, one with a client written by hand,
//! and one with the client that progenitor and typify generate.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, ensure};
use contract::Contract;
use sdk_codegen::GeneratedFile;
use toml::{Table, Value};
use xtask::output;

/// The folder of the scratch workspace, relative to the main workspace.
const FOLDER: &str = "target/bench";
/// The target folder of the scratch workspace. It is separate, so that these builds do not affect others.
const TARGET: &str = "target";

/// One call with each client, as the body of an asynchronous function with the variable `url`, the URL of the server.
struct Call {
    api: &'static str,
    ours: &'static str,
    bare: &'static str,
    unpolished: &'static str,
}

const CALLS: [Call; 2] = [
    Call {
        api: "bouwsoft",
        ours: r#"
    use bouwsoft::{Client, types::OrderCreate};
    let client = Client::connect(&url, 115, "token")?;
    let order = OrderCreate::new("FAKTUUR").company_id(2).address_id(3759);
    println!("{:?}", client.create_order(order).await?);"#,
        bare: r#"
    #[derive(Debug, serde::Deserialize)]
    struct Changes {
        #[serde(rename = "RecordChanges")]
        #[allow(dead_code)]
        record_changes: Vec<models::Order>,
    }
    let request = reqwest::Client::new().post(format!("{url}/Orders"));
    let request = request.header("accesstoken", "token").header("clientnr", "115");
    let request = request.query(&[("columns", "type='FAKTUUR',company_id=2,address_id=3759")]);
    let body = request.send().await?.error_for_status()?.bytes().await?;
    let changes: Changes = serde_json::from_str(std::str::from_utf8(&body)?)?;
    println!("{changes:?}");"#,
        unpolished: r#"
    let client = unpolished::Client::new(&url);
    let columns = bouwsoft::OrderColumns::from_text("type='FAKTUUR',company_id=2,address_id=3759");
    println!("{:?}", client.create_order().columns(columns).send().await.map_err(|error| format!("{error:?}"))?.into_inner());"#,
    },
    Call {
        api: "eenvoudigfactureren",
        ours: r#"
    let client = eenvoudigfactureren::Client::with_api_key(&url, "key")?;
    println!("{:?}", client.get_order(5005).await?);"#,
        bare: r#"
    let request = reqwest::Client::new().get(format!("{url}/orders/5005"));
    let request = request.header("x-api-key", "key");
    let body = request.send().await?.error_for_status()?.bytes().await?;
    let order: models::Order = serde_json::from_str(std::str::from_utf8(&body)?)?;
    println!("{order:?}");"#,
        unpolished: r#"
    let client = unpolished::Client::new(&url);
    println!("{:?}", client.get_order().order_id(5005).send().await.map_err(|error| format!("{error:?}"))?.into_inner());"#,
    },
];

/// The kinds of programs, which are also the last part of their package names.
pub const KINDS: [&str; 3] = ["ours", "bare", "unpolished"];

/// Cargo in the scratch workspace.
pub struct Scratch {
    folder: PathBuf,
}

impl Scratch {
    /// Writes the workspace for the contracts.
    pub fn write(root: &Path, contracts: &[Contract]) -> anyhow::Result<Self> {
        let root = root.canonicalize()?;
        let mut files = Vec::new();
        let mut members = Vec::new();
        for contract in contracts {
            let call = CALLS.iter().find(|call| call.api == contract.name);
            let call = call.with_context(|| format!("CALLS has no call of {}", contract.name))?;
            for kind in KINDS {
                members.push(package(call.api, kind));
            }
            members.push(library(call.api));
            files.extend(programs(&root, call)?);
            files.extend(unpolished(contract)?);
        }
        let manifest = fs::read_to_string(root.join("Cargo.toml"))?;
        files.push(file("", "Cargo.toml", workspace(&manifest, members)?));
        files.push(file(
            "",
            "Cargo.lock",
            fs::read_to_string(root.join("Cargo.lock"))?,
        ));
        output::refresh(&root, &files)?;
        Ok(Self {
            folder: root.join(FOLDER),
        })
    }

    /// Runs cargo and returns its output. The error contains what it writes to stderr.
    pub fn cargo(&self, arguments: &[&str]) -> anyhow::Result<String> {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .args(arguments)
            .arg("--quiet")
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", self.folder.join(TARGET))
            // Like a dependency from a registry, each crate is compiled completely.
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_PROFILE_RELEASE_STRIP", "symbols")
            .output()
            .context("cargo cannot be run")?;
        let stderr = String::from_utf8_lossy(&output.stderr);
        ensure!(
            output.status.success(),
            "`cargo {}` failed:\n{stderr}",
            arguments.join(" ")
        );
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// The size in bytes of a program that is built in release mode, without symbols.
    pub fn size(&self, package: &str) -> anyhow::Result<u64> {
        self.cargo(&["build", "--release", "--package", package])?;
        let file = format!("{package}{}", env::consts::EXE_SUFFIX);
        let program = self.folder.join(TARGET).join("release").join(file);
        let found = fs::metadata(&program).with_context(|| program.display().to_string())?;
        Ok(found.len())
    }
}

/// The package of a program.
pub fn package(api: &str, kind: &str) -> String {
    format!("{api}-bench-{kind}")
}

/// The package with the client and models that progenitor and typify generate.
pub fn library(api: &str) -> String {
    format!("{api}-emitted")
}

fn file(package: &str, path: &str, text: String) -> GeneratedFile {
    GeneratedFile {
        path: Path::new(FOLDER).join(package).join(path),
        text,
    }
}

/// The manifest of the main workspace with other members. Versions and profiles are the same.
fn workspace(manifest: &str, members: Vec<String>) -> anyhow::Result<String> {
    let mut manifest: Table = manifest.parse().context("the manifest of the workspace")?;
    let workspace = manifest.get_mut("workspace").and_then(Value::as_table_mut);
    let workspace = workspace.context("the manifest has no workspace")?;
    let members = members.into_iter().map(Value::from).collect();
    workspace.insert("members".into(), Value::Array(members));
    let dependencies = workspace
        .get_mut("dependencies")
        .and_then(Value::as_table_mut);
    for (_, dependency) in dependencies.into_iter().flatten() {
        if let Some(Value::String(path)) = dependency.get_mut("path") {
            *path = format!("../../{path}");
        }
    }
    Ok(manifest.to_string())
}

/// The three programs of an API.
fn programs(root: &Path, call: &Call) -> anyhow::Result<Vec<GeneratedFile>> {
    let api = call.api;
    let models = format!("benches/src/by_hand/{api}.rs");
    let models = fs::read_to_string(root.join(&models)).context(models)?;
    let serde = r#"chrono = { workspace = true, features = ["serde"] }
rust_decimal = { workspace = true, features = ["serde"] }
reqwest = { workspace = true, features = ["query"] }
serde = { workspace = true }
serde_json = { workspace = true }
"#;
    let ours = format!("{api} = {{ workspace = true, features = [\"client\"] }}\n");
    let emitted = format!(
        "unpolished = {{ path = \"../{0}\", package = \"{0}\" }}\n{api} = {{ workspace = true }}\n",
        library(api)
    );
    let with_models = format!("#[allow(dead_code)]\nmod models {{\n{models}\n}}\n");
    let with_models = with_models.replace("\n//!", "\n//");
    let mut files = Vec::new();
    for (kind, dependencies, before, body) in [
        ("ours", ours.as_str(), "", call.ours),
        ("bare", serde, with_models.as_str(), call.bare),
        ("unpolished", emitted.as_str(), "", call.unpolished),
    ] {
        let name = package(api, kind);
        let tokio = "tokio = { workspace = true, features = [\"macros\", \"rt\"] }\n";
        files.push(file(
            &name,
            "Cargo.toml",
            manifest(&name, &format!("{dependencies}{tokio}")),
        ));
        let main = format!(
            "{before}\n#[tokio::main(flavor = \"current_thread\")]\nasync fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    \
             let url = std::env::args().nth(1).unwrap_or_default();{body}\n    Ok(())\n}}\n"
        );
        files.push(file(&name, "src/main.rs", main));
    }
    Ok(files)
}

/// The library with the client and models that progenitor and typify generate.
fn unpolished(contract: &Contract) -> anyhow::Result<Vec<GeneratedFile>> {
    let api = &contract.name;
    let name = library(api);
    let dependencies = format!(
        r#"{api} = {{ workspace = true }}
chrono = {{ workspace = true, features = ["serde"] }}
progenitor-client = {{ workspace = true }}
reqwest = {{ workspace = true }}
rust_decimal = {{ workspace = true, features = ["serde"] }}
order-sdk-core = {{ workspace = true }}
serde = {{ workspace = true }}
"#
    );
    let emitted = sdk_codegen::unpolished(contract)?;
    let root = "mod document;\npub use document::*;\nimpl progenitor_client::ClientHooks<()> for Client {}\n";
    let mut root = root.to_owned();
    let mut files = vec![
        file(&name, "Cargo.toml", manifest(&name, &dependencies)),
        file(&name, "src/document.rs", emitted.document),
    ];
    for (index, carried) in emitted.carried.into_iter().enumerate() {
        root.push_str(&format!("pub mod carried_{index};\n"));
        files.push(file(&name, &format!("src/carried_{index}.rs"), carried));
    }
    files.push(file(&name, "src/lib.rs", root));
    Ok(files)
}

fn manifest(package: &str, dependencies: &str) -> String {
    format!(
        "[package]\nname = \"{package}\"\nversion = \"0.0.0\"\nedition.workspace = true\npublish = false\n\n\
         [dependencies]\n{dependencies}"
    )
}
