//! The patterns of the contracts compile with the features of `regex` that users of the SDKs have. Tests in this
//! workspace have more features, because Cargo builds a package once, with the features that any package of the
//! workspace enables.

use std::{fs, path::Path};

use syn::{Expr, Item, Lit};

use crate::support::{cargo, contracts, root, target_folder};

/// The regular expressions in generated code: the first argument of each static `Pattern::new(regex, words)`.
fn patterns() -> Vec<String> {
    let mut found = Vec::new();
    for contract in contracts() {
        let path = root().join(format!(
            "crates/{}/src/generated/validation.rs",
            contract.name
        ));
        let text = fs::read_to_string(path).expect("generated");
        for item in syn::parse_file(&text).expect("Rust").items {
            if let Item::Static(pattern) = item
                && let Expr::Call(call) = *pattern.expr
                && let Some(Expr::Lit(literal)) = call.args.first()
                && let Lit::Str(regex) = &literal.lit
            {
                found.push(regex.value());
            }
        }
    }
    found
}

/// Writes a program that depends only on `order-sdk-runtime` and compiles each pattern.
fn write_program(package: &Path, patterns: &[String]) {
    let runtime = root().join("crates/order-sdk-runtime");
    let manifest = format!(
        r#"[package]
name = "patterns"
edition = "2024"

[dependencies]
regex = {{ version = "*", default-features = false }}
order-sdk-runtime = {{ path = {runtime:?} }}

[workspace]
"#
    );
    let program = format!(
        r#"fn main() {{
    for pattern in {patterns:?} {{
        if let Err(error) = regex::Regex::new(pattern) {{
            println!("{{error}}");
        }}
    }}
}}
"#
    );
    fs::create_dir_all(package.join("src")).expect("made");
    fs::write(package.join("Cargo.toml"), manifest).expect("written");
    fs::write(package.join("src/main.rs"), program).expect("written");
    fs::copy(root().join("Cargo.lock"), package.join("Cargo.lock")).expect("copied");
}

#[test]
fn every_pattern_compiles_with_the_features_that_users_have() {
    let patterns = patterns();
    assert!(patterns.len() > 5, "{patterns:?}");
    let package = target_folder().join("tmp/patterns");
    write_program(&package, &patterns);
    let output = cargo()
        .args(["run", "--offline", "--quiet"])
        .current_dir(&package)
        .env("CARGO_TARGET_DIR", package.join("target"))
        .output()
        .expect("cargo runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
}
