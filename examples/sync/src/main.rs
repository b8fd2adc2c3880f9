//! The program: arguments, clients, progress and the exit code.

use std::{
    collections::BTreeSet,
    io::{IsTerminal, stderr, stdout},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::Context;
use chrono::NaiveDate;
use clap::Parser;

use sync::{
    copy::{Run, Services},
    demo::Demo,
    outcome::Summary,
    settings::Config,
    state::StateFile,
};

/// Copies signed orders from Bouwsoft to EenvoudigFactureren, and creates each only once.
///
/// The clients take their credentials from the environment: `BOUWSOFT_CLIENT_NR` and `BOUWSOFT_REFRESH_TOKEN`, and
/// `EENVOUDIGFACTUREREN_API_KEY` (or the other variables of the two SDKs). Without any of these, the program uses two
/// fakes, and ignores the settings file and the state file.
///
/// The exit code is 1 if an order was refused or the totals differ, and 2 if the arguments are not valid or the run
/// failed. After a failed run, wait a minute and run it again.
#[derive(Parser)]
struct Arguments {
    /// The settings file. The default is `sync.toml`, if it exists. Without settings, orders with 0 % VAT are refused.
    #[arg(long)]
    config: Option<PathBuf>,
    /// The file with the state between runs.
    #[arg(long, default_value = "sync-state.json")]
    state: PathBuf,
    /// In the first run: copy only orders that changed on this day or later, for example 2026-11-30. Without it, the
    /// first run copies all signed orders.
    #[arg(
        long,
        value_name = "YYYY-MM-DD",
        default_value = "1900-01-01",
        hide_default_value = true
    )]
    since: NaiveDate,
    /// Print what would be sent, and create nothing.
    #[arg(long)]
    dry_run: bool,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments).await {
        Ok(summary) => ExitCode::from(u8::from(!summary.is_good())),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

async fn run(arguments: &Arguments) -> anyhow::Result<Summary> {
    let services = match from_env()? {
        Some(services) => services,
        None => return demo(arguments).await,
    };
    let config = Config::read(arguments.config.as_deref())?;
    let file = StateFile::new(&arguments.state);
    copy(&services, &config, &file, arguments).await
}

/// Clients of the real services, or `None` if the environment has no credentials.
fn from_env() -> anyhow::Result<Option<Services>> {
    use {bouwsoft::ConfigError::Missing, eenvoudigfactureren::ConfigError};
    let services = (
        bouwsoft::Client::from_env(),
        eenvoudigfactureren::Client::from_env(),
    );
    match services {
        (Err(Missing { .. }), Err(ConfigError::Missing { .. })) => Ok(None),
        (bouwsoft, eenvoudigfactureren) => Ok(Some(Services {
            bouwsoft: bouwsoft.context("Bouwsoft")?,
            tenant: std::env::var("BOUWSOFT_CLIENT_NR").unwrap_or_default(),
            eenvoudigfactureren: eenvoudigfactureren.context("EenvoudigFactureren")?,
        })),
    }
}

/// A run against two fakes, whose state is not kept.
async fn demo(arguments: &Arguments) -> anyhow::Result<Summary> {
    println!("No credentials are set. The program uses two fakes and saves no state.");
    let demo = Demo::start().await?;
    let folder = tempfile::tempdir()?;
    let file = StateFile::new(folder.path().join("state.json"));
    let config = Config::parse(include_str!("../sync.toml"))?;
    copy(&demo.services()?, &config, &file, arguments).await
}

async fn copy(
    services: &Services,
    config: &Config,
    file: &StateFile,
    arguments: &Arguments,
) -> anyhow::Result<Summary> {
    let is_terminal = stderr().is_terminal();
    let progress = |count| {
        if is_terminal {
            eprint!("\r{count} orders\r");
        }
    };
    let mut run = Run {
        services,
        config,
        file,
        first: arguments.since,
        is_dry: arguments.dry_run,
        out: &mut stdout(),
        progress: &progress,
        summary: Summary::default(),
        planned: BTreeSet::new(),
    };
    let result = run.copy().await;
    // Also printed after a failure, because it counts the orders before it.
    println!(
        "{}{}",
        if arguments.dry_run { "dry run: " } else { "" },
        run.summary
    );
    result.map(|()| run.summary)
}
