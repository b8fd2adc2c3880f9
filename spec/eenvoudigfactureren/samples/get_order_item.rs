//! Gets an item of an order.

use eenvoudigfactureren::{Client, Error};

pub async fn get_order_item(client: &Client) -> Result<(), Error> {
    let request = client.get_order_item().order_id(5005).item_id(4004);
    let item = request.send().await?.into_inner();
    println!("{:?} x {:?}", item.quantity, item.description);
    Ok(())
}
