//! Deletes all remarks of an order.

use eenvoudigfactureren::{Client, Error};

pub async fn delete_all_order_remarks(client: &Client) -> Result<(), Error> {
    let request = client.delete_all_order_remarks().order_id(5005);
    request.send().await?;
    Ok(())
}
