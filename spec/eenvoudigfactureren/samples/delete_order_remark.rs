//! Deletes a remark of an order.

use eenvoudigfactureren::{Client, Error};

pub async fn delete_order_remark(client: &Client) -> Result<(), Error> {
    let request = client.delete_order_remark().order_id(5005).remark_id(5020);
    request.send().await?;
    Ok(())
}
