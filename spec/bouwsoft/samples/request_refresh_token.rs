//! Starts an activation: a user of the tenant opens the returned page and approves the application.

use bouwsoft::{Client, Error};

pub async fn request_refresh_token(client: &Client) -> Result<(), Error> {
    let app_key = std::env::var("BOUWSOFT_APP_KEY").unwrap_or_default();
    let activation = client
        .request_refresh_token(app_key)
        .redirecturl("https://example.com/bouwsoft/callback")
        .await?;
    // Show the page to a user of the tenant.
    assert!(activation.request_url.is_some());
    assert!(activation.request_id.is_some());
    Ok(())
}
