//! Gets an event of an order.

use eenvoudigfactureren::{Client, Error};

pub async fn get_order_event(client: &Client) -> Result<(), Error> {
    let event = client.get_order_event(5005, 5030).await?;
    println!("{:?}: {:?}", event.date, event.content);
    Ok(())
}
