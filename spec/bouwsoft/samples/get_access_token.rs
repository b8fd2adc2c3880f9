//! Gets an access token. A client with a refresh token does this itself.

use bouwsoft::{Client, Error};

pub async fn get_access_token(client: &Client) -> Result<(), Error> {
    let refresh_token = std::env::var("BOUWSOFT_REFRESH_TOKEN").unwrap_or_default();
    let request = client.get_access_token().clientnr("115");
    let grant = request.refresh_token(refresh_token).send().await?;
    let grant = grant.into_inner();
    println!("valid at {:?} until {:?}", grant.server_name, grant.valid_until);
    Ok(())
}
