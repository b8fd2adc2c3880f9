//! Adds a remark to an order.

use eenvoudigfactureren::{Client, Error, types::OrderRemarkCreate};

pub async fn create_order_remark(client: &Client) -> Result<(), Error> {
    let request = client.create_order_remark().order_id(5005);
    let remark = OrderRemarkCreate::new().description("Deliver before noon");
    request.body(remark).send().await?;
    Ok(())
}
