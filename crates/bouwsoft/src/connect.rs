//! Making a client: where the server is, and who calls.

use sdk_runtime::http::{ConfigError, Grant, Settings};

use crate::Client;

impl Client {
    /// A client for the data server at `base_url` (`https://` and the `ServerName` that came with the access token, then
    /// `/api/v1`), calling for the customer `client_nr` with a valid `access_token`.
    ///
    /// The token is sent with every call and shown by no `Debug`. Redirects are not followed.
    ///
    /// # Errors
    ///
    /// Where the URL is not absolute or not `https`, the token cannot stand in a header, or TLS cannot be set up.
    pub fn connect(
        base_url: &str,
        client_nr: i64,
        access_token: &str,
    ) -> Result<Self, ConfigError> {
        let grant = Grant::new(base_url, false)?
            .header("Clientnr", &client_nr.to_string())?
            .secret("AccessToken", access_token)?;
        Self::new(grant, &Settings::default())
    }
}
