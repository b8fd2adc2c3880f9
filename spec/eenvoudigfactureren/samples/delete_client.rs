//! Deletes a customer.

use eenvoudigfactureren::{Client, Error};

pub async fn delete_client(client: &Client) -> Result<(), Error> {
    client.delete_client(1001).await?;
    Ok(())
}
