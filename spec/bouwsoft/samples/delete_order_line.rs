//! Deletes an order line.

use bouwsoft::{Client, Error};

pub async fn delete_order_line(client: &Client) -> Result<(), Error> {
    client.delete_order_line(142294).await?;
    Ok(())
}
