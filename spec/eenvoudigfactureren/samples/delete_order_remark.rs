//! Removes one remark on an order.

use eenvoudigfactureren::{Client, Error, types::ErrorBody};

pub async fn delete_order_remark(client: &Client) -> Result<(), Error<ErrorBody>> {
    let request = client.delete_order_remark().order_id(5005).remark_id(5020);
    request.send().await?;
    Ok(())
}
