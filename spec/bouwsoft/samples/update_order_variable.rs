//! Changes the value of a variable of an order.

use bouwsoft::{Client, Error, rust_decimal::Decimal, types::OrderVariableUpdate};

pub async fn update_order_variable(client: &Client) -> Result<(), Error> {
    let longer = OrderVariableUpdate::new().value(11);
    let changed = client.update_order_variable(32, longer).await?;
    assert_eq!(changed.value, Some(Decimal::from(11)));
    assert_eq!(changed.name, None);
    Ok(())
}
