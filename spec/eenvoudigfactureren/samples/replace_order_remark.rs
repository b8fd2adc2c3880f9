//! Replaces a remark: if its date is omitted, it becomes today.

use eenvoudigfactureren::{Client, Error, types::OrderRemarkReplace};

pub async fn replace_order_remark(client: &Client) -> Result<(), Error> {
    let request = client.replace_order_remark().order_id(5005).remark_id(5020);
    let remark = OrderRemarkReplace::new().description("Deliver before noon");
    request.body(remark).send().await?;
    Ok(())
}
