//! Sets the image of an order line.

use bouwsoft::{Client, Error};

pub async fn set_order_line_image(client: &Client) -> Result<(), Error> {
    // A PNG file; its first bytes show the content type.
    let png = b"\x89PNG\r\n\x1a\n...";
    client.set_order_line_image(142294, png).await?;
    Ok(())
}
