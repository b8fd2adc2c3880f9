//! Starts an activation: a user of the tenant opens the returned page and approves the application.

use bouwsoft::{Client, Error};

pub async fn request_refresh_token(client: &Client) -> Result<(), Error> {
    let app_key = std::env::var("BOUWSOFT_APP_KEY").unwrap_or_default();
    let request = client.request_refresh_token().app_key(app_key);
    let request = request.redirecturl("https://example.com/bouwsoft/callback");
    let activation = request.send().await?.into_inner();
    println!("approve the application at {:?}", activation.request_url);
    Ok(())
}
