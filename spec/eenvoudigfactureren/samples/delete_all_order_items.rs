//! Deletes all items of an order.

use eenvoudigfactureren::{Client, Error};

pub async fn delete_all_order_items(client: &Client) -> Result<(), Error> {
    let request = client.delete_all_order_items().order_id(5005);
    request.send().await?;
    Ok(())
}
