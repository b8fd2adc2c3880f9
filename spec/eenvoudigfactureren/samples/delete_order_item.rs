//! Deletes an item of an order.

use eenvoudigfactureren::{Client, Error};

pub async fn delete_order_item(client: &Client) -> Result<(), Error> {
    client.delete_order_item(5005, 4004).await?;
    Ok(())
}
