//! Deletes an order.

use eenvoudigfactureren::{Client, Error};

pub async fn delete_order(client: &Client) -> Result<(), Error> {
    client.delete_order(5005).await?;
    Ok(())
}
