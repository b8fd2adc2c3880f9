//! What the examples share: who is called, a mock server or the real service, and the consent to change something there.

use std::io::Write;

use anyhow::Context;
use eenvoudigfactureren::{Client, ConfigError};
use eenvoudigfactureren_httpmock::MockServer;

/// What an example ends with.
pub type Outcome = anyhow::Result<()>;

/// Who is called.
pub struct Session {
    /// The client.
    pub client: Client,
    /// Answers as long as it is there.
    _server: Option<MockServer>,
}

/// A session with the real service, where there is a client of it, or else with a mock server that `mock` prepares.
///
/// Where the example would `change` something at the real service, that is told, and without `--yes` among the arguments
/// there is no session.
pub fn start(
    client: Option<Client>,
    arguments: &[String],
    out: &mut dyn Write,
    change: Option<&str>,
    mock: impl FnOnce(&MockServer),
) -> anyhow::Result<Option<Session>> {
    let Some(client) = client else {
        writeln!(out, "There are no credentials: a mock server answers.")?;
        let server = MockServer::start();
        mock(&server);
        return Ok(Some(Session {
            client: Client::with_api_key(&server.base_url(), "any key")?,
            _server: Some(server),
        }));
    };
    let agreed = arguments.iter().any(|argument| argument == "--yes");
    if let Some(change) = change.filter(|_| !agreed) {
        writeln!(
            out,
            "At the real service this would {change}. To do it, add `--yes`."
        )?;
        return Ok(None);
    }
    writeln!(out, "The real service answers.")?;
    Ok(Some(Session {
        client,
        _server: None,
    }))
}

/// A client of the real service, if the environment has credentials.
pub fn from_env() -> Result<Option<Client>, ConfigError> {
    match Client::from_env() {
        Ok(client) => Ok(Some(client)),
        Err(ConfigError::Missing { what }) => {
            eprintln!("{what}");
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// The argument at a place, `--yes` aside, or what stands in for it.
pub fn number(arguments: &[String], place: usize, otherwise: i64) -> anyhow::Result<i64> {
    let mut given = arguments.iter().filter(|argument| *argument != "--yes");
    match given.nth(place) {
        Some(text) => text
            .parse()
            .with_context(|| format!("`{text}` is no number")),
        None => Ok(otherwise),
    }
}
