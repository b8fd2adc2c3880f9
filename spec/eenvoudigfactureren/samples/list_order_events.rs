//! Lists the events of an order.

use eenvoudigfactureren::{Client, Error};

pub async fn list_order_events(client: &Client) -> Result<(), Error> {
    let events = client.list_order_events().order_id(5005).send().await?;
    for event in events.into_inner() {
        println!("{:?}: {:?}", event.date, event.content);
    }
    Ok(())
}
