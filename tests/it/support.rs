//! What several tests need: the workspace, its contracts, and a comparison of JSON by meaning.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};

use serde_json::{Map, Value};
use xtask::{
    document::{Contract, SchemaView},
    workspace::Workspace,
};

/// The folder of the repository that the tests run in. A path from compile time would be that of another checkout when
/// the target folder is a copy.
pub fn root() -> &'static Path {
    static ROOT: LazyLock<PathBuf> = LazyLock::new(|| variable("CARGO_MANIFEST_DIR").join(".."));
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
pub fn contract(api: &str) -> Contract {
    Contract::read(root(), api).expect("the contract can be read")
}

/// All contracts of the workspace.
pub fn contracts() -> Vec<Contract> {
    let workspace = Workspace::at(root());
    workspace.contracts(&[]).expect("the contracts can be read")
}

/// A client of Bouwsoft whose servers are all this one.
pub fn bouwsoft_client(base_url: &str) -> bouwsoft::Client {
    let builder = bouwsoft::Client::builder().access_token(base_url, 115, "token-for-tests");
    let client = builder.authorization_server(base_url).build();
    client.expect("a client")
}

/// Runs git in a folder, with no settings but these.
pub fn git(folder: &Path, arguments: &[&str]) {
    let settings = [
        "user.name=Tester",
        "user.email=tester@example.com",
        "commit.gpgsign=false",
    ];
    let mut command = Command::new("git");
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        command.env_remove(name);
    }
    let done = command
        .current_dir(folder)
        .args(settings.iter().flat_map(|setting| ["-c", *setting]))
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .output()
        .expect("git runs");
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{arguments:?}: {said}");
}

/// A value as its schema means it: no member that is null, no blank where a date may be blank, numbers by value.
pub fn meaning(schema: SchemaView<'_>, value: &Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .filter_map(|(key, member)| {
                let property = schema.property(key);
                let means_nothing = member.is_null()
                    || member == "" && property.is_some_and(|property| may_be_blank(&property));
                let member =
                    property.map_or_else(|| member.clone(), |property| meaning(property, member));
                (!means_nothing).then(|| (key.clone(), member))
            })
            .collect::<Map<_, _>>()
            .into(),
        Value::Array(items) => items
            .iter()
            .map(|item| {
                schema
                    .items()
                    .map_or_else(|| item.clone(), |of| meaning(of, item))
            })
            .collect(),
        Value::Number(number) => number.as_f64().map_or(Value::Null, Value::from),
        other => other.clone(),
    }
}

/// Dates and vocabularies that allow the empty text mean absent by it.
fn may_be_blank(schema: &SchemaView<'_>) -> bool {
    let lists_blank = |values: &Value| {
        values
            .as_array()
            .is_some_and(|all| all.contains(&"".into()))
    };
    schema
        .get("format")
        .is_some_and(|format| format == "date-or-empty")
        || schema.get("enum").is_some_and(lists_blank)
        || schema.get("x-extensible-enum").is_some()
}
