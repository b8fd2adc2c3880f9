//! Gets an item of an order.

use eenvoudigfactureren::{Client, Error};

pub async fn get_order_item(client: &Client) -> Result<(), Error> {
    let item = client.get_order_item(5005, 4004).await?;
    println!("{:?} x {:?}", item.quantity, item.description);
    Ok(())
}
