//! Lists the items of an order.

use eenvoudigfactureren::{Client, Error};

pub async fn list_order_items(client: &Client) -> Result<(), Error> {
    let items = client.list_order_items().order_id(5005).send().await?;
    for item in items.into_inner() {
        println!("{:?} x {:?}", item.quantity, item.description);
    }
    Ok(())
}
