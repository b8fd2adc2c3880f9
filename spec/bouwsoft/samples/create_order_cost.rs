//! Adds a cost to an order.

use bouwsoft::{Client, Error, types::OrderCostCreate};

pub async fn create_order_cost(client: &Client) -> Result<(), Error> {
    let cost = OrderCostCreate::new(17617);
    let created = client.create_order_cost(cost).await?;
    assert_eq!(created.order_id, Some(17617));
    assert_eq!(created.application_localized.as_deref(), Some("All lines"));
    Ok(())
}
