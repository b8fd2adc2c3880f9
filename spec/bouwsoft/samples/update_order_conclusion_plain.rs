//! Replaces the text that is printed after the lines of an order.

use bouwsoft::{Client, Error};

pub async fn update_order_conclusion_plain(client: &Client) -> Result<(), Error> {
    let text = "Thank you for your order.";
    client.update_order_conclusion_plain(17617, text).await?;
    Ok(())
}
