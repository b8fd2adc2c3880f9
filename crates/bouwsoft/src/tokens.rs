//! Access tokens from a refresh token.

use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};
use order_sdk_core::Secret;
use order_sdk_http::{BoxFuture, ConfigError, Error, Grant, TokenSource};

use crate::{Client, hosts::Hosts};

/// Fetches access tokens for one tenant.
pub struct Refresh {
    /// A client for the authorization server.
    pub client: Client,
    pub client_nr: i64,
    pub refresh_token: Secret,
    pub hosts: Hosts,
}

impl Refresh {
    async fn grant(&self) -> Result<Grant, Error> {
        let client_nr = self.client_nr.to_string();
        let call = self.client.get_access_token(client_nr, &self.refresh_token);
        let response = call.await?;
        let lacks = |name: &str| {
            Error::unreadable(format!("the response of get_access_token has no {name}"))
        };
        let server = response.server_name.ok_or_else(|| lacks("ServerName"))?;
        let token = response.access_token.ok_or_else(|| lacks("AccessToken"))?;
        let base_url = self.hosts.named(&server, &[&self.refresh_token, &token]);
        let grant = base_url.and_then(|base_url| {
            grant(
                &base_url,
                &self.hosts,
                self.client_nr,
                &token,
                response.valid_until,
            )
        });
        grant.map_err(|error| {
            Error::authentication(format!("the data server in the token response: {error}"))
        })
    }
}

impl TokenSource for Refresh {
    fn fetch(&self) -> BoxFuture<'_, Result<Grant, Error>> {
        Box::pin(self.grant())
    }
}

/// Access to the data server at `base_url` with an access token.
pub fn grant(
    base_url: &str,
    hosts: &Hosts,
    client_nr: i64,
    token: &Secret,
    until: Option<DateTime<Utc>>,
) -> Result<Grant, ConfigError> {
    let grant = Grant::new(base_url, hosts.allows_plain_http())?
        .header("Clientnr", &client_nr.to_string())?
        .secret("AccessToken", token.expose())?;
    Ok(match until.map(system_time) {
        Some(until) => grant.expires_at(until),
        None => grant,
    })
}

/// A timestamp as a `SystemTime`. A timestamp outside its range becomes the Unix epoch: the token is then used until a
/// server refuses it.
fn system_time(timestamp: DateTime<Utc>) -> SystemTime {
    let seconds = u64::try_from(timestamp.timestamp()).ok();
    let since = seconds.map(Duration::from_secs);
    let time = since.and_then(|since| SystemTime::UNIX_EPOCH.checked_add(since));
    time.unwrap_or(SystemTime::UNIX_EPOCH)
}
