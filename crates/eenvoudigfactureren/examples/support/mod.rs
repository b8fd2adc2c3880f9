//! Shared by the examples: the client of a mock server or the real service, and the consent to change the real service.

use std::io::Write;

use anyhow::Context;
use eenvoudigfactureren::{Client, ConfigError};
use eenvoudigfactureren_httpmock::MockServer;

/// The result of an example.
pub type Outcome = anyhow::Result<()>;

/// The client of an example, and the mock server that it calls, if any.
pub struct Session {
    /// The client.
    pub client: Client,
    /// The mock server, which stops when this is dropped.
    _server: Option<MockServer>,
}

/// A session with the real service if `client` is `Some`, otherwise with a mock server that `mock` configures.
///
/// `change` says what the example changes. If the example would change the real service and the argument `--yes` is
/// absent, this prints `change` and returns `None`.
pub fn start(
    client: Option<Client>,
    arguments: &[String],
    out: &mut dyn Write,
    change: Option<&str>,
    mock: impl FnOnce(&MockServer),
) -> anyhow::Result<Option<Session>> {
    let Some(client) = client else {
        writeln!(
            out,
            "No credentials are set: this example uses a mock server."
        )?;
        let server = MockServer::start();
        mock(&server);
        return Ok(Some(Session {
            client: Client::with_api_key(&server.base_url(), "any key")?,
            _server: Some(server),
        }));
    };
    let has_consent = arguments.iter().any(|argument| argument == "--yes");
    if let Some(change) = change.filter(|_| !has_consent) {
        writeln!(
            out,
            "With the real service, this example would {change}. Add `--yes` to run it."
        )?;
        return Ok(None);
    }
    writeln!(out, "This example uses the real service.")?;
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

/// The argument with this index, not counting `--yes`, or `default` if it is absent.
pub fn number(arguments: &[String], index: usize, default: i64) -> anyhow::Result<i64> {
    let mut given = arguments.iter().filter(|argument| *argument != "--yes");
    match given.nth(index) {
        Some(text) => text
            .parse()
            .with_context(|| format!("`{text}` is not a number")),
        None => Ok(default),
    }
}
