//! Changes the text of a remark.

use eenvoudigfactureren::{Client, Error, types::OrderRemarkUpdate};

pub async fn update_order_remark(client: &Client) -> Result<(), Error> {
    let update = OrderRemarkUpdate::new().description("Deliver before noon");
    client.update_order_remark(5005, 5020, update).await?;
    Ok(())
}
