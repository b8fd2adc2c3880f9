//! The hand-written part of a new API's crates, written once: whatever is there already is left alone.

use std::path::Path;

use crate::{
    codegen::{self, GeneratedFile},
    document::{Contract, xml},
};

/// The manifests and root modules of the API's SDK and mock server, each where the crate has none.
pub fn missing(contract: &Contract, root: &Path) -> anyhow::Result<Vec<GeneratedFile>> {
    let crates = codegen::crates(contract);
    let [folder, mock] = crates.each_ref().map(|name| Path::new("crates").join(name));
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
        GeneratedFile {
            path: mock.join("Cargo.toml"),
            text: mock_manifest(&contract.name, title),
        },
        GeneratedFile {
            path: mock.join("src/lib.rs"),
            text: MOCK_ROOT_MODULE
                .replace("SDK", &contract.name.replace('-', "_"))
                .replace("TITLE", title),
        },
    ];
    files.retain(|file| !root.join(&file.path).exists());
    Ok(files)
}

fn manifest(name: &str, title: &str, speaks_xml: bool) -> String {
    let package = package(name, &format!("Client and models of {title}"));
    let xml = match speaks_xml {
        true => "# XML of the models.\nxml = [\"sdk-runtime/xml\"]\n",
        false => "",
    };
    format!(
        r#"{package}[features]
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

/// What every manifest begins with.
fn package(name: &str, description: &str) -> String {
    let description = description.escape_default();
    format!(
        r#"[package]
name = "{name}"
description = "{description}"
version.workspace = true
edition.workspace = true
rust-version.workspace = true
license.workspace = true

[lints]
workspace = true

"#
    )
}

fn root_module(title: &str, speaks_xml: bool) -> String {
    let xml = match speaks_xml {
        true => {
            "#[cfg(feature = \"xml\")]\n\
             pub use sdk_runtime::xml::{Place as XmlPlace, Problem as XmlProblem, XmlError};\n"
        }
        false => "",
    };
    format!(
        r#"//! Client and models of {title}.

// Generated code is documented by its contract and formatted by its generator.
#[rustfmt::skip]
#[allow(missing_docs, clippy::all)]
mod generated;

pub use chrono;
pub use generated::*;
#[cfg(feature = "client")]
pub use progenitor_client::{{ByteStream, ResponseValue}};
#[cfg(feature = "client")]
pub use reqwest;
pub use rust_decimal;
#[cfg(feature = "schemars")]
pub use schemars;
#[cfg(feature = "client")]
pub use sdk_runtime::http::{{
    Access, Attempt, ConfigError, Error, ErrorKind, Grant, Report, RetryPolicy, Settings,
    UnreadableRow,
}};
pub use sdk_runtime::json::ReadError;
pub use sdk_runtime::validate::{{Invalid, Violation}};
pub use sdk_runtime::{{CommaSeparated, Patch, Secret, UnknownWord}};
{xml}#[cfg(feature = "extra-fields")]
pub use serde_json;
"#
    )
}

fn mock_manifest(sdk: &str, title: &str) -> String {
    // The version of the workspace: a package whose dependency has only a path cannot be published.
    let version = env!("CARGO_PKG_VERSION");
    let name = format!("{sdk}{}", codegen::MOCK);
    let package = package(&name, &format!("Typed mock server of {title}"));
    format!(
        r#"{package}[dependencies]
httpmock = {{ workspace = true }}
sdk-runtime = {{ workspace = true, features = ["mock"] }}

# Models alone, and setters for those that are only read.
[dependencies.{sdk}]
path = "../{sdk}"
version = "{version}"
default-features = false
features = ["test-util"]
"#
    )
}

const MOCK_ROOT_MODULE: &str = r#"//! Typed mock server of TITLE, for tests of code that uses the client.
//!
//! [`MockServerExt`] gives a [`MockServer`] a method for each operation of the client. It takes what the request is
//! expected to be like and what is answered, both with the types of the client.

// Generated code is formatted by its generator.
#[rustfmt::skip]
mod generated;

pub use SDK;
pub use generated::*;
pub use httpmock::{self, Mock, MockServer};
"#;
