//! Deletes an order.

use eenvoudigfactureren::{Client, Error, types::ErrorBody};

pub async fn delete_order(client: &Client) -> Result<(), Error<ErrorBody>> {
    client.delete_order().order_id(5005).send().await?;
    Ok(())
}
