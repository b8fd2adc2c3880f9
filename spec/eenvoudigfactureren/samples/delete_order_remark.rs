//! Deletes a remark of an order.

use eenvoudigfactureren::{Client, Error};

pub async fn delete_order_remark(client: &Client) -> Result<(), Error> {
    client.delete_order_remark(5005, 5020).await?;
    Ok(())
}
