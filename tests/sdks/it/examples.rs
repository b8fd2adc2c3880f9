//! The examples of the SDKs do what they print, against the mock servers that they start. They do not read the
//! environment, so these tests are harmless on a machine with real credentials.

use std::process::Command;

// Cargo builds each example as a program, so each has a `main`, which is unused here, and its own copy of `support`.
#[allow(dead_code, clippy::duplicate_mod)]
#[path = "../../../crates/bouwsoft/examples"]
mod bouwsoft {
    #[path = "authorize.rs"]
    pub mod authorize;
    #[path = "create_invoice.rs"]
    pub mod create_invoice;
    #[path = "move_lines.rs"]
    pub mod move_lines;
    #[path = "order_lines/main.rs"]
    pub mod order_lines;
    #[path = "sign_order.rs"]
    pub mod sign_order;
}

#[allow(dead_code, clippy::duplicate_mod)]
#[path = "../../../crates/eenvoudigfactureren/examples"]
mod eenvoudigfactureren {
    #[path = "create_order.rs"]
    pub mod create_order;
    #[path = "order_by_email/main.rs"]
    pub mod order_by_email;
    #[path = "page_through_year.rs"]
    pub mod page_through_year;
    #[path = "update_order.rs"]
    pub mod update_order;
}

/// What an example prints.
async fn printed(run: impl AsyncFnOnce(&mut Vec<u8>) -> anyhow::Result<()>) -> String {
    let mut out = Vec::new();
    run(&mut out).await.expect("the example works");
    String::from_utf8(out).expect("text")
}

macro_rules! examples {
    ($($api:ident: $($name:ident)*;)*) => {
        $($(#[tokio::test]
        async fn $name() {
            let text = printed(async |out| $api::$name::run(None, &[], out).await).await;
            insta::assert_snapshot!(stringify!($name), text);
        })*)*
    };
}

examples! {
    bouwsoft: create_invoice move_lines order_lines sign_order;
    eenvoudigfactureren: create_order order_by_email page_through_year update_order;
}

#[tokio::test]
async fn authorize() {
    let text = printed(async |out| bouwsoft::authorize::run(None, out).await).await;
    insta::assert_snapshot!("authorize", text);
}

#[tokio::test]
async fn an_invalid_argument_is_reported() {
    for (argument, reason) in [
        ("10000", "10000 is not a valid year; use, for example, 2026"),
        ("-1", "-1 is not a valid year; use, for example, 2026"),
        ("last", "`last` is not a number"),
    ] {
        let arguments = [argument.to_owned()];
        let mut out = Vec::new();
        let run = eenvoudigfactureren::page_through_year::run(None, &arguments, &mut out);
        let error = run.await.expect_err(argument);
        assert_eq!(error.to_string(), reason);
    }
}

#[test]
fn a_whole_job_has_at_most_60_lines() {
    for folder in [
        "bouwsoft/examples/order_lines",
        "eenvoudigfactureren/examples/order_by_email",
    ] {
        let path = crate::support::root()
            .join("crates")
            .join(folder)
            .join("order.rs");
        let text = std::fs::read_to_string(path).expect("a program");
        let lines = text.lines().count();
        assert!(lines <= 60, "{folder} has {lines} lines");
    }
}

/// Nothing listens at this address, so a call would fail.
const NO_SERVER: &str = "http://127.0.0.1:1";

#[tokio::test]
async fn nothing_is_changed_at_a_real_service_without_consent() {
    let real = || ::bouwsoft::Client::connect(NO_SERVER, 115, "token-for-tests").expect("a client");
    let target = ::eenvoudigfactureren::Client::with_api_key(NO_SERVER, "key-for-tests");
    let target = target.expect("a client");
    let mut outputs = Vec::new();
    outputs.push(
        printed(async |out| bouwsoft::create_invoice::run(Some(real()), &[], out).await).await,
    );
    outputs
        .push(printed(async |out| bouwsoft::move_lines::run(Some(real()), &[], out).await).await);
    outputs
        .push(printed(async |out| bouwsoft::order_lines::run(Some(real()), &[], out).await).await);
    outputs
        .push(printed(async |out| bouwsoft::sign_order::run(Some(real()), &[], out).await).await);
    let own = || Some(target.clone());
    outputs.push(
        printed(async |out| eenvoudigfactureren::create_order::run(own(), &[], out).await).await,
    );
    outputs.push(
        printed(async |out| eenvoudigfactureren::order_by_email::run(own(), &[], out).await).await,
    );
    outputs.push(
        printed(async |out| eenvoudigfactureren::update_order::run(own(), &[], out).await).await,
    );
    insta::assert_snapshot!("without_consent", outputs.concat());
    let agreed = ["1".to_owned(), "--yes".to_owned()];
    let mut out = Vec::new();
    let called = bouwsoft::sign_order::run(Some(real()), &agreed, &mut out).await;
    called.expect_err("no server listens");
}

/// Only `cargo test --workspace` builds the programs; `.ci/run` runs that command.
#[test]
fn each_runs_without_an_account() {
    let this = std::env::current_exe().expect("a program");
    let folder = this.ancestors().nth(2).expect("the target folder");
    for name in [
        "authorize",
        "create_invoice",
        "move_lines",
        "order_lines",
        "sign_order",
        "create_order",
        "order_by_email",
        "page_through_year",
        "update_order",
    ] {
        let program = folder.join("examples").join(name);
        if !program.exists() && std::env::var_os("CI").is_none() {
            continue;
        }
        let output = Command::new(program).env_clear().output();
        let output = output.expect("it runs");
        let stdout = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{name}: {output:?}");
        assert!(stdout.contains("mock"), "{name}: {stdout}");
    }
}
