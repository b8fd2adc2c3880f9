//! Lists the first costs of all orders.

use bouwsoft::{Client, Error, order_cost_fields::ID};

pub async fn list_order_costs(client: &Client) -> Result<(), Error> {
    let costs = client.list_order_costs().sort(ID.ascending()).limit(5).await?;
    assert_eq!(costs.content_range.as_deref(), Some("0-4/187"));
    let costs = costs.records.unwrap_or_default();
    assert_eq!(costs[0].description.as_deref(), Some("offerte kosten"));
    Ok(())
}
