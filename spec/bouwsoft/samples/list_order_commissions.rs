//! Lists the commissions of an order.

use bouwsoft::{Client, Error, order_commission_fields::{ID, ORDER_ID}};

pub async fn list_order_commissions(client: &Client) -> Result<(), Error> {
    let commissions = client
        .list_order_commissions()
        .filter(ORDER_ID.eq(17617))
        .sort(ID.ascending())
        .limit(100)
        .await?;
    let commissions = commissions.records.unwrap_or_default();
    assert_eq!(commissions[0].description.as_deref(), Some("Architect"));
    assert_eq!(commissions[0].address_id, Some(3759));
    Ok(())
}
