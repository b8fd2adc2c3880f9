//! The hand-written part of a new API's crate, written once: whatever is there already is left alone.

use std::path::Path;

use crate::{
    codegen::GeneratedFile,
    document::{Contract, xml},
};

/// The manifest and the root module of the API's crate, each where the crate has none.
pub fn missing(contract: &Contract, root: &Path) -> anyhow::Result<Vec<GeneratedFile>> {
    let folder = Path::new("crates").join(&contract.name);
    let title = contract.document.value["info"]["title"]
        .as_str()
        .unwrap_or(&contract.name);
    let speaks_xml = !xml::payloads(&contract.document).is_empty();
    let mut files = vec![
        GeneratedFile {
            path: folder.join("Cargo.toml"),
            text: manifest(&contract.name, title, speaks_xml),
        },
        GeneratedFile {
            path: folder.join("src/lib.rs"),
            text: root_module(title, speaks_xml),
        },
    ];
    files.retain(|file| !root.join(&file.path).exists());
    Ok(files)
}

fn manifest(name: &str, title: &str, speaks_xml: bool) -> String {
    let title = title.escape_default();
    let xml = match speaks_xml {
        true => "# XML of the models.\nxml = [\"sdk-runtime/xml\"]\n",
        false => "",
    };
    format!(
        r#"[package]
name = "{name}"
description = "Client and models of {title}"
version.workspace = true
edition.workspace = true
rust-version.workspace = true
license.workspace = true
repository.workspace = true

[lints]
workspace = true

[features]
default = ["client"]
# The HTTP client; without it the crate is models alone.
client = ["dep:progenitor-client", "dep:reqwest", "sdk-runtime/http"]
# Keep the fields that the contract does not know.
extra-fields = ["dep:serde_json"]
# JSON Schemas of the models, for users who embed them in an API of their own.
schemars = ["dep:schemars"]
# Setters for models that are only read, for users who write mock servers.
test-util = []
{xml}
[dependencies]
chrono = {{ workspace = true }}
progenitor-client = {{ workspace = true, optional = true }}
reqwest = {{ workspace = true, optional = true }}
rust_decimal = {{ workspace = true }}
schemars = {{ workspace = true, optional = true }}
sdk-runtime = {{ workspace = true }}
serde = {{ workspace = true }}
serde_json = {{ workspace = true, optional = true }}
"#
    )
}

fn root_module(title: &str, speaks_xml: bool) -> String {
    let xml = match speaks_xml {
        true => "#[cfg(feature = \"xml\")]\npub use sdk_runtime::xml::XmlError;\n",
        false => "",
    };
    format!(
        r#"//! Client and models of {title}.

// Generated code is documented by its contract and formatted by its generator.
#[rustfmt::skip]
#[allow(missing_docs, clippy::all)]
mod generated;

pub use generated::*;
#[cfg(feature = "client")]
pub use progenitor_client::{{ByteStream, ResponseValue}};
#[cfg(feature = "client")]
pub use sdk_runtime::http::{{Access, ConfigError, Error, ErrorKind, Grant, RetryPolicy, Settings}};
{xml}"#
    )
}
