//! Adds a remark to an order.

use eenvoudigfactureren::{Client, Error, types::OrderRemarkCreate};

pub async fn create_order_remark(client: &Client) -> Result<(), Error> {
    let remark = OrderRemarkCreate::new().description("Deliver before noon");
    client.create_order_remark(5005, remark).await?;
    Ok(())
}
