//! Replaces an order: fields that are omitted are cleared.

use eenvoudigfactureren::{
    Client, Error,
    types::{OrderItemUpdate, OrderReplace},
};
use rust_decimal::Decimal;

pub async fn replace_order(client: &Client) -> Result<(), Error> {
    let item = OrderItemUpdate::new()
        .description("Survey of the site")
        .amount(Decimal::new(10_000, 2))
        .tax_rate(21);
    let order = OrderReplace::new(1001).reference("Q-2026-17").items([item]);
    let request = client.replace_order().order_id(5005).body(order);
    request.send().await?;
    Ok(())
}
