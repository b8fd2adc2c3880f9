//! Deletes the image of an order line.

use bouwsoft::{Client, Error};

pub async fn delete_order_line_image(client: &Client) -> Result<(), Error> {
    client.delete_order_line_image(142294).await?;
    Ok(())
}
