//! Signs an order with the picture of a signature.

use bouwsoft::{Client, Error};

pub async fn sign_order(client: &Client) -> Result<(), Error> {
    // A PNG file; its first bytes tell the content type.
    let picture = b"\x89PNG\r\n\x1a\n...";
    let answer = client.sign_order().id(17617).body(picture).send().await?;
    for order in answer.into_inner().records.into_iter().flatten() {
        println!("signed: {:?}", order.signed);
    }
    Ok(())
}
