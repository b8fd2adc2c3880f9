//! Deletes a detail of a customer.

use eenvoudigfactureren::{Client, Error};

pub async fn delete_client_detail(client: &Client) -> Result<(), Error> {
    client.delete_client_detail(1001, 12).await?;
    Ok(())
}
