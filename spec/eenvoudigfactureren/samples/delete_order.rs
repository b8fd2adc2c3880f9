//! Deletes an order.

use eenvoudigfactureren::{Client, Error};

pub async fn delete_order(client: &Client) -> Result<(), Error> {
    client.delete_order().order_id(5005).send().await?;
    Ok(())
}
