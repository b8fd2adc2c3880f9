//! Lists the variables of an order.

use bouwsoft::{Client, Error, order_variable_fields::{ID, ORDER_ID}, rust_decimal::Decimal};

pub async fn list_order_variables(client: &Client) -> Result<(), Error> {
    let variables = client
        .list_order_variables()
        .filter(ORDER_ID.eq(67))
        .sort(ID.ascending())
        .limit(100)
        .await?;
    let variables = variables.records.unwrap_or_default();
    assert_eq!(variables[0].name.as_deref(), Some("L"));
    assert_eq!(variables[1].value, Some(Decimal::from(12)));
    Ok(())
}
