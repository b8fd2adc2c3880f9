//! A client from the variables of the environment: each case in a process of its own, whose environment it is.

use std::process::Command;

use eenvoudigfactureren::Client;

/// What the process of a case prints, with these variables.
fn printed(variables: &[(&str, &str)]) -> String {
    let this = std::env::current_exe().expect("a program");
    let output = Command::new(this)
        .args([
            "--exact",
            "environment::in_its_own_process",
            "--ignored",
            "--nocapture",
        ])
        .env_clear()
        .envs(variables.iter().copied())
        .output()
        .expect("it runs");
    String::from_utf8(output.stdout).expect("text")
}

#[test]
#[ignore = "run by the other test, with an environment of its own"]
fn in_its_own_process() {
    match Client::from_env() {
        Ok(client) => println!("made: {client:?}"),
        Err(error) => println!("refused: {error}"),
    }
}

#[test]
fn variables_make_a_client() {
    let key = ("EENVOUDIGFACTUREREN_API_KEY", "topsecret");
    let printed_with_key = printed(&[key, ("EENVOUDIGFACTUREREN_SERVER", "simplybooks")]);
    assert!(printed_with_key.contains("made: "), "{printed_with_key}");
    assert!(
        printed_with_key.contains("https://app.simplybooks.be/api/v1"),
        "{printed_with_key}"
    );
    assert!(
        !printed_with_key.contains("topsecret"),
        "{printed_with_key}"
    );
    let without = printed(&[]);
    let refused = "refused: no credentials: set EENVOUDIGFACTUREREN_API_KEY, or";
    assert!(without.contains(refused), "{without}");
}
