//! Changes the quantity of an item.

use eenvoudigfactureren::{Client, Error, types::OrderItemUpdate};

pub async fn update_order_item(client: &Client) -> Result<(), Error> {
    let update = OrderItemUpdate::new().quantity(3);
    client.update_order_item(5005, 4004, update).await?;
    Ok(())
}
