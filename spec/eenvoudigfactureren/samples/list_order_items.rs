//! Lists the items of an order.

use eenvoudigfactureren::{Client, Error};

pub async fn list_order_items(client: &Client) -> Result<(), Error> {
    for item in client.list_order_items(5005).await? {
        println!("{:?} x {:?}", item.quantity, item.description);
    }
    Ok(())
}
