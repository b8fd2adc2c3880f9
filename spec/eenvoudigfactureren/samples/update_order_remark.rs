//! Changes the text of a remark.

use eenvoudigfactureren::{Client, Error, types::OrderRemarkUpdate};

pub async fn update_order_remark(client: &Client) -> Result<(), Error> {
    let request = client.update_order_remark().order_id(5005).remark_id(5020);
    let update = OrderRemarkUpdate::new().description("Deliver before noon");
    request.body(update).send().await?;
    Ok(())
}
