//! Signs an order with the picture of a signature.

use bouwsoft::{Client, Error};

pub async fn sign_order(client: &Client) -> Result<(), Error> {
    let picture: &[u8] = b"the bytes of a PNG file";
    let request = client.sign_order().id(17617);
    let answer = request
        .content_type("image/png")
        .body(picture)
        .send()
        .await?;
    for order in answer.into_inner().records.into_iter().flatten() {
        println!("signed: {:?}", order.signed);
    }
    Ok(())
}
