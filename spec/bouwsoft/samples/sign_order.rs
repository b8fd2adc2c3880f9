//! Signs an order with the image of a signature.

use bouwsoft::{Client, Error};

pub async fn sign_order(client: &Client) -> Result<(), Error> {
    // A PNG file; its first bytes show the content type.
    let png = b"\x89PNG\r\n\x1a\n...";
    let order = client.sign_order(17617, png).await?;
    assert_eq!(order.signed, Some(true));
    assert_eq!(order.approved, Some(true));
    Ok(())
}
