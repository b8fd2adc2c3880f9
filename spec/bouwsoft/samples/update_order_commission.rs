//! Changes the amount of a commission on an order.

use bouwsoft::{Client, Error, rust_decimal::Decimal, types::OrderCommissionUpdate};

pub async fn update_order_commission(client: &Client) -> Result<(), Error> {
    let higher = OrderCommissionUpdate::new().amount(300);
    let changed = client.update_order_commission(12, higher).await?;
    assert_eq!(changed.amount, Some(Decimal::from(300)));
    assert_eq!(changed.description, None);
    Ok(())
}
