//! Lists the events of an order.

use eenvoudigfactureren::{Client, Error};

pub async fn list_order_events(client: &Client) -> Result<(), Error> {
    for event in client.list_order_events(5005).await? {
        println!("{:?}: {:?}", event.date, event.content);
    }
    Ok(())
}
