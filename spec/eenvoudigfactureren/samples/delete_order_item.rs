//! Deletes an item of an order.

use eenvoudigfactureren::{Client, Error};

pub async fn delete_order_item(client: &Client) -> Result<(), Error> {
    let request = client.delete_order_item().order_id(5005).item_id(4004);
    request.send().await?;
    Ok(())
}
