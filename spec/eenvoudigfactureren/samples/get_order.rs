//! Gets an order with all its content.

use eenvoudigfactureren::{Client, Error};

pub async fn get_order(client: &Client) -> Result<(), Error> {
    let order = client.get_order(5005).await?;
    for item in order.items.into_iter().flatten() {
        println!("{:?} x {:?}", item.quantity, item.description);
    }
    Ok(())
}
