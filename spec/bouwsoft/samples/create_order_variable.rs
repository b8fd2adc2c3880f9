//! Adds a variable to an order.

use bouwsoft::{Client, Error, rust_decimal::Decimal, types::OrderVariableCreate};

pub async fn create_order_variable(client: &Client) -> Result<(), Error> {
    let height = OrderVariableCreate::new(67, "H")
        .description("Hoogte")
        .value(Decimal::new(25, 1));
    let created = client.create_order_variable(height).await?;
    assert_eq!(created.id, Some(35));
    assert_eq!(created.value, Some(Decimal::new(25, 1)));
    Ok(())
}
