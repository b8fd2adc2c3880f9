//! Deletes all items of an order.

use eenvoudigfactureren::{Client, Error};

pub async fn delete_all_order_items(client: &Client) -> Result<(), Error> {
    client.delete_all_order_items(5005).await?;
    Ok(())
}
