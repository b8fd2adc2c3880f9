//! Adds an item from stock to an order.

use eenvoudigfactureren::{Client, Error, types::OrderItemCreate};

pub async fn create_order_item(client: &Client) -> Result<(), Error> {
    let item = OrderItemCreate::new()
        .stockitem_id(2002)
        .quantity_with_unit("2 stuk");
    client.create_order_item(5005, item).await?;
    Ok(())
}
