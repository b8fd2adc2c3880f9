//! Removes one item of an order.

use eenvoudigfactureren::{Client, Error, types::ErrorBody};

pub async fn delete_order_item(client: &Client) -> Result<(), Error<ErrorBody>> {
    let request = client.delete_order_item().order_id(5005).item_id(4004);
    request.send().await?;
    Ok(())
}
