//! Gets a cost of an order.

use bouwsoft::{Client, Error};

pub async fn get_order_cost(client: &Client) -> Result<(), Error> {
    let cost = client.get_order_cost(14).await?;
    assert_eq!(cost.order_id, Some(260));
    assert_eq!(cost.applyto_order, Some(true));
    Ok(())
}
