//! Adds a commission to an order.

use bouwsoft::{Client, Error, rust_decimal::Decimal, types::OrderCommissionCreate};

pub async fn create_order_commission(client: &Client) -> Result<(), Error> {
    let commission = OrderCommissionCreate::new(17617)
        .description("Architect")
        .address_id(3759)
        .amount(250);
    let created = client.create_order_commission(commission).await?;
    assert_eq!(created.id, Some(12));
    assert_eq!(created.amount, Some(Decimal::from(250)));
    Ok(())
}
