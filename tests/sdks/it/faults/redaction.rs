//! Credentials that a server repeats are redacted, whatever their escaping, also in a user's program.

use std::{error::Error as _, fs};

use serde_json::json;

use super::{list, reaction::Reaction, server::Server};
use crate::support::{cargo, root, target_folder};

/// A credential with characters that JSON, URLs and HTML escape, two spaces, and a no-break space.
const TOKEN: &str = "clé  très\u{a0}secrète/\"+<&=";

/// A credential that is redacted in all forms only if redaction does not depend on optional features of a library.
const KEY: &str = "top/secret\"<é=";

/// The forms in which servers may write a credential.
fn forms(credential: &str) -> Vec<String> {
    let html = |text: &str| {
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        text.replace('"', "&quot;").replace('é', "&#233;")
    };
    let percent = |text: &str, space: &str, kept: &str| {
        let one = |character: char| match character {
            ' ' => space.to_owned(),
            _ if character.is_ascii_alphanumeric() || kept.contains(character) => character.into(),
            _ => {
                let mut bytes = [0; 4];
                let bytes = character.encode_utf8(&mut bytes).bytes();
                bytes.map(|byte| format!("%{byte:02X}")).collect()
            }
        };
        text.chars().map(one).collect::<String>()
    };
    let json = json!(credential).to_string().trim_matches('"').to_owned();
    let ascii = json.replace('é', "\\u00e9").replace('è', "\\u00E8");
    let latin: String = credential.bytes().map(char::from).collect();
    vec![
        credential.to_owned(),
        credential.split_whitespace().collect::<Vec<_>>().join(" "),
        json.replace('/', "\\/"),
        ascii.replace('\u{a0}', "\\u00a0").replace('/', "\\/"),
        percent(credential, "%20", "").to_lowercase(),
        percent(credential, "+", "-._*"),
        percent(credential, "%20", "/+=&-._~!*'()"),
        html(credential),
        html(credential)
            .replace("&#233;", "&eacute;")
            .replace('è', "&#xE8;"),
        html(credential)
            .replace("&amp;", "&#x26;")
            .replace('\u{a0}', "&nbsp;"),
        html(credential)
            .replace('/', "\\/")
            .replace("&amp;", "\\u0026amp;"),
        latin,
    ]
}

/// Everything that an error shows.
fn shown(error: &order_sdk_http::Error) -> String {
    let mut text = format!(
        "{error} {error:?} {}",
        String::from_utf8_lossy(error.body())
    );
    let mut next = error.source();
    while let Some(source) = next {
        text += &format!(" {source} {source:?}");
        next = source.source();
    }
    text
}

async fn refusing(body: String) -> Server {
    Server::reacting(vec![Reaction::respond(list::http(400, &[], body))]).await
}

async fn orders(builder: eenvoudigfactureren::ClientBuilder, server: &Server) -> String {
    let client = builder.server(&*server.url()).build().expect("a client");
    let error = client.get_order(1).await;
    shown(&error.expect_err("refused"))
}

async fn order(builder: bouwsoft::ClientBuilder, server: &Server) -> String {
    let client = builder.authorization_server(&server.url()).build();
    let client = client.expect("a client");
    let error = client.create_order("type='FAKTUUR'").await;
    shown(&error.expect_err("refused"))
}

async fn activation(server: &Server) -> String {
    let begin = bouwsoft::Activation::builder(TOKEN).authorization_server(&server.url());
    shown(&begin.start().await.expect_err("refused"))
}

/// Everything that the errors of six calls show. Each call uses the credential in another place.
async fn shown_by_calls(server: &Server) -> [String; 6] {
    let url = server.url();
    let ef = eenvoudigfactureren::Client::builder;
    let bouwsoft = bouwsoft::Client::builder;
    [
        orders(ef().api_key(TOKEN), server).await,
        orders(ef().bearer(TOKEN), server).await,
        orders(ef().password("me@here.be", TOKEN), server).await,
        order(bouwsoft().access_token(&url, 115, TOKEN), server).await,
        order(bouwsoft().refresh_token(115, TOKEN), server).await,
        activation(server).await,
    ]
}

/// Fails if a part of the credential is in the text.
fn assert_none(shown: &str, form: &str) {
    let shown = shown.replace("[secret]", "");
    for part in ["secr", "top", "cl\u{e9}", "très", "/\"+<"] {
        assert!(!shown.contains(part), "{form}: {shown}");
    }
}

#[tokio::test]
async fn no_error_shows_a_credential_in_any_form() {
    for form in forms(TOKEN) {
        for body in [
            json!({ "error": form, "Message": form }).to_string(),
            format!("no: {form}\t({form})"),
            format!("<html><title>{form}</title>"),
        ] {
            let server = refusing(body).await;
            for shown in shown_by_calls(&server).await {
                assert_none(&shown, &form);
            }
        }
    }
}

/// A user's program, with only the dependencies in this manifest.
const MANIFEST: &str = r#"
[package]
name = "program-of-a-user"
edition = "2024"

[dependencies]
eenvoudigfactureren = { path = "SDK" }
tokio = { version = "1", features = ["macros", "rt"] }

[workspace]

# The profile of the workspace, so that cargo does not build the dependencies again.
[profile.dev]
debug = "line-tables-only"
"#;

const PROGRAM: &str = r#"
#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments: Vec<_> = std::env::args().collect();
    let client = eenvoudigfactureren::Client::with_api_key(&arguments[1], &arguments[2]);
    let error = client.unwrap().get_order(1).await.unwrap_err();
    println!("{error} {error:?} {}", String::from_utf8_lossy(error.body()));
}
"#;

// The server needs its own thread while cargo runs.
#[tokio::test(flavor = "multi_thread")]
async fn the_program_of_a_user_redacts_escaped_credentials() {
    let server = refusing(json!({ "error": forms(KEY).join(", ") }).to_string()).await;
    // The folder is kept, so the program is built only once.
    let folder = target_folder().join("tmp/program-of-a-user");
    fs::create_dir_all(folder.join("src")).expect("created");
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).expect("written");
    let sdk = root().join("crates/eenvoudigfactureren");
    let sdk = sdk.to_str().expect("text").replace('\\', "/");
    write("Cargo.toml", &MANIFEST.replace("SDK", &sdk));
    write("src/main.rs", PROGRAM);
    let lock = fs::read_to_string(root().join("Cargo.lock")).expect("the versions");
    write("Cargo.lock", &lock);
    let output = cargo()
        .args(["run", "--quiet", "--offline", "--", &server.url(), KEY])
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", target_folder())
        .output()
        .expect("cargo runs");
    let shown = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{output:?}");
    assert!(shown.contains("[secret]"), "{shown}");
    assert_none(&shown, "a program");
}
