//! Checks the connection: gets the account that the credentials select.

use eenvoudigfactureren::{Client, Error};

pub async fn get_current_account(client: &Client) -> Result<(), Error> {
    let account = client.get_current_account().await?;
    assert_eq!(account.number.as_deref(), Some("CAAAAAAAA"));
    assert_eq!(account.name.as_deref(), Some("My Company"));
    Ok(())
}
