//! Deletes all remarks of an order.

use eenvoudigfactureren::{Client, Error};

pub async fn delete_all_order_remarks(client: &Client) -> Result<(), Error> {
    client.delete_all_order_remarks(5005).await?;
    Ok(())
}
