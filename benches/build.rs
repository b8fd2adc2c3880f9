//! Writes what the SDKs are measured with: pages of records, and models and clients made from the same contracts.

#[path = "build/models.rs"]
mod models;
#[path = "build/page.rs"]
mod page;

use std::{env, fs, path::Path};

use anyhow::Context;
use contract::Contract;
use xtask::workspace::Workspace;

fn main() -> anyhow::Result<()> {
    let out = env::var("OUT_DIR").context("OUT_DIR is not set")?;
    let package = env::var("CARGO_MANIFEST_DIR").context("CARGO_MANIFEST_DIR is not set")?;
    let root = Path::new(&package).join("..");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed={}", root.join("spec").display());
    for contract in Workspace::at(&root).contracts(&[])? {
        let name = &contract.name;
        for (kind, text) in files(&contract, &root).with_context(|| name.clone())? {
            fs::write(Path::new(&out).join(format!("{name}_{kind}")), text)?;
        }
    }
    Ok(())
}

/// The files of one API: the end of the file name, and the text.
fn files(
    contract: &Contract,
    root: &Path,
) -> anyhow::Result<impl IntoIterator<Item = (&'static str, String)>> {
    let types = format!("crates/{}/src/generated/types.rs", contract.name);
    println!("cargo::rerun-if-changed={}", root.join(&types).display());
    let types = fs::read_to_string(root.join(&types)).context(types)?;
    let types = syn::parse_file(&types)?;
    let page = page::of(contract)?.context("no response of the contract is a list")?;
    Ok([
        ("derived.rs", models::derived(types.clone())),
        ("borrowed.rs", models::borrowed(types)),
        ("unpolished.rs", sdk_codegen::unpolished(contract)?.document),
        ("page.json", page),
    ])
}
