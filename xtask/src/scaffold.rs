//! The first version of the hand-written files in a new API's crates. A file that already exists does not change.

use std::path::Path;

use contract::Contract;
use openapi_document::xml;
use sdk_codegen::GeneratedFile;

/// The manifests and root modules that the API's SDK and mock server do not have yet.
pub fn missing(contract: &Contract, root: &Path) -> anyhow::Result<Vec<GeneratedFile>> {
    let crates = sdk_codegen::crates(contract);
    let [folder, mock] = crates.each_ref().map(|name| Path::new("crates").join(name));
    let title = contract.document.value["info"]["title"].as_str();
    let title = &one_line(title.unwrap_or(&contract.name));
    let has_xml = !xml::payloads(&contract.document).is_empty();
    let mut files = vec![
        GeneratedFile {
            path: folder.join("Cargo.toml"),
            text: manifest(&contract.name, title, has_xml),
        },
        GeneratedFile {
            path: folder.join("src/lib.rs"),
            text: root_module(title, has_xml),
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

fn manifest(name: &str, title: &str, has_xml: bool) -> String {
    let package = package(name, &format!("Client and models of {title}"));
    let xml = if has_xml {
        "# XML of the models.\nxml = [\"order-sdk-core/xml\"]\n"
    } else {
        ""
    };
    format!(
        r#"{package}[features]
default = ["client"]
# The HTTP client. Without it, the crate has only the models.
client = ["dep:reqwest", "dep:order-sdk-http"]
# Models keep fields that the contract does not have.
extra-fields = []
# JSON Schemas of the models, for users whose own API contains the models.
schemars = ["dep:schemars"]
# Setters for models of responses, for users who write mock servers.
test-util = []
{xml}
[dependencies]
chrono = {{ workspace = true }}
reqwest = {{ workspace = true, optional = true }}
rust_decimal = {{ workspace = true }}
schemars = {{ workspace = true, optional = true }}
order-sdk-core = {{ workspace = true }}
order-sdk-http = {{ workspace = true, optional = true }}
serde = {{ workspace = true }}
serde_json = {{ workspace = true }}
"#
    )
}

/// A title without line breaks, and without the characters that reorder the text around them. Rustc refuses these in
/// comments.
fn one_line(title: &str) -> String {
    let reorders = |c: &char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let kept = title.chars().filter(|c| !reorders(c));
    let kept: String = kept.map(|c| if c.is_control() { ' ' } else { c }).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The beginning of every manifest.
fn package(name: &str, description: &str) -> String {
    let description = toml::Value::from(description);
    format!(
        r#"[package]
name = "{name}"
description = {description}
version.workspace = true
edition.workspace = true
rust-version.workspace = true
license.workspace = true

[lints]
workspace = true

"#
    )
}

fn root_module(title: &str, has_xml: bool) -> String {
    let xml = if has_xml {
        "#[cfg(feature = \"xml\")]\n\
         pub use order_sdk_core::xml::{Place as XmlPlace, Problem as XmlProblem, XmlError};\n"
    } else {
        ""
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
pub use order_sdk_http::{{
    Access, Attempt, BoxFuture, ConfigError, Download, Error, ErrorKind, Grant, Preview, Report,
    Response, RetryPolicy, Sending, Settings, TokenSource, Tokens, UnreadableRow,
}};
pub use order_sdk_core::json::ReadError;
pub use order_sdk_core::validate::{{Invalid, Violation}};
{xml}pub use order_sdk_core::{{CommaSeparated, Patch, Secret, UnknownValue}};
#[cfg(feature = "client")]
pub use reqwest;
pub use rust_decimal;
#[cfg(feature = "schemars")]
pub use schemars;
pub use serde_json;
"#
    )
}

fn mock_manifest(sdk: &str, title: &str) -> String {
    // The version of the workspace: a package whose dependency has only a path cannot be published.
    let version = env!("CARGO_PKG_VERSION");
    let name = format!("{sdk}{}", sdk_codegen::MOCK);
    let package = package(&name, &format!("Typed mock server of {title}"));
    format!(
        r#"{package}[dependencies]
chrono = {{ workspace = true }}
httpmock = {{ workspace = true }}
order-sdk-core = {{ workspace = true }}
order-sdk-mock = {{ workspace = true }}
rust_decimal = {{ workspace = true }}
serde_json = {{ workspace = true }}

# Without the client, and with setters for the models of responses.
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
//! [`MockServerExt`] adds a method for each operation of the client to [`MockServer`]. Its closure describes the
//! expected request (`when`) and the response (`then`), both with the types of the client.

// Generated code is formatted by its generator.
#[rustfmt::skip]
mod generated;

pub use SDK;
pub use generated::*;
pub use httpmock::{self, Mock, MockServer};
"#;
