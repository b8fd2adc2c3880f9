//! Deletes a contact of a customer.

use eenvoudigfactureren::{Client, Error};

pub async fn delete_client_contact(client: &Client) -> Result<(), Error> {
    client.delete_client_contact(1001, 28).await?;
    Ok(())
}
