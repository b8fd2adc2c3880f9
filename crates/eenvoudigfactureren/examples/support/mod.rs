//! What the examples share: who is called, a mock server or the real service, and the consent to change something there.

use std::{error::Error, io::Write};

use eenvoudigfactureren::Client;
use eenvoudigfactureren_httpmock::MockServer;

/// What an example ends with.
pub type Outcome = Result<(), Box<dyn Error>>;

/// Who is called.
pub struct Session {
    /// The client.
    pub client: Client,
    /// Answers as long as it is there.
    _server: Option<MockServer>,
}

/// A client of the real service, where the environment says who calls, or else of a mock server that `mock` prepares.
///
/// At the real service the example would `change` something: without `--yes` among the arguments that is told, and there
/// is no session.
pub fn start(
    arguments: &[String],
    out: &mut dyn Write,
    change: &str,
    mock: impl FnOnce(&MockServer),
) -> Result<Option<Session>, Box<dyn Error>> {
    let Some(client) = from_env()? else {
        writeln!(
            out,
            "No credentials in the environment ({VARIABLE}): a mock server answers."
        )?;
        let server = MockServer::start();
        mock(&server);
        return Ok(Some(Session {
            client: Client::with_api_key(&server.base_url(), "any key")?,
            _server: Some(server),
        }));
    };
    if !arguments.iter().any(|argument| argument == "--yes") {
        writeln!(
            out,
            "At the real service this would {change}. To do it, add `--yes`."
        )?;
        return Ok(None);
    }
    writeln!(out, "At the real service: {change}.")?;
    Ok(Some(Session {
        client,
        _server: None,
    }))
}

const VARIABLE: &str = "EENVOUDIGFACTUREREN_API_KEY";

fn from_env() -> Result<Option<Client>, Box<dyn Error>> {
    let Ok(key) = std::env::var(VARIABLE) else {
        return Ok(None);
    };
    let client = Client::with_api_key("https://eenvoudigfactureren.be/api/v1", &key)?;
    Ok(Some(client))
}

/// The argument at a place, `--yes` aside, or what stands in for it.
pub fn number(arguments: &[String], place: usize, otherwise: i64) -> Result<i64, Box<dyn Error>> {
    let mut given = arguments.iter().filter(|argument| *argument != "--yes");
    match given.nth(place) {
        Some(text) => text
            .parse()
            .map_err(|error| format!("`{text}` is no number: {error}").into()),
        None => Ok(otherwise),
    }
}
