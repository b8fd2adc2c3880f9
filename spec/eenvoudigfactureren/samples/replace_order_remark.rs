//! Replaces a remark: an omitted date becomes today.

use eenvoudigfactureren::{Client, Error, types::OrderRemarkReplace};

pub async fn replace_order_remark(client: &Client) -> Result<(), Error> {
    let remark = OrderRemarkReplace::new().description("Deliver before noon");
    client.replace_order_remark(5005, 5020, remark).await?;
    Ok(())
}
