//! The program: arguments, clients, progress and the exit code.

use std::{
    io::{IsTerminal, stderr, stdout},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::Context;
use clap::Parser;

use sync::{
    copy::{Run, Services, Summary},
    demo::Demo,
    settings::Config,
    state::StateFile,
};

/// Copies signed orders from Bouwsoft to EenvoudigFactureren, each once.
///
/// The clients take their credentials from the environment (`BOUWSOFT_..`, `EENVOUDIGFACTUREREN_..`). Without any, the
/// program runs against two fakes. The exit code is 1 if an order was refused or has another total, and 2 if the run
/// failed; run it again then.
#[derive(Parser)]
struct Arguments {
    /// The settings.
    #[arg(long, default_value = "sync.toml")]
    config: PathBuf,
    /// What is remembered between runs.
    #[arg(long, default_value = "sync-state.json")]
    state: PathBuf,
    /// Print what would be sent, and create nothing.
    #[arg(long)]
    dry_run: bool,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments).await {
        Ok(summary) => {
            println!("{summary}");
            ExitCode::from(u8::from(!summary.is_good()))
        }
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

async fn run(arguments: &Arguments) -> anyhow::Result<Summary> {
    let services = match from_env()? {
        Some(services) => services,
        None => return demo(arguments.dry_run).await,
    };
    let config = Config::read(&arguments.config)?;
    let file = StateFile::new(&arguments.state);
    copy(&services, &config, &file, arguments.dry_run).await
}

/// Clients of the real services; none without any credentials.
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
            eenvoudigfactureren: eenvoudigfactureren.context("EenvoudigFactureren")?,
        })),
    }
}

/// A run against two fakes, of which nothing is remembered.
async fn demo(is_dry: bool) -> anyhow::Result<Summary> {
    println!("There are no credentials: two fakes answer, and nothing is remembered.");
    let demo = Demo::start().await?;
    let folder = tempfile::tempdir()?;
    let file = StateFile::new(folder.path().join("state.json"));
    let config = Config::parse(include_str!("../sync.toml"))?;
    copy(&demo.services()?, &config, &file, is_dry).await
}

async fn copy(
    services: &Services,
    config: &Config,
    file: &StateFile,
    is_dry: bool,
) -> anyhow::Result<Summary> {
    let is_terminal = stderr().is_terminal();
    let progress = |count| {
        if is_terminal {
            eprint!("\r{count} orders\r");
        }
    };
    let run = Run {
        services,
        config,
        file,
        is_dry,
        out: &mut stdout(),
        progress: &progress,
    };
    run.copy().await
}
