//! The repository that the tests run in, and its contracts. Both test packages include this file.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};

use contract::Contract;

/// The folder of the repository that the tests run in. A path from compile time would be that of another checkout if
/// the target folder is a copy.
pub fn root() -> &'static Path {
    static ROOT: LazyLock<PathBuf> = LazyLock::new(|| {
        let package = variable("CARGO_MANIFEST_DIR");
        package.ancestors().nth(2).expect("tests/<package>").into()
    });
    &ROOT
}

/// The cargo that runs the tests.
pub fn cargo() -> Command {
    Command::new(variable("CARGO"))
}

/// The target folder that this test binary is in.
pub fn target_folder() -> PathBuf {
    let own = env::current_exe().expect("a program");
    let folder = own.ancestors().nth(3).expect("target/<profile>/deps/");
    folder.to_owned()
}

/// A path that cargo gives to the tests it runs.
fn variable(name: &str) -> PathBuf {
    let value = env::var_os(name).unwrap_or_else(|| panic!("no {name}: run the tests with cargo"));
    value.into()
}

/// One API's contract.
pub fn contract(api: &str) -> &'static Contract {
    let found = contracts().iter().find(|contract| contract.name == api);
    found.unwrap_or_else(|| panic!("spec/ has no {api}"))
}

/// All contracts of the workspace, which are read once.
pub fn contracts() -> &'static [Contract] {
    static CONTRACTS: LazyLock<Vec<Contract>> = LazyLock::new(|| {
        let apis = contract::apis(root()).expect("there are contracts");
        let read = |api: &String| Contract::read(root(), api).expect("the contract can be read");
        apis.iter().map(read).collect()
    });
    &CONTRACTS
}
