//! Gets an access token. A client that has a refresh token does this automatically.

use bouwsoft::{Client, Error};

pub async fn get_access_token(client: &Client) -> Result<(), Error> {
    let refresh_token = std::env::var("BOUWSOFT_REFRESH_TOKEN").unwrap_or_default();
    let grant = client.get_access_token("115", refresh_token).await?;
    assert_eq!(grant.server_name.as_deref(), Some("Osiris.bouwsoft.be"));
    assert!(grant.access_token.is_some() && grant.valid_until.is_some());
    Ok(())
}
