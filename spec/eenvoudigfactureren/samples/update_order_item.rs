//! Changes the quantity of an item.

use eenvoudigfactureren::{Client, Error, types::OrderItemUpdate};

pub async fn update_order_item(client: &Client) -> Result<(), Error> {
    let request = client.update_order_item().order_id(5005).item_id(4004);
    let update = OrderItemUpdate::new().quantity(3);
    request.body(update).send().await?;
    Ok(())
}
