//! Gets an event of an order.

use eenvoudigfactureren::{Client, Error};

pub async fn get_order_event(client: &Client) -> Result<(), Error> {
    let request = client.get_order_event().order_id(5005).event_id(5030);
    let event = request.send().await?.into_inner();
    println!("{:?}: {:?}", event.date, event.content);
    Ok(())
}
